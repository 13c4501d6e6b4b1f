"""How numbers, dates and money are said, a module a language.

Each module has `digit(rng)`, `digit_string(rng, length)`, `number(rng)`, `date(rng)` and
`money(rng)`, which give words as people say them.
"""
