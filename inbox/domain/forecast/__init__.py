"""What the rest of the day will bring: how many promises will be broken, in which pool, and how sure that is.

`history` is what is known of the days before, `run` plays one possible rest of the day, `forecast` plays many
and tells what most of them have in common (docs/adr/0040-forecast.md). Pure; the same input, the same answer.
"""
