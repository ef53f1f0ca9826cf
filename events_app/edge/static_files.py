"""Style sheets, scripts and pictures: read and packed once, kept by browsers under an address for each release.

All files share one release mark, so that relative addresses inside style sheets and scripts stay right.
"""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from events_app.edge.compression import LEAST_BYTES, gzipped, is_packable, takes_gzip
from events_app.edge.conditional import answer, strong_etag
from events_app.settings import PACKAGE

DIRECTORY = PACKAGE / "web" / "static"
MARK_BYTES = 6
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "public, no-cache"
WORKERS = frozenset({"door_worker.js"})
"""Service workers: a page chooses for which of our addresses, which lie outside of the folder of the script."""
MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent; `packed` is its gzip form where that is smaller."""

    content: bytes
    packed: bytes | None
    media_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files by their POSIX path below the folder, and the mark of this release."""

    by_name: Mapping[str, StaticFile]
    mark: str

    def url(self, name: str) -> str:
        """Address of a file. Raises LookupError for a name that is not there: a template misspells it."""
        if name not in self.by_name:
            raise LookupError(f"There is no static file {name!r}")
        return f"/static/{self.mark}/{name}"


def read_static_files(directory: Path) -> StaticFiles:
    """Read a folder into memory."""
    digest = blake2b(digest_size=MARK_BYTES)
    found: dict[str, StaticFile] = {}
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        name, content = path.relative_to(directory).as_posix(), path.read_bytes()
        found[name] = _static_file(name, content)
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return StaticFiles(MappingProxyType(found), digest.hexdigest())


@cache
def shipped_files() -> StaticFiles:
    """The files of this installation, read at the first call."""
    return read_static_files(DIRECTORY)


def static_url(name: str) -> str:
    """Address of a shipped file ("base.css") for templates."""
    return shipped_files().url(name)


@get("/static/{mark:str}/{name:path}", include_in_schema=False)
async def static_file(request: Request[Any, Any, Any], mark: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """Send a file; under the mark of another release the present file, to be asked for again each time.

    A page that was open during an update goes on working that way.
    """
    files = shipped_files()
    found = files.by_name.get(name.lstrip("/"))
    if found is None:
        raise NotFoundException
    cache_control = FOREVER if mark == files.mark else ASK_FIRST
    vary = {"Vary": "Accept-Encoding"} if found.packed else {}
    if name.lstrip("/") in WORKERS:
        vary["Service-Worker-Allowed"] = "/"
    if found.packed and takes_gzip(request.headers.get("accept-encoding", "")):
        content, etag = found.packed, f'{found.etag[:-1]}-gzip"'
        vary["Content-Encoding"] = "gzip"
    else:
        content, etag = found.content, found.etag
    return answer(request, content, media_type=found.media_type, cache_control=cache_control, etag=etag, headers=vary)


def _static_file(name: str, content: bytes) -> StaticFile:
    suffix = PurePosixPath(name).suffix
    media_type = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzipped(content) if is_packable(media_type) and len(content) >= LEAST_BYTES else None
    return StaticFile(
        content, packed if packed and len(packed) < len(content) else None, media_type, strong_etag(content)
    )
