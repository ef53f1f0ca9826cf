"""Days off of a country or region: weekends, public holidays and the long weekends that they make together.

Which days are holidays is known to `reference.public_holidays`, which days are weekends to `reference.weekends`; what
days off mean to a planned edition is told by `domain.conflicts`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from events_app.domain.exhibitions import Days
from events_app.domain.texts import Text

MARGIN = timedelta(days=14)
"""Days off around a window must be known this far, so that a long weekend over its edge is seen whole."""
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday, on one day, of a country or region as a whole."""

    country: str
    day: date
    name: Text


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in a row: a holiday of several days, or a long weekend with the name of its first holiday."""

    days: Days
    name: Text


@dataclass(frozen=True)
class DaysOff:
    """The days off of one country or region; `weekend` are days of the week, Monday is 0.

    `holidays` cover the window in question and MARGIN on both sides; None where no holidays are known at all.
    """

    country: str
    weekend: Collection[int]
    holidays: tuple[Holiday, ...] | None = ()

    @cached_property
    def _names(self) -> dict[date, Text]:
        return {holiday.day: holiday.name for holiday in self.holidays or ()}

    def is_off(self, day: date) -> bool:
        """Whether most people do not work."""
        return day.weekday() in self.weekend or day in self._names

    def holidays_in(self, first: date, last: date) -> tuple[Spell, ...]:
        """Holidays from `first` to `last`, both included; days in a row under one name are one spell."""
        spells: list[Spell] = []
        for day in sorted(day for day in self._names if first <= day <= last):
            name = self._names[day]
            if spells and spells[-1].days.last + _ONE == day and spells[-1].name == name:
                spells[-1] = Spell(Days(spells[-1].days.first, day), name)
            else:
                spells.append(Spell(Days(day, day), name))
        return tuple(spells)

    def long_weekends_in(self, first: date, last: date) -> tuple[Spell, ...]:
        """Long weekends that touch `first` to `last`: a weekend, and a holiday beside it or one working day away.

        The bridge day between belongs to them: many take it off.
        """
        return tuple(
            spell
            for spell in self._runs(first - MARGIN, last + MARGIN)
            if spell.days.first <= last and spell.days.last >= first
        )

    def _runs(self, first: date, last: date) -> Iterator[Spell]:
        run: list[date] = []
        for day in (first + _ONE * number for number in range((last - first).days + 2)):
            if day <= last and (self.is_off(day) or self._is_bridge(day)):
                run.append(day)
                continue
            extra = [each for each in run if each in self._names and each.weekday() not in self.weekend]
            if extra and any(each.weekday() in self.weekend for each in run):
                yield Spell(Days(run[0], run[-1]), self._names[extra[0]])
            run = []

    def _is_bridge(self, day: date) -> bool:
        """Whether it is a single working day between a holiday and another day off."""
        before, after = day - _ONE, day + _ONE
        return self.is_off(before) and self.is_off(after) and (before in self._names or after in self._names)
