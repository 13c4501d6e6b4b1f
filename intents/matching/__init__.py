"""How likely an utterance means an intent: features, weights, a linear model, calibration."""
