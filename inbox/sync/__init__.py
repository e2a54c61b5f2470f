"""Keeping the cache and the server in step: what people did goes out, what changed comes in."""
