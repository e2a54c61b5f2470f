"""How fast the program is, measured as a person meets it: keys into a real window, pixels out of it.

clinic     a made-up clinic of any size as FHIR resources, the same for the same seed
station    encrypted caches filled with it, one whole, one amid a first sync; the program started on a copy
server     the portal it talks to: pages that are ready, writes that never get an answer (`served` starts it)
screen     an Xvfb of its own: keys go in by XTEST, changed pixels are read from its framebuffer
floor      the least a PySide6 window over the same rows can cost, measured in the same run
journeys   what is done and timed: B3 to B7 and B10
loading    the first sync of an empty cache, and the least that can cost: B1
judging    red flags, kind and promise of a long message, beside one look-up a word: B12
figures    medians, percentiles, the table, build/bench.json

`make bench`, or `make bench ONLY=B3,B4`; `ONLY="B4 --while-syncing"`: while a first sync runs. Figures only:
nothing here fails a build.
"""
