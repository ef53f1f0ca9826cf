import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.languages import LANGUAGES
from events_app.i18n.distances import distance_in_days, distance_in_time

DAYS = (-11, -2, -1, 0, 1, 2, 9, 11, 21, 100)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-Hans", "11天前|2天前|昨天|今天|明天|2天后|9天后|11天后|21天后|100天后"),
        ("en", "11 days ago|2 days ago|yesterday|today|tomorrow|in 2 days|in 9 days|in 11 days|in 21 days|in 100 days"),
        (
            "fr",
            (
                "il y a 11 jours|il y a 2 jours|hier|aujourd’hui|demain|dans 2 jours|dans 9 jours|dans 11 jours"
                "|dans 21 jours|dans 100 jours"
            ),
        ),
        (
            "es",
            (
                "hace 11 días|hace 2 días|ayer|hoy|mañana|dentro de 2 días|dentro de 9 días|dentro de 11 días"
                "|dentro de 21 días|dentro de 100 días"
            ),
        ),
        (
            "ru",
            (
                "11 дней назад|2 дня назад|вчера|сегодня|завтра|через 2 дня|через 9 дней|через 11 дней|через 21 день"
                "|через 100 дней"
            ),
        ),
        (
            "ar",
            "قبل 11 يومًا|قبل يومين|أمس|اليوم|غدًا|بعد يومين|بعد 9 أيام|بعد 11 يومًا|بعد 21 يومًا|بعد 100 يوم",
        ),
        ("pt", "há 11 dias|há 2 dias|ontem|hoje|amanhã|em 2 dias|em 9 dias|em 11 dias|em 21 dias|em 100 dias"),
    ],
)
def test_the_distance_of_a_day_is_counted_in_the_grammar_of_the_language(code: str, words: str) -> None:
    assert [distance_in_days(days, code) for days in DAYS] == words.split("|")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-Hans", "2分钟前|现在|20分钟后|1小时后|2小时后|47小时后|2天后"),
        ("en", "2 minutes ago|now|in 20 minutes|in 1 hour|in 2 hours|in 47 hours|in 2 days"),
        ("fr", "il y a 2 minutes|maintenant|dans 20 minutes|dans 1 heure|dans 2 heures|dans 47 heures|dans 2 jours"),
        (
            "es",
            (
                "hace 2 minutos|ahora|dentro de 20 minutos|dentro de 1 hora|dentro de 2 horas|dentro de 47 horas"
                "|dentro de 2 días"
            ),
        ),
        ("ru", "2 минуты назад|сейчас|через 20 минут|через 1 час|через 2 часа|через 47 часов|через 2 дня"),
        ("ar", "قبل دقيقتين|الآن|بعد 20 دقيقة|بعد ساعة واحدة|بعد ساعتين|بعد 47 ساعة|بعد يومين"),
        ("pt", "há 2 minutos|agora|em 20 minutos|em 1 hora|em 2 horas|em 47 horas|em 2 dias"),
    ],
)
def test_the_distance_of_a_moment_is_counted_in_minutes_hours_and_days(code: str, words: str) -> None:
    deltas = [
        dt.timedelta(minutes=-2),
        dt.timedelta(seconds=59),
        dt.timedelta(minutes=20),
        dt.timedelta(minutes=60),
        dt.timedelta(minutes=179),
        dt.timedelta(hours=47, minutes=59),
        dt.timedelta(hours=71),
    ]

    assert [distance_in_time(delta, code) for delta in deltas] == words.split("|")


def test_a_moment_long_past_is_counted_in_whole_days() -> None:
    assert distance_in_time(dt.timedelta(days=-9, hours=-3), "en") == "9 days ago"


@given(st.integers(-4000, 4000), st.sampled_from(sorted(LANGUAGES)))
def test_any_distance_of_three_days_and_more_shows_its_number(days: int, code: str) -> None:
    text = distance_in_days(days, code)

    assert abs(days) <= 2 or str(abs(days)) in text
