"""Running jobs: each item once, whatever process is killed when."""
