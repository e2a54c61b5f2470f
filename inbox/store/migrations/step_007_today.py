"""What came in and what was closed today: the board finds it without reading the history."""

STATEMENTS = (
    "CREATE INDEX inbox_row_arrived ON inbox_row (arrived, stage, pool, kind)",
    "CREATE INDEX inbox_row_closed_at ON inbox_row (closed_at, pool, owner, kind) WHERE stage = 'done'",
)
