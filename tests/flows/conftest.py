import sys
from pathlib import Path

# Helper modules live beside the tests that use them; without packages they need their folder.
sys.path.insert(0, str(Path(__file__).parent))
