"""What comes to a pool, and who is on call for it: pools are read anew."""

STATEMENTS = ("DELETE FROM pool_row",)
