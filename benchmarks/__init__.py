"""Figures that we claim, measured on a real server on this machine. See README.md."""
