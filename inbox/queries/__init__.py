"""What screens read: a module for each, a SELECT in, frozen rows out.

Run on the caller's thread with that thread's `store.reader()`. Nothing here writes or waits.
"""
