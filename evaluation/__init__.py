"""How good the judgements are that the program makes: `make eval DATA=<folder>`, or without data its own cases."""
