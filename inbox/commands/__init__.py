"""What a person can ask for: declarations, the bus that performs them, and undo."""
