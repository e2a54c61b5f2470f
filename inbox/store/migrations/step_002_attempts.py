"""What came of each attempt to tell the server of an operation."""

STATEMENTS = (
    """
    CREATE TABLE attempt (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        operation TEXT NOT NULL,
        at INTEGER NOT NULL,
        came TEXT NOT NULL,
        sentence TEXT NOT NULL,
        status INTEGER,
        request TEXT NOT NULL
    )
    """,
    "CREATE INDEX attempt_operation ON attempt (operation, seq)",
)
