"""The rules of the house that no ready-made tool checks (docs/architecture.md); each is shown to be able to fail."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES = 400
TEST_MODULE_LINES = 600
FUNCTION_LINES = 40
NAMELESS = {"base", "common", "helper", "helpers", "manager", "managers", "service", "services", "util", "utils"}
DOORS = ("events_app/web/", "events_app/api/", "events_app/feeds/")
CLOCKS = (*DOORS, "events_app/app.py", "events_app/cli.py", "events_app/worker.py", "events_app/edge/clock.py")
READ = re.compile(r"(get|find|list|count)(_|$)|[A-Z]")  # a reading function, or a class or constant
REGISTRY = re.compile(
    r"https?://[\w.-]*\b(pypi|pythonhosted|npmjs|yarnpkg|jsdelivr|unpkg|rubygems|crates|deb\.debian)\."
)

Rule = Callable[[str, str], list[str]]


def module_length(path: str, source: str) -> list[str]:
    allowed = TEST_MODULE_LINES if path.startswith("tests/") else MODULE_LINES
    lines = len(source.splitlines())
    return [f"{path}: {lines} lines, {allowed} are allowed"] if lines > allowed else []


def function_length(path: str, source: str) -> list[str]:
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [(function, (function.end_lineno or 0) - function.lineno + 1) for function in functions]
    return [f"{path}:{f.lineno}: {f.name} has {lines} lines" for f, lines in lengths if lines > FUNCTION_LINES]


def file_names(path: str, _source: str) -> list[str]:
    return [f"{path}: {part} says nothing" for part in PurePosixPath(path).with_suffix("").parts if part in NAMELESS]


def doors_only_read(path: str, source: str) -> list[str]:
    if not path.startswith(DOORS):
        return []
    tree = ast.parse(source)
    modules, names = _storage_imports(tree)
    names += [
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) in modules
    ]
    return [f"{path}: a door may not use {name} of storage" for name in names if not READ.match(name)]


def _storage_imports(tree: ast.Module) -> tuple[set[str], list[str]]:
    """Names under which modules of storage are known here, and the names taken out of such modules."""
    modules, names = set[str](), list[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {n.asname or n.name for n in node.names if n.name.startswith("events_app.storage")}
        elif isinstance(node, ast.ImportFrom) and node.module == "events_app.storage":
            modules |= {n.asname or n.name for n in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("events_app.storage."):
            names += [n.name for n in node.names]
    return modules, names


def clock_stays_at_the_doors(path: str, source: str) -> list[str]:
    if not path.startswith("events_app/") or path.startswith(CLOCKS):
        return []
    tree = ast.parse(source)
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "datetime"]
    clocks = {name.asname or name.name for node in froms for name in node.names if name.name in {"date", "datetime"}}
    return [
        f"{path}:{node.lineno}: {ast.unparse(node)}: take it as an argument"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and (ast.unparse(node.value) in clocks or ast.unparse(node.value).endswith((".date", ".datetime")))
    ]


def environment_stays_in_settings(path: str, source: str) -> list[str]:
    if not path.startswith("events_app/") or path == "events_app/settings.py":
        return []
    asked = {"environ", "environb", "getenv"}
    return [
        f"{path}:{node.lineno}: the environment is read in settings.py"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in asked and ast.unparse(node.value) == "os")
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and asked & {name.name for name in node.names})
    ]


def domain_is_standard_library(path: str, source: str) -> list[str]:
    if not path.startswith("events_app/domain/"):
        return []
    return [
        f"{path}: the domain may not import {name}"
        for name in _imports(source)
        if not name.startswith("events_app.domain") and name.split(".")[0] not in sys.stdlib_module_names
    ]


def no_registry_address(path: str, source: str) -> list[str]:
    lines = enumerate(source.splitlines(), 1)
    return [f"{path}:{number}: names a package registry" for number, line in lines if REGISTRY.search(line)]


def pages_without_tests(paths: list[str]) -> list[str]:
    nouns = [PurePosixPath(path).stem for path in paths if re.fullmatch(r"events_app/web/(?!__init__)\w+\.py", path)]
    return [
        f"web/{noun}.py wants tests/web/test_{noun}.py" for noun in nouns if f"tests/web/test_{noun}.py" not in paths
    ]


def undeclared(source: str, dependencies: list[str]) -> set[str]:
    """Return what `source` imports from packages that are not among `dependencies` (PEP 508)."""
    declared = {re.split(r"[^\w.-]", name)[0].lower() for name in dependencies}
    packages = _packages()
    imported = {name.split(".")[0] for name in _imports(source)}
    return {
        name
        for name in imported - sys.stdlib_module_names - {"events_app"}
        if not declared & {distribution.lower() for distribution in packages.get(name, [])}
    }


@cache
def _packages() -> Mapping[str, list[str]]:
    return packages_distributions()


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@cache
def files() -> list[str]:
    """Every file that is in the repository or would be with the next commit, with its path from the top."""
    # In a container the checkout may belong to someone else.
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({name for name in listed if (ROOT / name).is_file()})


def sources(suffix: str) -> Iterator[tuple[str, str]]:
    """Path and text of the files that end in `suffix`; what is not text has no text."""
    for path in files():
        if path.endswith(suffix):
            yield path, (ROOT / path).read_text(encoding="utf-8", errors="ignore")


# A migration is history: written by Piccolo, long as it may be, never edited.
PYTHON_RULES: list[Rule] = [
    module_length,
    function_length,
    file_names,
    doors_only_read,
    clock_stays_at_the_doors,
    environment_stays_in_settings,
    domain_is_standard_library,
]


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    modules = [(path, source) for path, source in sources(".py") if not path.startswith("migrations/")]

    assert len(modules) > 1
    assert [fault for path, source in modules for fault in rule(path, source)] == []


def test_no_file_names_a_package_registry() -> None:
    assert [fault for path, source in sources("") for fault in no_registry_address(path, source)] == []


def test_every_page_module_has_its_tests() -> None:
    assert pages_without_tests(files()) == []


def test_every_imported_package_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    product = {path: source for path, source in sources(".py") if path.startswith(("events_app/", "migrations/"))}
    missing = {path: undeclared(source, project["dependencies"]) for path, source in product.items()}

    assert {path: names for path, names in missing.items() if names} == {}


def test_a_package_that_is_not_declared_is_found() -> None:
    source = "import os\nimport litestar.di\nfrom jinja2.ext import Extension\nimport h11"

    assert undeclared(source, ["litestar[jinja]>=2", "Jinja2>=3.1"]) == {"h11"}


GOOD_AND_BAD: list[tuple[Rule, str, str, str]] = [
    (module_length, "events_app/a.py", "x = 1\n" * 400, "x = 1\n" * 401),
    (module_length, "tests/test_a.py", "x = 1\n" * 600, "x = 1\n" * 601),
    (function_length, "events_app/a.py", "def f():\n" + " 1\n" * 39, "async def f():\n" + " 1\n" * 40),
    (
        doors_only_read,
        "events_app/web/fairs.py",
        "from events_app.storage import fairs\nfairs.list_open()\nfairs.get(1)\nfairs.Page(2)",
        "from events_app.storage import fairs\nfairs.set_status(1)",
    ),
    (
        doors_only_read,
        "events_app/api/fairs.py",
        "from events_app.storage.fairs import count_open, find",
        "from events_app.storage.fairs import add",
    ),
    (
        doors_only_read,
        "events_app/feeds/fairs.py",
        "import events_app.storage.fairs as kept\nkept.get_by_slug(1)",
        "import events_app.storage.fairs\nevents_app.storage.fairs.remove_all()",
    ),
    (
        clock_stays_at_the_doors,
        "events_app/actions/fairs.py",
        "from datetime import date\ndate(2026, 1, 1)\ncalendar.today",
        "from datetime import datetime as moment\nmoment.now(tz=UTC)",
    ),
    (
        clock_stays_at_the_doors,
        "events_app/edge/paging.py",
        "import datetime\ndatetime.date.fromisoformat('2026-01-01')",
        "import datetime\ndatetime.date.today()",
    ),
    (environment_stays_in_settings, "events_app/app.py", "import os\nos.cpu_count()", "import os\nos.environ['PORT']"),
    (environment_stays_in_settings, "events_app/app.py", "from os import sep", "from os import getenv"),
    (domain_is_standard_library, "events_app/domain/fairs.py", "import datetime", "import babel.dates"),
    (
        domain_is_standard_library,
        "events_app/domain/fairs.py",
        "from events_app.domain.texts import Text",
        "from events_app.storage import fairs",
    ),
    (no_registry_address, "README.md", "https://www.example.org/pypi/", f"see https://{'pypi'}.org/project/x"),
    (no_registry_address, "a.lock", "anyio==4.0", f'"resolved": "https://registry.{"npmjs"}.org/a.tgz"'),
]


@pytest.mark.parametrize(("rule", "path", "good", "bad"), GOOD_AND_BAD)
def test_a_rule_takes_the_good_and_finds_the_bad(rule: Rule, path: str, good: str, bad: str) -> None:
    assert rule(path, good) == []
    assert len(rule(path, bad)) == 1


def test_a_name_that_says_nothing_is_found_in_files_and_folders() -> None:
    assert file_names("events_app/domain/texts.py", "") == []
    assert file_names("events_app/domain/utils.py", "") == ["events_app/domain/utils.py: utils says nothing"]
    assert file_names("events_app/common/texts.py", "") == ["events_app/common/texts.py: common says nothing"]


def test_a_page_module_without_tests_is_found() -> None:
    tested = ["events_app/web/__init__.py", "events_app/web/home.py", "tests/web/test_home.py"]

    assert pages_without_tests(tested) == []
    assert pages_without_tests(tested[:2]) == ["web/home.py wants tests/web/test_home.py"]


def test_clock_is_free_at_the_doors_and_the_roof() -> None:
    source = "from datetime import datetime\ndatetime.now(tz=UTC)"

    assert clock_stays_at_the_doors("events_app/web/home.py", source) == []
    assert clock_stays_at_the_doors("events_app/cli.py", source) == []
    assert clock_stays_at_the_doors("events_app/storage/home.py", source) != []
