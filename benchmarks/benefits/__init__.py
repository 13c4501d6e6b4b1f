"""Figures about benefits: `python -m benchmarks.benefits`, a module for each."""
