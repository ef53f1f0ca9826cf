"""Doors for calendar programs and feed readers: addresses under /feeds/{language}/. They only read."""
