"""Kinds of clients, and what of a path may be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.feed_fetches import LONGEST_PATH, ClientFamily, counted_path, family_of

F = ClientFamily
AGENTS = {
    "Google-Calendar-Importer": F.GOOGLE,
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": F.GOOGLE,
    "macOS/14.5 (23F79) dataaccessd/1.0": F.APPLE,
    "iOS/17.5.1 (21F90) dataaccessd/1.0": F.APPLE,
    "Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5.1": F.APPLE,
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17531; Pro)": F.OUTLOOK,
    "Exchange/15.20.7611.16": F.OUTLOOK,
    "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.12.0": F.THUNDERBIRD,
    "ICSx5/2.2.3 (ktor; okhttp/4.12) Android/14": F.DAVX5,
    "DAVx5/4.4.1-ose (dav4jvm; okhttp/4.12.0) Android/14": F.DAVX5,
    "vdirsyncer/0.19.2": F.VDIRSYNCER,
    "Mozilla/5.0 (compatible; Miniflux/2.1.3; +https://miniflux.app)": F.READER,
    "Nextcloud Server Crawler": F.READER,
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0": F.BROWSER,
    "curl/8.5.0": F.UNKNOWN,
    "": F.UNKNOWN,
}


@pytest.mark.parametrize(("agent", "family"), AGENTS.items())
def test_a_client_is_known_by_what_it_calls_itself(agent: str, family: ClientFamily) -> None:
    assert family_of(agent) is family


@given(st.text(max_size=200))
def test_whatever_a_client_calls_itself_has_one_family(agent: str) -> None:
    assert family_of(agent) in ClientFamily
    assert family_of(agent.upper()) is family_of(agent.upper().lower())


@given(st.sampled_from(["agenda", "saved", "unit"]), st.text(alphabet="abcXYZ019-_.", min_size=30, max_size=90))
def test_no_part_of_a_secret_is_counted(kind: str, token: str) -> None:
    assert counted_path(f"{kind}/{token}.ics") == f"{kind}.ics"
    assert token not in counted_path(f"{kind}/{token}")


@given(st.text(max_size=500))
def test_a_counted_path_is_never_long(path: str) -> None:
    assert len(counted_path(path)) <= LONGEST_PATH


def test_a_public_path_is_counted_as_it_is() -> None:
    assert counted_path("exhibitions/hannover-messe-2027.ics") == "exhibitions/hannover-messe-2027.ics"
