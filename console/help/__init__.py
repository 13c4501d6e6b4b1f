"""Helping in a conversation: taking over, answering, giving back, whispering, wrapping up."""
