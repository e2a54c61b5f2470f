"""Who is signed in: SMART sign-in, tokens, and the sealed vault that holds them and the cache key."""
