"""The rail: views and pools with what is open and overdue in each."""
