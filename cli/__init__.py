"""The command line: sets the hotline up, serves it, and calls it as a citizen would."""

from cli.commands import main

__all__ = ["main"]
