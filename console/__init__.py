"""The web page of call-centre staff: conversations as they happen, past ones, and call-backs."""

from console.install import install

__all__ = ["install"]
