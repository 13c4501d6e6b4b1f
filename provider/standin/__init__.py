"""The provider's side of the line, for tests, benchmarks and the command line.

It places calls and sends texts to a running server as Twilio would: over real HTTP and real
sockets, every request signed. Nothing in here is used by the server itself.
"""

from provider.standin.errors import StandinError
from provider.standin.server import Server

__all__ = ["Server", "StandinError"]
