"""Addresses from names in any script: `汉诺威工业博览会 2027` becomes `yi-nuo-wei-…-2027`-like ASCII words."""

import re

from anyascii import anyascii

LONGEST_SLUG = 80
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, *more: object) -> str:
    """Lower-case ASCII words with hyphens between them; nothing where the name has no letters or digits at all."""
    words = " ".join((name, *(str(part) for part in more if part)))
    plain = _NOT_WORDS.sub("-", anyascii(words).lower()).strip("-")
    return plain[:LONGEST_SLUG].strip("-")
