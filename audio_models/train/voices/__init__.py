"""Synthesisers that speak for training, one a module, each with `available()` and `speak()`.

Every utterance comes with the time of each phone, as the synthesiser itself decided it.
"""
