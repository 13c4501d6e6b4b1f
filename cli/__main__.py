"""`python -m cli`, for where the console command is not installed."""

from cli import main

main()
