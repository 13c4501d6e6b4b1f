"""A missing or wrong setting stops the start with a sentence that names it."""

from pathlib import Path

import pytest

import settings
from settings import SettingsError, load
from storage.vault import Vault

GOOD = {
    "ACCOUNT_SID": "AC1",
    "AUTH_TOKEN": "secret-token",
    "PUBLIC_URL": "https://hotline.example.org/",
    "PHONE_NUMBER": "+15550100000",
    "ENCRYPTION_KEYS": Vault.new_key(),
    "SECRET_KEY": "0123456789abcdef",
}


@pytest.fixture
def environment(monkeypatch):
    for name, value in GOOD.items():
        monkeypatch.setenv(f"BENEFITLINE_{name}", value)
    return monkeypatch


def test_good_settings_are_read(environment):
    settings = load()
    assert settings.public_url == "https://hotline.example.org"
    assert settings.encryption_keys == [GOOD["ENCRYPTION_KEYS"]]


def test_a_file_is_read(monkeypatch, tmp_path):
    file = tmp_path / "benefitline.env"
    file.write_text("".join(f"BENEFITLINE_{name}={value}\n" for name, value in GOOD.items()))
    assert load(file).phone_number == "+15550100000"


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(environment, name):
    environment.delenv(f"BENEFITLINE_{name}")
    with pytest.raises(SettingsError, match=f"^BENEFITLINE_{name} is not set.$"):
        load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "hotline.example.org"),
        ("PHONE_NUMBER", "0155"),
        ("ENCRYPTION_KEYS", "nonsense"),
        ("ENCRYPTION_KEYS", ""),
        ("SECRET_KEY", "short"),
        ("PORT", "99999"),
        ("PORT", "many"),
        ("DEFAULT_LANGUAGE", "xx"),
        ("HANDOFF_NUMBER", "call me"),
        ("MAX_STREAMS", "-1"),
        ("MISSED_CALL_NUMBER", "0155"),
        ("CALL_BACK_HOURS", "always"),
        ("CALL_BACKS_A_DAY", "0"),
        ("TEXT_HOURS", "mon 21:00-08:00"),
        ("DESK_HOURS", "fri-mon 08:00-17:00"),
        ("STAFF_LANGUAGE", "xx"),
        ("HANDOFF_WORKFLOW", "general"),
        ("RESUME_WITHIN", "-1"),
        ("REGISTRY_URL", "registry.example.org"),
        ("REGISTRY_URL", "http://registry.example.org"),
        ("REGISTRY_TOKEN_URL", "ftp://127.0.0.1"),
        ("REGISTRY_PUBLIC_KEY", "nonsense"),
        ("REGISTRY_PUBLIC_KEY", "c2hvcnQ="),
        ("REGISTRY_TIMEOUT", "soon"),
        ("REGISTRY_TIMEOUT", "nan"),
        ("REGISTRY_TIMEOUT", "0"),
        ("REGISTRY_PATIENCE", "3600"),
    ],
)
def test_a_wrong_setting_is_named(environment, name, value):
    environment.setenv(f"BENEFITLINE_{name}", value)
    with pytest.raises(SettingsError, match=f"BENEFITLINE_{name} is wrong"):
        load()


@pytest.mark.parametrize("name", ["CLIENT_ID", "SECRET"])
def test_a_registry_needs_credentials(environment, name):
    for other, value in (("URL", "https://r.example.org/"), ("CLIENT_ID", "us"), ("SECRET", "s")):
        environment.setenv(f"BENEFITLINE_REGISTRY_{other}", value)
    assert load().registry_url == "https://r.example.org"
    environment.setenv(f"BENEFITLINE_REGISTRY_{name}", "")
    with pytest.raises(SettingsError, match=f"REGISTRY_{name} is wrong: must be set where"):
        load()


def test_the_folder_for_data_is_known_without_the_rest(tmp_path, monkeypatch):
    file = tmp_path / "some.env"
    file.write_text("BENEFITLINE_DATA_DIR=/srv/hotline\n")
    assert settings.data_dir(file) == Path("/srv/hotline")
    monkeypatch.setenv("BENEFITLINE_DATA_DIR", str(tmp_path))
    assert settings.data_dir(file) == tmp_path
