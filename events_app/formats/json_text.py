"""JSON as bytes, the same for the same value: UTF-8, no spaces, members in the order in which they were given."""

import json
from collections.abc import Iterable


def encoded(value: object) -> bytes:
    """Return the value as compact JSON (RFC 8259)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def with_list(head: dict[str, object], name: str, items: Iterable[bytes]) -> bytes:
    """Return `head`, which is not empty, with one more member: a list of values that are JSON already."""
    return encoded(head)[:-1] + b"," + encoded(name) + b":[" + b",".join(items) + b"]}"
