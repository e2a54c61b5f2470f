"""Searching: what was typed, read as words and filters (`wanted`), and where words stand (`marking`)."""
