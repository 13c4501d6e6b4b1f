"""Speech models: the bundled ones, checks on others, offline synthesis, and the training recipe."""
