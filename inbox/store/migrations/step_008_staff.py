"""Colleagues are known with their licence and their hours: they are read out of their resources anew."""

STATEMENTS = ("DELETE FROM staff_row",)
