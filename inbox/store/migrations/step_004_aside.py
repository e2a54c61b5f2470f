"""Until when an item is out of sight, from when on it is stuck, whether it came back: rows are made anew."""

STATEMENTS = (
    "ALTER TABLE inbox_row ADD COLUMN snoozed INTEGER",
    "ALTER TABLE inbox_row ADD COLUMN stuck_from INTEGER",
    "ALTER TABLE inbox_row ADD COLUMN came_back INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX inbox_row_open",
    """
    CREATE INDEX inbox_row_open ON inbox_row (
        band, due IS NULL, due, arrived, item, stage, pool, kind, owner, flag_level, soon_from, latest, mark,
        awaiting_physician, wake, snoozed, stuck_from
    ) WHERE stage NOT IN ('done', 'none')
    """,
    "DELETE FROM inbox_row",
    "DELETE FROM thread_row",
    "INSERT INTO found (found) VALUES ('delete-all')",
)
