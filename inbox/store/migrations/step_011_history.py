"""What red-flag rules found in closed conversations, and which of them have been read."""

STATEMENTS = (
    """
    CREATE TABLE history (
        thread TEXT PRIMARY KEY,
        latest INTEGER NOT NULL,
        rules TEXT NOT NULL,
        level INTEGER,
        title TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)
