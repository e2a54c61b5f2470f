"""Administration: what a supervisor arranges for the whole clinic, subject by subject, all by keys.

`subjects` is the list at the left, `page` holds the sheets, `draft` what is written in them, `review` shows
what it would change before it holds, and `acts` publishes.
"""
