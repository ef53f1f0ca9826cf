"""Settings: read once from the environment, every fault told at once."""

from pathlib import Path

import pytest

from events_app.settings import VARIABLES, Settings, SettingsInvalid, read, resource_dir

HOME = {"HOME_COUNTRY": "BR"}


def test_only_the_home_country_has_to_be_set() -> None:
    assert [variable.name for variable in VARIABLES if variable.default is None] == ["HOME_COUNTRY"]
    assert read(HOME) == Settings(home_country="BR")


def test_the_environment_wins_over_a_profile_and_the_profile_over_defaults() -> None:
    settings = read(
        {"PORT": "9000", "HOME_COUNTRY": " "}, {"PORT": "1", "HOME_COUNTRY": "CN", "HOME_ZONE": "Asia/Shanghai"}
    )

    assert (settings.port, settings.home_country, settings.home_zone) == (9000, "CN", "Asia/Shanghai")


def test_every_fault_is_told_at_once() -> None:
    environ = {
        "PORT": "eighty",
        "BASE_URL": "fairs.example",
        "DATABASE_URL": "mysql://x",
        "HOME_COUNTRY": "Brazil",
        "HOME_ZONE": "Mars/Olympus",
        "LANGUAGES": "en,tlh",
        "DEFAULT_LANGUAGE": "fr",
        "COUNTRY_NAMES": "[]",
        "LOG_FORMAT": "xml",
        "SEPARATE_REGIONS": "HK,Macao",
        "EMBARGO": "XX;YY",
        "AUTHORITY_NAME": "{broken",
    }

    with pytest.raises(SettingsInvalid) as refused:
        read(environ)

    assert set(refused.value.faults) == set(environ)


def test_an_embargo_is_a_list_of_codes_and_empty_unless_it_is_set() -> None:
    assert read(HOME).embargo == frozenset()
    assert read(HOME | {"EMBARGO": "aq, BV,"}).embargo == frozenset({"AQ", "BV"})


def test_names_may_be_one_text_or_texts_by_language() -> None:
    one = read({**HOME, "AUTHORITY_NAME": "Promotora"})
    many = read({**HOME, "AUTHORITY_NAME": '{"pt": "Promotora", "fr": "Agence"}'})

    assert (one.authority("fr"), many.authority("fr"), many.authority("ru")) == ("Promotora", "Agence", "Promotora")


def test_the_public_address_follows_host_and_port_unless_it_is_set() -> None:
    assert read({**HOME, "HOST": "0.0.0.0", "PORT": "81"}).address == "http://127.0.0.1:81"  # noqa: S104
    assert read({**HOME, "HOST": "::1", "PORT": "81"}).address == "http://[::1]:81"
    secure = read({**HOME, "BASE_URL": "https://fairs.example/"})
    assert (secure.address, secure.is_https) == ("https://fairs.example", True)


def test_data_lie_in_the_data_folder_unless_a_server_is_named() -> None:
    assert read({**HOME, "DATA_DIR": "/srv/fairs"}).storage_url == "sqlite:////srv/fairs/events.sqlite"
    assert read({**HOME, "DATABASE_URL": "postgresql://db/fairs"}).storage_url == "postgresql://db/fairs"


@pytest.mark.parametrize("name", ["templates", "locales", "migrations"])
def test_shipped_files_are_found(name: str) -> None:
    assert isinstance(resource_dir(name), Path)
    assert any(resource_dir(name).iterdir())


def test_mails_come_from_an_address_that_is_set() -> None:
    assert read(HOME).mail_sender == "calendar@events.invalid"
    assert read(HOME | {"AUTHORITY_EMAIL": "desk@fairs.example"}).mail_sender == "desk@fairs.example"
    smtp = {"SMTP_HOST": "mx.example", "AUTHORITY_EMAIL": "desk@fairs.example", "MAIL_FROM": "calendar@fairs.example"}
    assert read(HOME | smtp).mail_sender == "calendar@fairs.example"


def test_faults_of_the_mail_server_are_told() -> None:
    environ = {"SMTP_PORT": "0", "SMTP_SECURITY": "ssl", "MAIL_FROM": "a@b@c.example", "WORKER": "outside"}

    with pytest.raises(SettingsInvalid) as refused:
        read(HOME | environ)
    with pytest.raises(SettingsInvalid) as without_sender:
        read(HOME | {"SMTP_HOST": "mx.example"})

    assert set(refused.value.faults) == set(environ)
    assert set(without_sender.value.faults) == {"MAIL_FROM"}


def test_the_password_of_the_mail_server_is_not_printed() -> None:
    assert "s3cret" not in repr(read(HOME | {"SMTP_PASSWORD": "s3cret"}))


def test_names_of_countries_are_written_by_code_and_read_by_language() -> None:
    names = '{"BR": {"en": "Federal Brazil", "fr": "Brésil fédéral"}, "DE": {"en": "Federal Germany"}}'

    assert read({"HOME_COUNTRY": "CN", "COUNTRY_NAMES": names}).country_names == {
        "en": {"BR": "Federal Brazil", "DE": "Federal Germany"},
        "fr": {"BR": "Brésil fédéral"},
    }
