"""My social security in the embedded database: offices, people and what belongs to them.

What identifies a person is encrypted (`storage.vault.Vault`); `_print` columns are the keyed
fingerprints to look it up by.
"""

from sqlite_utils import Database

STATEMENTS = (
    # `hours` is JSON: {"mon": "08:30-16:00"}; `names` too: {"en": ["Ashford"]}.
    """CREATE TABLE office (
        id TEXT PRIMARY KEY,
        town TEXT NOT NULL,
        district TEXT NOT NULL,
        address TEXT NOT NULL,
        postcode TEXT NOT NULL,
        latitude REAL NOT NULL,
        longitude REAL NOT NULL,
        phone TEXT NOT NULL,
        hours TEXT NOT NULL,
        names TEXT NOT NULL)""",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        insurance_number TEXT NOT NULL,
        insurance_number_print TEXT NOT NULL UNIQUE,
        given_name TEXT NOT NULL,
        surname TEXT NOT NULL,
        sex TEXT NOT NULL,
        birth_date TEXT NOT NULL,
        address TEXT NOT NULL,
        language TEXT NOT NULL)""",
    # A number may belong to several people, and a person may have several.
    """CREATE TABLE phone (
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        number TEXT NOT NULL,
        number_print TEXT NOT NULL,
        PRIMARY KEY (person_id, number_print)) WITHOUT ROWID""",
    "CREATE INDEX phone_number ON phone(number_print)",
    """CREATE TABLE claim (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        reference TEXT NOT NULL,
        reference_print TEXT NOT NULL UNIQUE,
        programme TEXT NOT NULL,
        status TEXT NOT NULL,
        received_on TEXT NOT NULL,
        expected_by TEXT NOT NULL)""",
    "CREATE INDEX claim_person ON claim(person_id)",
    # `amount` in cents.
    """CREATE TABLE payment (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        programme TEXT NOT NULL,
        due_on TEXT NOT NULL,
        amount INTEGER NOT NULL,
        status TEXT NOT NULL)""",
    "CREATE INDEX payment_person ON payment(person_id, due_on)",
    # An unbroken time of work for one employer, both months included; `base` in cents a month.
    """CREATE TABLE contribution (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        first_month TEXT NOT NULL,
        last_month TEXT NOT NULL,
        employer TEXT NOT NULL,
        base INTEGER NOT NULL)""",
    "CREATE INDEX contribution_person ON contribution(person_id, first_month)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
