"""The encrypted cache: the server's truth, what waits to be told to it, and the rows that screens read.

The sole home of writes. `store.Store` is the door; everything else here is behind it.
"""
