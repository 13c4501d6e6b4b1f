"""What the back office does by itself: what there is to do, and what to do about one item.

A job is pure like a function of a flow: given the registry and the time, it names items and acts on
one. Who runs it, and that each item is done once, is a matter of `conversation.jobs`.
"""
