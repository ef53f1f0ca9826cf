"""Values in, bytes out: calendar, syndication and linked-data formats, pure functions of their arguments.

Nothing here translates or asks a database: sentences come as arguments, ready in the language of the reader.
"""
