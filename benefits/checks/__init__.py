"""Error and fraud: what is looked for in the records, with its thresholds as data.

`checks.yaml` has every check; one that goes over all records is a pure function over rows here,
and `running.run` opens a case for what it finds, once.
"""
