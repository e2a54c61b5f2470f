"""What people keep for themselves: their own phrases and speed buttons."""

STATEMENTS = (
    """
    CREATE TABLE own_kit (
        person TEXT NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        own BLOB NOT NULL,
        PRIMARY KEY (person, kind, id)
    )
    """,
)
