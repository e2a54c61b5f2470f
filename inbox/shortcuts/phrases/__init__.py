"""Smartphrases: short names for the words a clinic sends most, with blanks, pick lists and chart links.

grammar     the text of a phrase, parsed with exact positions (tree: its pieces)
links       the closed list of what a phrase may take from the chart
phrase      a phrase and its owner
library     the phrases in force, read from files
expansion   a phrase's words for one patient, and the fields still to settle
draft       edits of a reply that keep its fields in place
guards      what still stops a reply from being sent
completion  which phrase was meant by what is typed
"""
