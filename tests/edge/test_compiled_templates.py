import stat
import tempfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from events_app.edge.compiled_templates import compiled_templates


def opened(*, trim_blocks: bool = False) -> Environment:
    loader = DictLoader({"page.html": "{{ name }}"})
    environment = Environment(loader=loader, autoescape=True, trim_blocks=trim_blocks)
    environment.bytecode_cache = compiled_templates(environment)
    return environment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_one_process_compiled_is_found_by_the_next(folder: Path) -> None:
    assert opened().get_template("page.html").render(name="<b>") == "&lt;b&gt;"
    (kept,) = folder.glob("*/*.cache")
    written = kept.stat().st_mtime_ns

    assert opened().get_template("page.html").render(name="a") == "a"
    assert kept.stat().st_mtime_ns == written
    assert stat.S_IMODE(kept.parent.stat().st_mode) == stat.S_IRWXU


def test_other_options_do_not_share_what_is_compiled(folder: Path) -> None:
    opened().get_template("page.html")
    opened(trim_blocks=True).get_template("page.html")

    assert len(list(folder.glob("*/*.cache"))) == 2


def test_without_a_folder_of_its_own_a_process_compiles_for_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "missing"))

    environment = opened()
    assert environment.bytecode_cache is None
    assert environment.get_template("page.html").render(name="a") == "a"


def test_a_folder_that_is_gone_is_no_fault(folder: Path) -> None:
    environment = opened()
    next(folder.iterdir()).rmdir()

    assert environment.get_template("page.html").render(name="a") == "a"
