"""The schema, one step a module (`mNNNN_name.up(db)`), run in the order of their names.

`up` runs inside a transaction: only `db.execute` of single statements, never `executescript`,
`transform` or `db.conn.commit`, which would end it.
"""
