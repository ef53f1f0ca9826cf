"""The benchmarks still run, on tables too small to say anything about speed."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_measure_is_taken_and_printed() -> None:
    command = [sys.executable, "-m", "benchmarks.run", "--editions", "100", "200", "--engine", "sqlite", "--quick"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)

    assert done.returncode == 0, done.stderr
    for measure in ("calendar, one sector", "country page", "hello, world", "feed, not modified", "memory:", "Goals:"):
        assert measure in done.stdout
