"""Conversations are found by who wrote in them and by their files as well: the index is made anew."""

STATEMENTS = (
    "DROP TABLE found",
    """
    CREATE VIRTUAL TABLE found USING fts5(
        patient, subject, words, writers, files,
        content='', contentless_delete=1, prefix='3', tokenize='unicode61 remove_diacritics 2'
    )
    """,
    "DELETE FROM thread_row",
)
