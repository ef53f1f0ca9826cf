import asyncio
from pathlib import Path

import pytest
from jinja2 import Environment
from polib import POEntry, POFile

from events_app.domain.messages import N_, P_
from events_app.edge.sentences import install_sentences
from events_app.i18n.catalogues import (
    Catalogues,
    current_language,
    filled,
    open_catalogues,
    set_language,
    speaking,
)
from tools.catalogues import PLURAL_FORMS

# What Babel would put into a French catalogue by itself: it knows no form for millions.
TWO_FORMS = "nplurals=2; plural=(n > 1);"


def an_entry(msgid: str, text: str, *, context: str | None = None) -> POEntry:
    return POEntry(msgid=msgid, msgstr=text, msgctxt=context)


def a_count(singular: str, plural: str, *forms: str, context: str | None = None) -> POEntry:
    return POEntry(
        msgid=singular, msgid_plural=plural, msgstr_plural=dict(enumerate(forms)), msgctxt=context, encoding="utf-8"
    )


def write(directory: Path, folder: str, *entries: POEntry, plural_forms: str | None = None) -> None:
    catalogue = POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": plural_forms or PLURAL_FORMS[folder],
    }
    catalogue.extend(entries)
    path = directory / folder / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    catalogue.save_as_mofile(str(path))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    stands = ("%(num)s stand", "%(num)s stands")
    write(
        tmp_path,
        "fr",
        an_entry("Calendar", "Calendrier"),
        an_entry("Until %(day)s", "Jusqu’au %(day)s"),
        an_entry("Cancelled", "Annulé", context="exhibition"),
        an_entry("Cancelled", "Annulée", context="application"),
        a_count(*stands, "%(num)s stand", "%(num)s de stands", "%(num)s stands"),
    )
    write(tmp_path, "zh_Hans", an_entry("Calendar", "日历"), a_count(*stands, "%(num)s个展位"))
    write(tmp_path, "ar", a_count("one", "many", "zero", "one", "two", "few", "many", "other", context="day"))
    write(tmp_path, "ru", a_count("one", "many", "one", "few", "many", context="day"))
    for folder in ("es", "pt"):
        write(tmp_path, folder, a_count("one", "many", "one", "millions", "other", context="day"))
    return tmp_path


@pytest.fixture
def catalogues(directory: Path) -> Catalogues:
    return open_catalogues(directory, ["zh-Hans", "en", "fr", "es", "ru", "ar", "pt"])


def test_a_sentence_is_said_in_the_language_asked_for(catalogues: Catalogues) -> None:
    said = [catalogues.gettext(code, "Calendar") for code in ("fr", "zh-Hans", "en", "es", "tlh")]

    assert said == ["Calendrier", "日历", "Calendar", "Calendar", "Calendar"]


def test_one_english_word_has_a_translation_for_each_context(catalogues: Catalogues) -> None:
    said = [catalogues.pgettext("fr", context, "Cancelled") for context in ("exhibition", "application", "meeting")]

    assert said == ["Annulé", "Annulée", "Cancelled"]


def test_french_counts_zero_as_one_and_says_de_after_a_million(catalogues: Catalogues) -> None:
    said = [
        catalogues.ngettext("fr", "%(num)s stand", "%(num)s stands", count) % {"num": count}
        for count in (0, 1, 2, 999_999, 1_000_000, 1_000_001, 2_000_000)
    ]

    assert said == [
        "0 stand",
        "1 stand",
        "2 stands",
        "999999 stands",
        "1000000 de stands",
        "1000001 stands",
        "2000000 de stands",
    ]


def test_a_million_finds_a_form_under_the_two_forms_that_babel_writes_for_french(tmp_path: Path) -> None:
    write(tmp_path, "fr", a_count("stand", "stands", "stand (fr)", "stands (fr)"), plural_forms=TWO_FORMS)
    catalogues = open_catalogues(tmp_path, ["fr"])

    assert [catalogues.ngettext("fr", "stand", "stands", count) for count in (0, 1, 1_000_000)] == [
        "stand (fr)",
        "stand (fr)",
        "stands (fr)",
    ]


def test_chinese_has_one_form_and_english_two(catalogues: Catalogues) -> None:
    said = [
        catalogues.ngettext(code, "%(num)s stand", "%(num)s stands", count)
        for code in ("zh-Hans", "en")
        for count in (1, 1_000_000)
    ]

    assert said == ["%(num)s个展位", "%(num)s个展位", "%(num)s stand", "%(num)s stands"]


