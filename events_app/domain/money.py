"""Amounts of money: integer minor units and an ISO 4217 currency, never a float."""

from dataclasses import dataclass

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue

CURRENCY_LETTERS = 3


class CurrencyUnknown(InvalidValue):
    """A currency that is not three capital letters."""

    message = N_("A currency is written as three capital letters, for example EUR.")


@dataclass(frozen=True, slots=True)
class Money:
    """`amount_minor` in the currency's minor unit (cents, fen; yen have none)."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        """Raise CurrencyUnknown unless the currency is three capital ASCII letters."""
        code = self.currency
        if len(code) != CURRENCY_LETTERS or not (code.isascii() and code.isalpha() and code.isupper()):
            raise CurrencyUnknown
