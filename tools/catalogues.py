"""Keep the catalogues in step with the sources: `update` rewrites them, `check` says what is missing or wrong.

Babel finds the messages (babel.cfg), polib writes the files: no dates and no line numbers, so that a diff shows nothing
but changed sentences. A changed sentence is a new message: nothing is guessed from similar ones. `make` compiles.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
SOURCE_LANGUAGE = "en"
KEYWORDS = DEFAULT_KEYWORDS | {"P_": ((1, "c"), 2)}

# CLDR's plural rules for whole numbers, in CLDR's order (one, few, many, other), as gettext writes them: Babel's own
# table has older rules, and its translation of CLDR's is no C expression for French, Spanish and Portuguese.
_MILLIONS = "n != 0 && n % 1000000 == 0 ? 1 : 2"
PLURAL_FORMS = {
    "ar": (
        "nplurals=6; plural=n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2"
        " : n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5;"
    ),
    "en": "nplurals=2; plural=n != 1;",
    "es": f"nplurals=3; plural=n == 1 ? 0 : {_MILLIONS};",
    "fr": f"nplurals=3; plural=n == 0 || n == 1 ? 0 : {_MILLIONS};",
    "pt": f"nplurals=3; plural=n == 0 || n == 1 ? 0 : {_MILLIONS};",
    "ru": (
        "nplurals=3; plural=n % 10 == 1 && n % 100 != 11 ? 0"
        " : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2;"
    ),
    "zh_Hans": "nplurals=1; plural=0;",
}

_PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\)[a-z]|%)")
_COUNTS = frozenset({"count", "num"})  # "one day" may leave out its number


def catalogue_path(locale: str) -> Path:
    """Where the words of `locale` lie."""
    return LOCALES / locale / "LC_MESSAGES" / "messages.po"


def extracted(root: Path) -> polib.POFile:
    """Return the messages that the sources under `root` mark, sorted, as a template without words."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]  # Babel types the rest
    found = Catalog()
    for name, _, words, comments, context in extract_from_dir(
        root, methods, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(words, locations=[(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    template = polib.POFile(wrapwidth=0)
    template.metadata = _header("")
    for message in found:
        if message.id:
            singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
            template.append(
                polib.POEntry(
                    msgid=singular,
                    msgid_plural=plural,
                    msgstr_plural={0: "", 1: ""} if plural else {},
                    msgctxt=message.context,
                    comment="\n".join(message.auto_comments),
                    occurrences=[(name, "") for name in sorted({name for name, _ in message.locations})],
                    flags=sorted(message.flags),
                )
            )
    template.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return template


def merged(template: polib.POFile, old: polib.POFile | None, locale: str) -> polib.POFile:
    """Return the messages of `template` with the words of `old`; the source language gets the messages themselves."""
    new = polib.POFile(wrapwidth=0)
    new.metadata = dict(old.metadata) if old else _header(locale)
    forms = range(plural_count(new))
    kept = {_key(entry): entry for entry in old or [] if not entry.obsolete}
    for entry in template:
        words = kept.get(_key(entry))
        fresh = polib.POEntry(
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            msgctxt=entry.msgctxt,
            comment=entry.comment,
            occurrences=entry.occurrences,
            tcomment=words.tcomment if words else "",
            flags=[*entry.flags, *(["fuzzy"] if words and words.fuzzy else [])],
        )
        if locale == SOURCE_LANGUAGE:
            fresh.msgstr = "" if entry.msgid_plural else entry.msgid
            fresh.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural} if entry.msgid_plural else {}
        elif entry.msgid_plural:
            fresh.msgstr_plural = {form: words.msgstr_plural.get(form, "") if words else "" for form in forms}
        else:
            fresh.msgstr = words.msgstr if words else ""
        new.append(fresh)
    return new


def plural_count(catalogue: polib.POFile) -> int:
    """Return how many plural forms the header of `catalogue` declares."""
    declared = re.match(r"nplurals=(\d+);", catalogue.metadata["Plural-Forms"])
    if declared is None:
        raise ValueError("Plural-Forms does not start with nplurals=…")
    return int(declared[1])


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """Say what is wrong with the words of one message: none, a guess, or other placeholders than the message has."""
    if entry.fuzzy:
        yield "is fuzzy"
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    optional = _COUNTS if entry.msgid_plural else frozenset()
    for words in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
        has = placeholders(words)
        if not words.strip():
            yield "has no words"
        elif not wanted - optional <= has <= wanted:
            yield f"has placeholders {sorted(has)}, not {sorted(wanted)}"


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the `%(name)s` in `text`."""
    return frozenset(match["name"] for match in _PLACEHOLDER.finditer(text) if match["name"])


def update() -> int:
    """Rewrite the template and all catalogues; return how many sentences still want words."""
    template = extracted(ROOT)
    _write(TEMPLATE, str(template))
    missing = 0
    for locale in PLURAL_FORMS:
        path = catalogue_path(locale)
        catalogue = merged(template, polib.pofile(str(path)) if path.exists() else None, locale)
        _write(path, str(catalogue))
        without = sum(1 for entry in catalogue if "has no words" in faults_of(entry))
        print(f"{locale}: {len(catalogue)} messages, {without} without words")
        missing += without
    return missing


def faults() -> Iterator[str]:
    """Say everything that is wrong with the catalogues as they lie on disk."""
    template = extracted(ROOT)
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != f"{template}\n":
        yield "locales/messages.pot is not what the sources say: run `make messages`"
    for locale in PLURAL_FORMS:
        path = catalogue_path(locale)
        if not path.exists():
            yield f"{locale}: no catalogue: run `make messages`"
            continue
        catalogue = polib.pofile(str(path))
        if path.read_text(encoding="utf-8") != f"{merged(template, catalogue, locale)}\n":
            yield f"{locale}: not in step with the sources: run `make messages`"
        yield from (f"{locale}: {entry.msgid!r} {fault}" for entry in catalogue for fault in faults_of(entry))
        checked = subprocess.run(
            ["msgfmt", "--check", "--output-file=/dev/null", str(path)], capture_output=True, text=True, check=False
        )
        yield from (f"{locale}: msgfmt: {line}" for line in checked.stderr.splitlines())


def main(arguments: Iterable[str]) -> int:
    """Run one of the two commands; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.catalogues", description=__doc__)
    parser.add_argument("command", choices=["update", "check"])
    if parser.parse_args(list(arguments)).command == "update":
        update()
        return 0
    found = list(faults())
    print("\n".join(found) if found else f"catalogues complete in {len(PLURAL_FORMS)} languages")
    return 1 if found else 0


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def _header(locale: str) -> dict[str, str]:
    header = {
        "Project-Id-Version": "events-app",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if locale:
        header |= {
            "PO-Revision-Date": "2026-11-23 00:00+0000",
            "Last-Translator": "events-app",
            "Language-Team": locale,
            "Plural-Forms": PLURAL_FORMS[locale],
        }
    return header


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
