"""What can go wrong on the provider's side of the line."""


class StandinError(Exception):
    """The server did not answer as the provider needs; the message is a sentence for people."""
