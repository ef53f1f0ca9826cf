"""Compiled templates, kept from process to process: compiling all of them takes longer than everything else at a start.

They lie in a folder of the system's temporary files that belongs to this user alone (Jinja checks owner and rights).
Where there can be no such folder, each process compiles for itself.
"""

from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from typing import Final

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

MARK_BYTES: Final = 8


class CompiledTemplates(FileSystemBytecodeCache):
    """Bytecode by template, its source and the mark of what compiles it; a disk that is full or shut is no fault."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if that can be done."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(environment: Environment) -> BytecodeCache | None:
    """Open the folder for templates that are compiled as `environment` does it; None where there is no such folder."""
    options = (environment.autoescape, environment.optimized, environment.trim_blocks, environment.lstrip_blocks)
    compiled_by = f"{version('jinja2')} {options} {sorted(environment.extensions)} {environment.policies}"
    mark = blake2b(compiled_by.encode(), digest_size=MARK_BYTES).hexdigest()
    try:
        return CompiledTemplates(pattern=f"events_app_{mark}_%s.cache")
    except (RuntimeError, OSError):
        return None
