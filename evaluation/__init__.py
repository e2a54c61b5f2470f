"""How good the judgements are that the program makes: `make eval DATA=<folder>`."""
