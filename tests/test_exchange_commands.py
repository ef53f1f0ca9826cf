"""Export and import from the command line: the same rules, all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from events_app.cli import main

Run = Callable[..., Result]
NEW = (
    "slug,series,name_en,country,city_en,zone,first_day,last_day,scope,mode\n"
    "agritech-2027,ces,Agritech,KE,Nairobi,Africa/Nairobi,2027-09-06,2027-09-09,overseas,independent\n"
)


@pytest.fixture
def run(demo_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    file = tmp_path / "demo.sqlite"
    file.write_bytes(demo_template.read_bytes())
    monkeypatch.setenv("HOME_COUNTRY", "CN")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")

    def command(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return command


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_that_comes_back_untouched_changes_nothing(run: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"fairs.{ending}"

    written = run("export", "exhibitions", "-o", file)
    read = run("import", "exhibitions", file)

    count = int(written.stderr.removesuffix(" lines\n"))
    assert (written.exit_code, count > 100) == (0, True)
    assert (read.exit_code, read.stdout) == (0, f"0 new, 0 changed, {count} unchanged, 0 faulty; nothing kept\n")


def test_a_dry_run_keeps_nothing_and_the_import_everything(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text(NEW)

    dry, first, again = (run("import", "exhibitions", file, *more) for more in (["--dry-run"], [], []))

    assert dry.stdout == "1 new, 0 changed, 0 unchanged, 0 faulty; nothing kept\n"
    assert first.stdout == "1 new, 0 changed, 0 unchanged, 0 faulty; kept\n"
    assert again.stdout == "0 new, 0 changed, 1 unchanged, 0 faulty; nothing kept\n"


def test_a_faulty_line_is_told_by_number_and_column(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text(NEW + NEW.splitlines()[1].replace("agritech", "other").replace("KE", "XX") + "\n")

    done = run("import", "exhibitions", file)

    assert done.exit_code == 1
    assert done.stderr.startswith("line 3, country: ")
    assert done.stdout == "1 new, 0 changed, 0 unchanged, 1 faulty; nothing kept\n"


def test_projects_and_organisations_leave_too(run: Run, tmp_path: Path) -> None:
    projects, organisations = (
        run("export", noun, "-o", tmp_path / f"{noun}.csv") for noun in ("projects", "organisations")
    )

    assert (projects.exit_code, organisations.exit_code) == (0, 0)
    assert (tmp_path / "projects.csv").read_bytes().startswith(b"\xef\xbb\xbfid,slug,")


def test_a_file_that_is_no_table_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.xlsx"
    file.write_bytes(b"PK nothing")

    done = run("import", "projects", file)

    assert (done.exit_code, "cannot be read as a table" in done.output) == (1, True)
