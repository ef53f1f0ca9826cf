"""People, organisations, sign-ins and API tokens."""

from piccolo.columns import UUID, BigInt, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Organisation(Table, tablename="organisation"):
    """The authority, organising units, exporters and partner organisations."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    kind = Varchar(length=16)
    name = Text()
    country = Varchar(length=2)
    email = Text()
    needs_approval = Boolean()
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
    version = Integer()


class Person(Table, tablename="person"):
    """People with an account, and what they sign in with."""

    id = UUID(primary_key=True)
    email = Varchar(length=254, unique=True)
    name = Varchar(length=200)
    language = Varchar(length=16)
    zone = Varchar(length=64)
    password_hash = Text()
    totp_secret = Text()
    is_totp_confirmed = Boolean()
    last_step = BigInt()
    recovery_digests = Text()
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
    anonymised_at = Timestamptz(null=True, default=None)
    version = Integer()


class Membership(Table, tablename="membership"):
    """What people are in organisations."""

    id = UUID(primary_key=True)
    person = ForeignKey(references=Person, index=True)
    organisation = ForeignKey(references=Organisation, index=True)
    role = Varchar(length=32)
    languages = Text()
    created_at = Timestamptz()


class SignInSession(Table, tablename="sign_in_session"):
    """Browsers that are signed in."""

    token_digest = Varchar(length=64, primary_key=True)
    person = ForeignKey(references=Person, index=True)
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    is_complete = Boolean()
    device = Text()


class SingleUseLink(Table, tablename="single_use_link"):
    """Links of invitations and password resets."""

    token_digest = Varchar(length=64, primary_key=True)
    purpose = Varchar(length=16)
    email = Varchar(length=254)
    person = ForeignKey(references=Person, null=True, default=None, index=True)
    organisation = ForeignKey(references=Organisation, null=True, default=None, index=True)
    role = Varchar(length=32)
    languages = Text()
    language = Varchar(length=16)
    created_by = UUID(null=True, default=None)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class Registration(Table, tablename="registration"):
    """Links with which companies register themselves."""

    token_digest = Varchar(length=64, primary_key=True)
    email = Varchar(length=254)
    language = Varchar(length=16)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class Brake(Table, tablename="brake"):
    """Failed attempts, by what they were made on."""

    key = Varchar(length=200, primary_key=True)
    failures = Integer()
    since = Timestamptz()
    blocked_until = Timestamptz(null=True, default=None)


class ApiToken(Table, tablename="api_token"):
    """Tokens with which programs use the API in a person's name."""

    id = UUID(primary_key=True)
    person = ForeignKey(references=Person, index=True)
    name = Text()
    token_digest = Varchar(length=64, unique=True)
    scopes = Text()
    created_at = Timestamptz()
    expires_at = Timestamptz(null=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class PrivateFeed(Table, tablename="private_feed"):
    """Private feeds of people, the revoked ones too."""

    id = UUID(primary_key=True)
    token_digest = Varchar(length=64, unique=True)
    person = ForeignKey(references=Person)
    kind = Varchar(length=16)
    name = Text()
    query = Text()
    unit = ForeignKey(references=Organisation, null=True)
    company = ForeignKey(references=Organisation, null=True)
    created_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
