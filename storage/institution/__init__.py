"""The institution's own registry over HTTP, in the shape of the Digital Convergence Initiative's
registry API (`POST /registry/sync/search`): both ends of it.

`registry` is the registry of a turn whose records are with the institution, `client` asks there;
`searching` answers such questions from the embedded database, `clients` knows who may ask.
`records` and `messages` hold what both ends have in common.
"""
