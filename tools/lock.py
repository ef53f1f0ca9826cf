"""Keep the two locks: `update` after a change in pyproject.toml, `upgrade` for newer versions, `check` in CI.

requirements.lock holds what the product runs on and the build backend; requirements-dev.lock holds all of that, in the
same versions, and what the tests need. Versions and hashes only: where packages come from is the machine's affair.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
)


def compile_locks(folder: Path, *options: str) -> None:
    """Write both locks into `folder`; versions already in a lock there stay, unless `options` say otherwise."""
    uv = str(Path(sys.executable).parent / "uv")
    for name, group, more in (
        (RUNTIME, "build", ()),
        (DEVELOPMENT, "dev", (f"--constraints={folder / RUNTIME}",)),
    ):
        output = f"--output-file={folder / name}"
        subprocess.run(
            [uv, "pip", "compile", "pyproject.toml", f"--group={group}", output, *more, *OPTIONS, *options],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def outdated() -> list[str]:
    """Return the locks that pyproject.toml would write otherwise."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lock in (RUNTIME, DEVELOPMENT):
            shutil.copy(ROOT / lock, folder / lock)
        compile_locks(folder)
        return [lock for lock in (RUNTIME, DEVELOPMENT) if (folder / lock).read_bytes() != (ROOT / lock).read_bytes()]


def main(arguments: Iterable[str]) -> int:
    """Run one of the three commands; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.lock", description=__doc__)
    parser.add_argument("command", choices=["update", "upgrade", "check"])
    command = parser.parse_args(list(arguments)).command
    if command != "check":
        compile_locks(ROOT, *(["--upgrade"] if command == "upgrade" else []))
        return 0
    old = outdated()
    print("\n".join(f"{lock} does not fit pyproject.toml: run `make lock`" for lock in old) or "locks up to date")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
