"""`match_ways.protection` for all pairs at once."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from events_app.domain import match_ways as ways
from events_app.domain.intellectual_property import UNREGISTERED, IpKind, IpRight
from events_app.domain.match_facts import REGIONAL_OFFICES, Treaty
from events_app.domain.match_grounds import Ground

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def protection(ground: Ground) -> Floats:
    """O x C: the best right of each offer at each partner; NaN where an offer names none that has not ended."""
    columns = {partner.code: column for column, partner in enumerate(ground.partners)}
    members = {
        treaty: np.array([treaty in partner.treaties for partner in ground.partners], dtype=bool) for treaty in Treaty
    }
    if Treaty.MADRID not in ground.home.treaties:
        members[Treaty.MADRID] = np.zeros(len(ground.partners), dtype=bool)
    known: dict[IpRight, Floats] = {}
    found = np.full((len(ground.supplies), len(ground.partners)), np.nan)
    for row, supply in enumerate(ground.supplies):
        for right in supply.ip_rights:
            if right.expires_on is not None and right.expires_on < ground.today:
                continue
            if right not in known:
                known[right] = _reach(right, columns, members, ground.today)
            found[row] = np.fmax(found[row], known[right])
    return found


def _reach(right: IpRight, columns: dict[str, int], members: dict[Treaty, Bools], today: date) -> Floats:
    """C: what one right is worth at each partner; `match_ways.reach_of`."""
    if right.kind in UNREGISTERED:
        return np.full(len(columns), ways.BY_LAW if right.kind is IpKind.COPYRIGHT else ways.BY_CONTRACT)
    values = _extendable(right, members, len(columns), today)
    is_granted = right.is_in_force(today)
    office = REGIONAL_OFFICES.get(right.office)
    if office is not None:
        values[members[office]] = ways.REGIONAL if is_granted else ways.APPLIED_FOR
    there = [columns[code] for code in {*right.countries, right.office} if code in columns]
    values[there] = ways.HELD if is_granted else ways.APPLIED_FOR
    return values


def _extendable(right: IpRight, members: dict[Treaty, Bools], size: int, today: date) -> Floats:
    is_mark = right.kind in ways.MARKS
    age = today - right.filed_on if right.filed_on else None
    if age is not None and age <= (ways.MARK_PRIORITY if is_mark else ways.PATENT_PRIORITY):
        return np.full(size, ways.PRIORITY_OPEN)
    values = np.full(size, ways.AT_HOME_ONLY)
    if right.kind is IpKind.TRADE_MARK:
        values[members[Treaty.MADRID]] = ways.MADRID_OPEN
    if right.office in ways.PCT_OFFICE and not is_mark and age is not None and age <= ways.PCT_TIME:
        values[members[Treaty.PCT]] = ways.PCT_OPEN
    return values
