"""Facts that come in packages: names, groups, holidays, zones and figures of countries and regions.

Nothing here is written by an operator or kept in the database. Each room loads its facts at the first question and
keeps them for the life of the process; `preloading` asks those questions early.
"""
