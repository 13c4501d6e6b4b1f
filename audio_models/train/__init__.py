"""The recipe that makes a Vosk model from synthesised speech; needs the `train` extra."""
