"""Files that go with replies not yet sent, each body once however many replies carry it."""

STATEMENTS = (
    """
    CREATE TABLE file_body (
        digest TEXT NOT NULL PRIMARY KEY,
        body BLOB NOT NULL
    )
    """,
)
