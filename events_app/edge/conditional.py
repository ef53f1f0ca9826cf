"""Is what the client holds still fresh? Validators and conditional requests (RFC 9110 §8.8 and §13).

How long an answer may be kept without asking is each door's own word (Cache-Control).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Headers

ETAG_BYTES = 16
# RFC 9110 §8.8.3: etagc is any visible character but the quotation mark; commas may stand inside.
_ETAGS = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
# Suffixes by which the encodings of one representation are told apart.
_ENCODED = re.compile(r"-(?:gzip|br)$")


def strong_etag(content: bytes) -> str:
    """ETag, in its quotes, that changes with every byte of the content."""
    return f'"{blake2b(content, digest_size=ETAG_BYTES).hexdigest()}"'


def http_date(moment: datetime) -> str:
    """IMF-fixdate of RFC 9110 §5.6.7, of an aware moment; parts of a second are dropped."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def not_modified(headers: Headers, etag: str, last_modified: datetime | None = None) -> bool:
    """Whether a GET or HEAD with these request headers can be answered 304.

    If-None-Match is compared weakly and wins over If-Modified-Since, which counts only where the former is missing
    (§13.2.2). An encoded form of the same content (`"…-gzip"`) counts as the same.
    """
    tags = ",".join(headers.getall("if-none-match", []))
    return is_held(tags, headers.get("if-modified-since", ""), etag, last_modified)


def is_held(if_none_match: str, if_modified_since: str, etag: str, last_modified: datetime | None = None) -> bool:
    """As `not_modified`, from the two fields, "" where one is missing; several fields are joined by commas."""
    if if_none_match:
        return if_none_match.strip() == "*" or _ENCODED.sub("", _opaque(etag)) in _plain_tags(if_none_match)
    since = _parsed(if_modified_since) if if_modified_since else None
    return since is not None and last_modified is not None and last_modified.replace(microsecond=0) <= since


def held_form(if_none_match: str, etag: str, codings: Iterable[str], otherwise: str) -> str:
    """Of the encoded forms of one content, the ETag of that which the client says it holds; else `otherwise`."""
    if if_none_match.strip() == "*":
        return otherwise
    named = set(_ETAGS.findall(if_none_match))
    forms = (otherwise, etag, *(encoded_etag(etag, coding) for coding in codings))
    return next((form for form in forms if _opaque(form) in named), otherwise)


def encoded_etag(etag: str, coding: str) -> str:
    """The ETag of the content in a coding; of the content as it is for ""."""
    return f'{etag[:-1]}-{coding}"' if coding else etag


def _plain_tags(if_none_match: str) -> set[str]:
    """Opaque tags without the suffixes of encodings."""
    return {_ENCODED.sub("", tag) for tag in _ETAGS.findall(if_none_match)}


def answer(
    request: Request[Any, Any, Any],
    content: bytes,
    *,
    media_type: str,
    cache_control: str,
    etag: str | None = None,
    last_modified: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """Return the content with its validators, or 304 without it.

    Without `etag` one is computed from the content. Who can tell freshness before making the content asks
    `not_modified` first and answers `unchanged`.
    """
    tag = etag or strong_etag(content)
    if not_modified(request.headers, tag, last_modified):
        return unchanged(tag, cache_control=cache_control, last_modified=last_modified, headers=headers)
    fields = _validators(tag, cache_control, last_modified, headers)
    return Response(content, media_type=media_type, headers=fields)


def unchanged(
    etag: str,
    *,
    cache_control: str,
    last_modified: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """304 with the fields that a 200 would have had (§15.4.5)."""
    return Response(b"", status_code=304, headers=_validators(etag, cache_control, last_modified, headers))


def _validators(
    etag: str, cache_control: str, last_modified: datetime | None, headers: Mapping[str, str] | None
) -> dict[str, str]:
    fields = {"ETag": etag, "Cache-Control": cache_control, **(headers or {})}
    if last_modified is not None:
        fields["Last-Modified"] = http_date(last_modified)
    return fields


def _opaque(etag: str) -> str:
    return etag.removeprefix("W/").strip('"')


def _parsed(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        # A year or an offset that no date can hold is no date (§13.1.3: the field is then ignored).
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
