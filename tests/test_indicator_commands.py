"""Indicator tables from the command line: the same rules, all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from events_app.cli import main
from tests.indicator_builders import a_file, a_line, published

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HOME_COUNTRY", "CN")
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def command(*arguments: object) -> Result:
        return CliRunner().invoke(main, ["import-indicators", *map(str, arguments)])

    return command


def test_a_dry_run_keeps_nothing_and_the_import_everything(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "research.csv"
    file.write_bytes(a_file(a_line(), a_line("KE", "")))

    dry, first, again = (run(file, "--code", "research", *more) for more in (["--dry-run"], [], []))

    assert dry.stdout == "1 new, 0 changed, 0 gone, 0 unchanged, 1 without data; nothing kept\n"
    assert first.stdout == "1 new, 0 changed, 0 gone, 0 unchanged, 1 without data; kept\n"
    assert again.stdout == "0 new, 0 changed, 0 gone, 1 unchanged, 1 without data; nothing kept\n"
    assert (dry.exit_code, first.exit_code, again.exit_code) == (0, 0, 0)


def test_a_published_table_needs_only_the_name_of_its_form(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "gerd.csv"
    file.write_bytes(published("gerd_country.csv"))

    done = run(file, "--form", "gerd")

    assert done.stdout == "140 new, 0 changed, 0 gone, 0 unchanged, 0 without data; kept\n"


def test_a_faulty_line_is_told_by_number_and_column(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "research.csv"
    file.write_bytes(a_file(a_line(), a_line("XX")))

    done = run(file, "--code", "research")

    assert done.exit_code == 1
    assert "line 3, country: “XX” is no code of a country or region" in done.stderr
    assert done.stdout.endswith("nothing kept\n")


def test_a_plain_file_needs_the_code_of_its_table(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "research.csv"
    file.write_bytes(a_file(a_line()))

    done = run(file)

    assert done.exit_code == 1
    assert "Write a code of 2 to 64 small letters" in done.stderr