def test_arabic_has_six_forms_and_russian_three(catalogues: Catalogues) -> None:
    counts = (0, 1, 2, 3, 10, 11, 99, 100, 101, 103, 1_000_000)

    assert [catalogues.npgettext("ar", "day", "one", "many", count) for count in counts] == [
        "zero",
        "one",
        "two",
        "few",
        "few",
        "many",
        "many",
        "other",
        "other",
        "few",
        "other",
    ]
    assert [catalogues.npgettext("ru", "day", "one", "many", count) for count in (1, 21, 2, 24, 11, 1_000_000)] == [
        "one",
        "one",
        "few",
        "few",
        "many",
        "many",
    ]


def test_spanish_and_portuguese_differ_over_zero_and_agree_over_millions(catalogues: Catalogues) -> None:
    said = {
        code: [catalogues.npgettext(code, "day", "one", "many", count) for count in (0, 1, 2, 1_000_000)]
        for code in ("es", "pt")
    }

    assert said == {"es": ["other", "one", "other", "millions"], "pt": ["one", "one", "other", "millions"]}


def test_a_message_is_translated_with_its_parameters(catalogues: Catalogues) -> None:
    assert catalogues.translate("fr", N_("Until %(day)s"), day="5 avr.") == "Jusqu’au 5 avr."
    assert catalogues.translate("fr", P_("application", "Cancelled")) == "Annulée"
    assert catalogues.translate("fr", N_("100% of halls")) == "100% of halls"


def test_an_empty_message_stays_empty_and_shows_no_header(catalogues: Catalogues) -> None:
    assert catalogues.gettext("fr", "") == ""
    assert catalogues.translate("fr", P_("", "")) == ""


def test_catalogues_are_read_once(directory: Path) -> None:
    assert open_catalogues(directory, ["fr", "en"]) is open_catalogues(directory, ("fr", "en"))


def test_a_damaged_catalogue_is_seen_at_start_up(directory: Path) -> None:
    (directory / "fr" / "LC_MESSAGES" / "messages.mo").write_bytes(b"not a catalogue")

    with pytest.raises(OSError, match="Bad magic number"):
        open_catalogues(directory, ["fr", "ar"])


def test_speaking_lasts_for_the_block_and_nests() -> None:
    spoken = []
    with speaking("fr"):
        spoken.append(current_language.get())
        with speaking("ar"):
            spoken.append(current_language.get())
        spoken.append(current_language.get())
    spoken.append(current_language.get())

    assert spoken == ["fr", "ar", "fr", "en"]


async def test_interleaved_tasks_do_not_mix_their_languages(catalogues: Catalogues) -> None:
    gettext = catalogues.jinja_callables()["gettext"]

    async def serve(code: str) -> list[str]:
        set_language(code)
        said = []
        for _ in range(3):
            await asyncio.sleep(0)
            said.append(gettext("Calendar"))
        return said

    french, chinese, english = await asyncio.gather(serve("fr"), serve("zh-Hans"), serve("en"))

    assert (french, chinese, english) == (["Calendrier"] * 3, ["日历"] * 3, ["Calendar"] * 3)


def test_templates_speak_the_current_language_and_escape_parameters(catalogues: Catalogues) -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    install_sentences(environment, catalogues)
    page = environment.from_string(
        '{{ _("Until %(day)s", day="<b>") }} · {{ ngettext("%(num)s stand", "%(num)s stands", 1000000) }}'
        ' · {{ pgettext("exhibition", "Cancelled") }} · {{ npgettext("day", "one", "many", 3) }}'
    )

    with speaking("fr"):
        french = page.render()
    with speaking("ar"):
        arabic = page.render()

    assert french == "Jusqu’au &lt;b&gt; · 1000000 de stands · Annulé · many"
    assert arabic == "Until &lt;b&gt; · 1000000 stands · Cancelled · few"


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("Until %(day)s.", "5 апр. 2027 г.", "Until 5 апр. 2027 г."),
        ("Until %(day)s.", "5 Apr 2027", "Until 5 Apr 2027."),
        ("%(day)s, then", "5 апр.", "5 апр., then"),
        ("In %(day)s. By %(day)s", "Acme Ltd.", "In Acme Ltd. By Acme Ltd."),
    ],
)
def test_a_value_that_ends_with_a_full_stop_ends_the_sentence(text: str, value: str, written: str) -> None:
    assert filled(text, {"day": value}) == written
