"""What an installation can set: one frozen dataclass, read once from the environment.

Every variable is a field with its name, default and meaning in `VARIABLES`; `events-app doctor` prints and checks
them. This is the only room that reads the environment, and the only one that knows where shipped files lie.
"""

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events_app.domain.approvals import KINDS as APPROVAL_KINDS
from events_app.domain.languages import LANGUAGES

PACKAGE = Path(__file__).resolve().parent
COUNTRY_CODE_LETTERS = 2
HIGHEST_PORT = 65_535
# Language -> country or region code -> name, as readers need them; the variable is written the other way round.
Overrides = Mapping[str, Mapping[str, str]]


class SettingsInvalid(Exception):  # noqa: N818 - the list of faults is the answer, not an accident
    """One or more variables cannot be used; `faults` maps the variable to what is wrong and what would be right."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Keep the faults by variable."""
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, its default as text (None: required), what it means, whether it is shown."""

    name: str
    default: str | None
    meaning: str
    is_secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("HOST", "127.0.0.1", "address to listen on"),
    Variable("PORT", "8000", "port to listen on"),
    Variable("WORKERS", "1", "server processes; more than one needs PostgreSQL or one machine's SQLite file"),
    Variable("DATA_DIR", "var", "folder of the SQLite file and other data of this installation"),
    Variable("DATABASE_URL", "", "postgresql://… for PostgreSQL; empty: SQLite in DATA_DIR"),
    Variable("BASE_URL", "", "public address, for example https://fairs.example; empty: http://HOST:PORT"),
    Variable("UID_DOMAIN", "events.invalid", "right side of the UIDs of entries: set it once, never change it"),
    Variable("HOME_COUNTRY", None, "ISO 3166-1 code of the authority's country: what is held there is domestic"),
    Variable("SEPARATE_REGIONS", "", "codes that count as neither domestic nor overseas, by comma"),
    Variable("EMBARGO", "", "codes that no offer is matched with, by comma"),
    Variable("HOME_ZONE", "UTC", "IANA time zone of the authority, for the clock on the pages"),
    Variable("AUTHORITY_NAME", "Trade Promotion Authority", "name, or JSON by language: {'en': '…', 'fr': '…'}"),
    Variable("AUTHORITY_EMAIL", "", "address for questions and corrections, shown on the pages"),
    Variable("AUTHORITY_ADDRESS", "", "postal address at the head of letters, its lines parted by |"),
    Variable("LANGUAGES", "zh-Hans,en,fr,es,ru,ar,pt", "interface languages offered, in this order"),
    Variable("DEFAULT_LANGUAGE", "en", "language of a reader whose browser asks for none that is offered"),
    Variable("COUNTRY_NAMES", "{}", "JSON: country or region code -> language -> name, in place of CLDR's"),
    Variable("REGISTRATION", "open", "open: companies register themselves; or invitation"),
    Variable("SECOND_FACTOR", "optional", "authority: roles of the authority need one-time codes; or optional"),
    Variable("APPROVAL_FOR", "overseas", "kinds of editions that wait for an approval, by comma"),
    Variable("SMTP_HOST", "", "server that mails are given to; empty: they are written into DATA_DIR/mail"),
    Variable("SMTP_PORT", "587", "its port"),
    Variable("SMTP_USER", "", "account at the server; empty: nobody logs in"),
    Variable("SMTP_PASSWORD", "", "password of that account", is_secret=True),
    Variable("SMTP_SECURITY", "starttls", "starttls, tls (from the first byte on) or none"),
    Variable("MAIL_FROM", "", "address that mails come from; empty: AUTHORITY_EMAIL"),
    Variable("WORKER", "inside", "inside: the server sends mails itself; apart: `events-app worker` does"),
    Variable("PUBLISH_LANGUAGES", "", "languages in which an edition must be complete before it is published"),
    Variable("LOG_FORMAT", "console", "console or json"),
    Variable("LOG_LEVEL", "info", "debug, info, warning or error"),
    Variable("MAX_BODY_BYTES", "1048576", "largest request body taken"),
    Variable("MAX_UPLOAD_BYTES", "10485760", "largest document taken"),
    Variable("REGISTRATION_DAYS", "60", "days after a technology contract takes effect in which it is registered"),
    Variable("FETCH_NETWORKS", "", "networks beside public addresses that calendars are fetched from: 10.1.0.0/16, …"),
    Variable("SECRETS_KEY", "", "keys of passport data, by comma, the newest first; empty: none taken", is_secret=True),
    Variable("REMINDER_DAYS", "14", "days before a deadline of a traveller when a reminder is sent"),
    Variable("PASSPORT_DAYS", "90", "days after the end of an edition when passport data are erased"),
    Variable("REQUESTS_PER_MINUTE", "600", "requests one address may make in a minute; 0: no limit"),
)
KEY_BYTES = 32
SMTP_SECURITIES = ("starttls", "tls", "none")
WORKER_PLACES = ("inside", "apart")
LOG_FORMATS = ("console", "json")
REGISTRATIONS = ("open", "invitation")
SECOND_FACTORS = ("optional", "authority")
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation has set; field names are the variables in lower case."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    data_dir: Path = Path("var")
    database_url: str = ""
    base_url: str = ""
    uid_domain: str = "events.invalid"
    home_country: str
    separate_regions: frozenset[str] = frozenset()
    embargo: frozenset[str] = frozenset()
    home_zone: str = "UTC"
    authority_name: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({"en": "Trade Promotion Authority"})
    )
    authority_email: str = ""
    authority_address: tuple[str, ...] = ()
    languages: tuple[str, ...] = tuple(LANGUAGES)
    default_language: str = "en"
    country_names: Overrides = field(default_factory=lambda: MappingProxyType({}))
    second_factor: str = "optional"
    registration: str = "open"
    approval_for: tuple[str, ...] = ("overseas",)
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_security: str = "starttls"
    mail_from: str = ""
    worker: str = "inside"
    publish_languages: tuple[str, ...] = ()
    log_format: str = "console"
    log_level: str = "info"
    max_body_bytes: int = 1_048_576
    max_upload_bytes: int = 10_485_760
    registration_days: int = 60
    secrets_keys: tuple[str, ...] = field(default=(), repr=False)
    passport_days: int = 90
    reminder_days: int = 14
    requests_per_minute: int = 600
    fetch_networks: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Public address without a trailing slash."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return self.base_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether readers come by https, so that HSTS may be sent."""
        return self.address.startswith("https://")

    @property
    def storage_url(self) -> str:
        """Where the data lie: DATABASE_URL, or the SQLite file in DATA_DIR."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'events.sqlite').resolve()}"

    @property
    def mail_sender(self) -> str:
        """Address that mails come from."""
        return self.mail_from or self.authority_email or f"calendar@{self.uid_domain}"

    def authority(self, language: str) -> str:
        """Return the authority's name for a reader of `language`: theirs, English, or any."""
        names = self.authority_name
        return names.get(language) or names.get("en") or next(iter(names.values()))


