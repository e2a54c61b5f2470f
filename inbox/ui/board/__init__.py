"""The board of supervisors and the charge nurse: how work stands, and what can be done about it."""
