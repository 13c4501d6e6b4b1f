"""The telephone provider's edge, both sides of it: signatures, sending, and a stand-in caller."""
