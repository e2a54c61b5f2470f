"""What people did, item by item: their habits are found in it."""

STATEMENTS = (
    """
    CREATE TABLE deed (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        item TEXT NOT NULL,
        patient TEXT NOT NULL,
        actor TEXT NOT NULL,
        at INTEGER NOT NULL,
        masked INTEGER NOT NULL,
        deed BLOB NOT NULL
    )
    """,
    "CREATE INDEX deed_actor ON deed (actor, seq)",
    "CREATE INDEX deed_command ON deed (command)",
)
