"""What a model listens for: words, their pronunciations and the graphs made of them.

Needs no training and none of its libraries: a network knows phones, so words can come and go.
"""
