"""What the authority decides about countries and regions."""

from piccolo.columns import BigInt, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class CountryPolicy(Table, tablename="country_policy"):
    """Decisions about one country or region."""

    code = Varchar(length=2, primary_key=True)
    names = Text()
    memberships = Text()
    priority = Integer(null=True, default=None)
    focus_since = Date(null=True, default=None)
    focus_until = Date(null=True, default=None)
    focus_reason = Text()
    note = Text()
    modified_at = Timestamptz()
    version = Integer()


class DevelopmentRule(Table, tablename="development_rule"):
    """One row: where the line between developed and developing runs."""

    id = Integer(primary_key=True)
    body = Text()
    version = Integer()


class PolicyState(Table, tablename="policy_state"):
    """One row: how many times decisions have changed."""

    id = Integer(primary_key=True)
    version = BigInt()
