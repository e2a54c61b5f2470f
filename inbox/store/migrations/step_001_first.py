"""The first format."""

STATEMENTS = (
    """
    CREATE TABLE resource (
        ref TEXT NOT NULL PRIMARY KEY,
        version TEXT NOT NULL,
        updated INTEGER NOT NULL,
        thread TEXT,
        patient TEXT,
        focus TEXT NOT NULL,
        body BLOB NOT NULL
    )
    """,
    "CREATE INDEX resource_thread ON resource (thread) WHERE thread IS NOT NULL",
    "CREATE INDEX resource_chart ON resource (patient) WHERE thread IS NULL AND patient IS NOT NULL",
    "CREATE INDEX resource_focus ON resource (focus) WHERE focus <> ''",
    "CREATE TABLE cursor (name TEXT NOT NULL PRIMARY KEY, since INTEGER NOT NULL)",
    """
    CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        command TEXT NOT NULL,
        thread TEXT NOT NULL,
        item TEXT NOT NULL,
        actor TEXT NOT NULL,
        verb TEXT NOT NULL,
        state TEXT NOT NULL,
        not_before INTEGER,
        entry BLOB NOT NULL
    )
    """,
    "CREATE INDEX outbox_thread ON outbox (thread, seq)",
    "CREATE INDEX outbox_actor ON outbox (actor, seq)",
    "CREATE INDEX outbox_command ON outbox (command)",
    """
    CREATE TABLE inbox_row (
        item TEXT NOT NULL PRIMARY KEY,
        thread TEXT NOT NULL,
        patient TEXT NOT NULL,
        kind TEXT NOT NULL,
        stage TEXT NOT NULL,
        band INTEGER NOT NULL,
        arrived INTEGER NOT NULL,
        due INTEGER,
        soon_from INTEGER,
        policy TEXT NOT NULL,
        computed_here INTEGER NOT NULL,
        pool TEXT NOT NULL,
        pool_name TEXT NOT NULL,
        owner TEXT NOT NULL,
        owner_name TEXT NOT NULL,
        flag_level INTEGER,
        subject TEXT NOT NULL,
        preview TEXT NOT NULL,
        sender_relation TEXT NOT NULL,
        unanswered INTEGER NOT NULL,
        wake INTEGER,
        closed_at INTEGER,
        awaiting_physician INTEGER NOT NULL,
        mark TEXT NOT NULL,
        mark_verb TEXT NOT NULL,
        parent TEXT,
        latest INTEGER NOT NULL
    )
    """,
    # Everything that lists, counts and summaries ask of open items, in the order of a worklist:
    # they read this index alone, whatever the size of the closed history.
    """
    CREATE INDEX inbox_row_open ON inbox_row (
        band, due IS NULL, due, arrived, item,
        stage, pool, kind, owner, flag_level, soon_from, latest, mark, awaiting_physician, wake
    ) WHERE stage NOT IN ('done', 'none')
    """,
    "CREATE INDEX inbox_row_mine ON inbox_row (owner) WHERE stage NOT IN ('done', 'none')",
    """
    CREATE INDEX inbox_row_closed ON inbox_row (owner, closed_at DESC, arrived, item, band, due, wake)
    WHERE stage = 'done'
    """,
    "CREATE INDEX inbox_row_thread ON inbox_row (thread)",
    """
    CREATE TABLE thread_row (
        thread TEXT NOT NULL PRIMARY KEY,
        patient TEXT NOT NULL,
        found_at INTEGER NOT NULL UNIQUE,
        digest BLOB NOT NULL
    )
    """,
    "CREATE INDEX thread_row_patient ON thread_row (patient)",
    # The words themselves are in `resource`: the index keeps none of them.
    """
    CREATE VIRTUAL TABLE found USING fts5(
        patient, subject, words,
        content='', contentless_delete=1, prefix='3', tokenize='unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TABLE patient_row (
        patient TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        birth_date TEXT,
        sex TEXT NOT NULL,
        language TEXT NOT NULL,
        interpreter INTEGER NOT NULL,
        mrn TEXT NOT NULL,
        card BLOB NOT NULL
    )
    """,
    "CREATE TABLE pool_row (pool TEXT NOT NULL PRIMARY KEY, pool_facts BLOB NOT NULL)",
    "CREATE TABLE staff_row (person TEXT NOT NULL PRIMARY KEY, staff_facts BLOB NOT NULL)",
    "CREATE TABLE chart_state (patient TEXT NOT NULL PRIMARY KEY, fetched_at INTEGER NOT NULL)",
    """
    CREATE TABLE draft (
        thread TEXT NOT NULL, person TEXT NOT NULL, words BLOB NOT NULL,
        PRIMARY KEY (thread, person)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE seen (
        person TEXT NOT NULL, item TEXT NOT NULL, latest INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (person, item)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE audit_spool (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        actor TEXT NOT NULL,
        note BLOB NOT NULL
    )
    """,
)
