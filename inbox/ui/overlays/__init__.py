"""What lies over the window for a moment: palette, keys, choosers, outbox, questions. None runs a loop."""
