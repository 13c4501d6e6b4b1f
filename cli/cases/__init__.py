"""Conversations as data, and playing them on a small hotline of their own.

They are the product's tests, and an institution's machine plays them, too: before it changes how
people are understood.
"""
