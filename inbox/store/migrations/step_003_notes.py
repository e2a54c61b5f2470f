"""Small things the program has found out and keeps for its next start."""

STATEMENTS = ("CREATE TABLE note (name TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL)",)
