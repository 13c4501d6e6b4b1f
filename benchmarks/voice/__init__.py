"""What calls cost and how they feel: see benchmarks/README.md."""