def resource_dir(name: str) -> Path:
    """Folder of shipped files (templates, locales, migrations): inside a wheel, or at the top of a checkout."""
    shipped = PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


def environment() -> Mapping[str, str]:
    """Return the process's environment, for the roof."""
    return MappingProxyType(dict(os.environ))


def put_defaults(profile: Mapping[str, str]) -> None:
    """Set the variables of a profile that the environment leaves unset or empty, for the server's worker processes."""
    for name, value in profile.items():
        if not os.environ.get(name, "").strip():
            os.environ[name] = value


def read(environ: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    `defaults` (the profile of a demonstration, say) stand in for variables that the environment leaves unset or
    empty. Raises SettingsInvalid with every fault at once.
    """
    profile = defaults or {}
    raw = {v.name: environ.get(v.name, "").strip() or profile.get(v.name, v.default or "") for v in VARIABLES}
    reader = _Reader(raw)
    settings = Settings(
        host=raw["HOST"],
        port=reader.number("PORT", 1, HIGHEST_PORT),
        workers=reader.number("WORKERS", 1, 256),
        data_dir=Path(raw["DATA_DIR"]),
        database_url=reader.database_url("DATABASE_URL"),
        base_url=reader.base_url("BASE_URL"),
        uid_domain=raw["UID_DOMAIN"],
        home_country=reader.country("HOME_COUNTRY"),
        separate_regions=frozenset(reader.codes("SEPARATE_REGIONS")),
        embargo=frozenset(reader.codes("EMBARGO")),
        home_zone=reader.zone("HOME_ZONE"),
        **_authority(reader),
        languages=reader.languages("LANGUAGES"),
        default_language=raw["DEFAULT_LANGUAGE"],
        country_names=reader.overrides("COUNTRY_NAMES"),
        **_policies(reader),
        **_mail(reader),
        worker=reader.choice("WORKER", WORKER_PLACES),
        log_format=reader.choice("LOG_FORMAT", LOG_FORMATS),
        log_level=reader.choice("LOG_LEVEL", LOG_LEVELS),
        registration_days=reader.number("REGISTRATION_DAYS", 1, 3_650),
        secrets_keys=reader.keys("SECRETS_KEY"),
        passport_days=reader.number("PASSPORT_DAYS", 1, 3_650),
        reminder_days=reader.number("REMINDER_DAYS", 0, 365),
        **_limits(reader),
    )
    _check_together(settings, reader.faults)
    if reader.faults:
        raise SettingsInvalid(reader.faults)
    return settings


def _authority(reader: "_Reader") -> dict[str, Any]:
    """Who the authority is."""
    return {
        "authority_name": reader.names("AUTHORITY_NAME"),
        "authority_email": reader.raw["AUTHORITY_EMAIL"],
        "authority_address": tuple(line.strip() for line in reader.raw["AUTHORITY_ADDRESS"].split("|") if line.strip()),
    }


def _policies(reader: "_Reader") -> dict[str, Any]:
    """How the authority works."""
    return {
        "registration": reader.choice("REGISTRATION", REGISTRATIONS),
        "second_factor": reader.choice("SECOND_FACTOR", SECOND_FACTORS),
        "approval_for": reader.some_of("APPROVAL_FOR", APPROVAL_KINDS),
        "publish_languages": reader.some_of("PUBLISH_LANGUAGES", frozenset(LANGUAGES)),
    }


def _limits(reader: "_Reader") -> dict[str, Any]:
    """How much is taken."""
    return {
        "max_body_bytes": reader.number("MAX_BODY_BYTES", 1024, 1 << 30),
        "max_upload_bytes": reader.number("MAX_UPLOAD_BYTES", 1024, 1 << 30),
        "requests_per_minute": reader.number("REQUESTS_PER_MINUTE", 0, 1_000_000),
        "fetch_networks": reader.networks("FETCH_NETWORKS"),
    }


def _mail(reader: "_Reader") -> dict[str, Any]:
    return {
        "smtp_host": reader.raw["SMTP_HOST"],
        "smtp_port": reader.number("SMTP_PORT", 1, HIGHEST_PORT),
        "smtp_user": reader.raw["SMTP_USER"],
        "smtp_password": reader.raw["SMTP_PASSWORD"],
        "smtp_security": reader.choice("SMTP_SECURITY", SMTP_SECURITIES),
        "mail_from": reader.mailbox("MAIL_FROM"),
    }


def _check_together(settings: Settings, faults: dict[str, str]) -> None:
    if settings.languages and settings.default_language not in settings.languages:
        faults["DEFAULT_LANGUAGE"] = f"must be one of LANGUAGES: {', '.join(settings.languages)}"
    if settings.smtp_host and not (settings.mail_from or settings.authority_email):
        faults["MAIL_FROM"] = "must be set where SMTP_HOST is, or AUTHORITY_EMAIL"


class _Reader:
    """Converts variables one by one and collects what is wrong with each."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self.raw = raw
        self.faults: dict[str, str] = {}

    def number(self, name: str, least: int, most: int) -> int:
        value = self.raw[name]
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            self.faults[name] = f"must be a whole number from {least} to {most}"
            return least
        return int(value)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        if self.raw[name] not in allowed:
            self.faults[name] = f"must be one of: {', '.join(allowed)}"
        return self.raw[name]

    def some_of(self, name: str, allowed: frozenset[str]) -> tuple[str, ...]:
        values = tuple(part.strip() for part in self.raw[name].split(",") if part.strip())
        if not set(values) <= allowed:
            self.faults[name] = f"must be some of: {', '.join(sorted(allowed))}"
        return values

    def mailbox(self, name: str) -> str:
        value = self.raw[name]
        local, _, domain = value.partition("@")
        if value and (not local or not domain or re.search(r"[\s<>\"(),;]|@.*@", value)):
            self.faults[name] = "must be one address, for example calendar@fairs.example"
        return value

    def database_url(self, name: str) -> str:
        value = self.raw[name]
        if value and not value.startswith(("postgresql://", "postgres://", "sqlite:///")):
            self.faults[name] = "must begin with postgresql:// or sqlite:/// (four slashes for an absolute path)"
        return value

    def base_url(self, name: str) -> str:
        value = self.raw[name].rstrip("/")
        if value and not value.startswith(("http://", "https://")):
            self.faults[name] = "must begin with http:// or https://"
        return value

    def country(self, name: str) -> str:
        value = self.raw[name].upper()
        if len(value) != COUNTRY_CODE_LETTERS or not value.isalpha():
            self.faults[name] = "must be set to a two-letter ISO 3166-1 code, for example BR"
        return value

    def codes(self, name: str) -> tuple[str, ...]:
        codes = tuple(part.strip().upper() for part in self.raw[name].split(",") if part.strip())
        if any(len(code) != COUNTRY_CODE_LETTERS or not code.isalpha() for code in codes):
            self.faults[name] = "must be two-letter ISO 3166-1 codes, parted by commas"
        return codes

    def networks(self, name: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in self.raw[name].split(",") if part.strip())
        try:
            for each in names:
                ip_network(each)
        except ValueError:
            self.faults[name] = "must be networks such as 10.1.0.0/16 or fd00::/8, parted by commas"
        return names

    def keys(self, name: str) -> tuple[str, ...]:
        keys = tuple(part.strip() for part in self.raw[name].split(",") if part.strip())
        try:
            is_good = all(len(base64.b64decode(key, altchars=b"-_", validate=True)) == KEY_BYTES for key in keys)
        except ValueError:
            is_good = False
        if not is_good:
            self.faults[name] = "must be keys of 32 bytes in URL-safe base64, parted by commas"
            return ()
        return keys

    def zone(self, name: str) -> str:
        try:
            ZoneInfo(self.raw[name])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.faults[name] = "must be an IANA time zone, for example America/Sao_Paulo"
        return self.raw[name]

    def languages(self, name: str) -> tuple[str, ...]:
        codes = tuple(part.strip() for part in self.raw[name].split(",") if part.strip())
        if not codes or any(code not in LANGUAGES for code in codes):
            self.faults[name] = f"must be some of: {', '.join(LANGUAGES)}"
        return codes

    def names(self, name: str) -> Mapping[str, str]:
        value = self.raw[name]
        if not value.startswith("{"):
            return MappingProxyType({"en": value})
        return MappingProxyType(self._strings(name, self._object(name)) or {"en": ""})

    def overrides(self, name: str) -> Overrides:
        by_language: dict[str, dict[str, str]] = {}
        for code, names in self._object(name).items():
            for language, text in self._strings(name, names).items():
                by_language.setdefault(language, {})[str(code)] = text
        return MappingProxyType({language: MappingProxyType(names) for language, names in by_language.items()})

    def _object(self, name: str) -> dict[str, object]:
        try:
            value = json.loads(self.raw[name])
        except ValueError:
            value = None
        if not isinstance(value, dict):
            self.faults[name] = "must be a JSON object"
            return {}
        return value

    def _strings(self, name: str, value: object) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.faults[name] = "must map language codes to texts"
            return {}
        return {str(key): str(text) for key, text in value.items()}
