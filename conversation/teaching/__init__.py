"""Learning from what was misunderstood: which turns, what staff make of them, and the trial."""
