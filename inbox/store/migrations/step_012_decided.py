"""What a prescriber has decided on an item, and how often it was handed to one: rows are made anew."""

STATEMENTS = (
    "ALTER TABLE inbox_row ADD COLUMN decided TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE inbox_row ADD COLUMN handed_on INTEGER NOT NULL DEFAULT 0",
    "DELETE FROM inbox_row",
    "DELETE FROM thread_row",
    "INSERT INTO found (found) VALUES ('delete-all')",
)
