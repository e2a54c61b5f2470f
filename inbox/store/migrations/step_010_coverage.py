"""For whom an item's owner has it, and what colleagues cover: rows and people are made anew."""

STATEMENTS = (
    "ALTER TABLE inbox_row ADD COLUMN behalf TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE inbox_row ADD COLUMN behalf_name TEXT NOT NULL DEFAULT ''",
    "DELETE FROM inbox_row",
    "DELETE FROM thread_row",
    "DELETE FROM staff_row",
    "INSERT INTO found (found) VALUES ('delete-all')",
)
