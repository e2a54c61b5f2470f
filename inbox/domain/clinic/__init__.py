"""The clinic as a supervisor writes it: its pools, when they are open, and who works in them.

Texts go in and out; what cannot be understood, or would harm, is said in a sentence that names the field.
"""
