"""What the console takes with a long history, and what it takes from callers."""
