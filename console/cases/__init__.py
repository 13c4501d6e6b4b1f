"""Cases: the lists of them, and the page of one."""

from console.cases.pages import add

__all__ = ["add"]
