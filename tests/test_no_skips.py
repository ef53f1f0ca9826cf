"""The plugin that makes a skipped test a failure in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ONE_SKIPPED = "import pytest\ndef test_one(): pass\ndef test_two(): pytest.skip('no server')\n"


def run(folder: Path, source: str, ci: str, *options: str) -> tuple[int, str]:
    """Run a suite of its own on `source`; return pytest's exit code and what it said."""
    (folder / "test_it.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", *options]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("options", [(), ("--numprocesses=1",)], ids=["one process", "workers"])
def test_a_skipped_test_fails_the_run_in_ci(tmp_path: Path, options: tuple[str, ...]) -> None:
    exit_code, said = run(tmp_path, ONE_SKIPPED, "true", *options)

    assert exit_code == 1
    assert "skipped although CI is set" in said
    assert "no server" in said


def test_a_skipped_test_is_let_pass_elsewhere(tmp_path: Path) -> None:
    exit_code, said = run(tmp_path, ONE_SKIPPED, "")

    assert exit_code == 0
    assert "skipped although CI is set" not in said


def test_a_run_without_skips_passes_in_ci(tmp_path: Path) -> None:
    exit_code, _ = run(tmp_path, "def test_one(): pass\n", "true")

    assert exit_code == 0
