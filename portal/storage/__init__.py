"""Resources, their earlier versions and the search index in one SQL database.

schema says which tables there are, database opens them and owns the one writer, resources reads and writes
single resources, seeding fills an empty database.
"""
