"""What programs write and read of goods that companies send to an edition."""

from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field

from events_app.api.fields import WITHOUT_NUL, CountryCode, Model, Money, Slug, checked, filled, one_line
from events_app.domain.goods import LONGEST_DESCRIPTION, LONGEST_SERIAL, MOST_GRAMS, MOST_PIECES, Item, hs_code_of
from events_app.domain.messages import N_

LONGEST_CODE: Final = 20


class GoodsList(StrEnum):
    """Which list is read."""

    FREIGHT = "freight"
    CARNET = "carnet"


def _code(text: str) -> str:
    return checked(lambda: hs_code_of(text))


class ItemBody(Model):
    """A kind of goods; weight and value are those of all its pieces together."""

    description: Annotated[str, Field(max_length=LONGEST_DESCRIPTION, pattern=WITHOUT_NUL), one_line, filled]
    pieces: int = Field(ge=1, le=MOST_PIECES)
    weight_g: int = Field(ge=0, le=MOST_GRAMS)
    value: Money
    hs_code: Annotated[str, Field(max_length=LONGEST_CODE, pattern=r"^[0-9. ]*$"), AfterValidator(_code)] = ""
    origin: CountryCode
    serial: Annotated[str, Field(max_length=LONGEST_SERIAL, pattern=WITHOUT_NUL), one_line] = ""
    is_returning: bool = Field(default=True, description=N_("Whether it returns, and so stands on the carnet.").id)

    @property
    def fields(self) -> dict[str, Any]:
        """As they are kept."""
        names = ("description", "pieces", "weight_g", "hs_code", "origin", "serial", "is_returning")
        return {name: getattr(self, name) for name in names} | {"value": self.value.kept}

    @classmethod
    def of(cls, item: Item) -> "ItemBody":
        """Goods as a program would write them."""
        names = ("description", "pieces", "weight_g", "hs_code", "origin", "serial", "is_returning")
        return cls.model_construct(**{name: getattr(item, name) for name in names}, value=Money.of(item.value))


class NewItem(ItemBody):
    """Goods of a company that takes part."""

    company: Slug


class ItemView(ItemBody):
    """Goods on a list; `number` is the place there, without a gap in either list."""

    id: UUID
    exhibition: str
    company: str
    number: int
    version: int


class GoodsTotal(Model):
    """What a company sends, in one currency; currencies are never added up together."""

    company: str
    kinds: int
    returning_kinds: int
    pieces: int
    weight_g: int
    value: Money
