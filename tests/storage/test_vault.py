"""What goes into the vault comes out again, and nothing of it shows."""

import base64
import zlib

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import Vault, VaultError

OLD, NEW = Vault.new_key(), Vault.new_key()
VAULT = Vault([OLD])


@given(st.text(max_size=50) | st.text(min_size=150, max_size=400))
def test_what_goes_in_comes_out(text):
    assert VAULT.decrypt(VAULT.encrypt(text)) == text


def test_long_values_are_packed():
    text = '{"flow": "welcome", "step": "choose"}' * 50
    assert len(VAULT.encrypt(text)) < len(text) / 3


def test_keys_are_rotated():
    stored, found = VAULT.encrypt("Ashford"), VAULT.fingerprint("+1555")
    rotated = Vault([NEW, OLD])
    assert rotated.decrypt(stored) == "Ashford"
    assert rotated.fingerprint("+1555") == found
    with pytest.raises(VaultError):
        Vault([NEW]).decrypt(stored)


def test_what_was_encrypted_as_before_is_still_read():
    fernet = Fernet(OLD)
    for vault in (VAULT, Vault([NEW, OLD])):
        assert vault.decrypt(fernet.encrypt(b"Ashford").decode()) == "Ashford"
        assert vault.decrypt(fernet.encrypt(zlib.compress(b"ab" * 200, 1)).decode()) == "ab" * 200
        sealed = base64.urlsafe_b64decode(fernet.encrypt(b"\x00sound"))
        assert vault.decrypt_bytes(sealed) == b"\x00sound"
    with pytest.raises(VaultError):
        Vault([NEW]).decrypt(fernet.encrypt(b"Ashford").decode())


@given(st.binary(max_size=400))
def test_files_come_out_as_they_went_in(plain):
    assert VAULT.decrypt_bytes(VAULT.encrypt_bytes(plain)) == plain


def test_the_same_value_never_looks_the_same():
    assert len({VAULT.encrypt("Ashford") for _ in range(50)}) == 50


def test_what_was_changed_is_not_opened():
    sealed = VAULT.encrypt_bytes(b"Ashford")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(VaultError):
            VAULT.decrypt_bytes(changed)
    for cut in range(len(sealed)):
        with pytest.raises(VaultError):
            VAULT.decrypt_bytes(sealed[:cut])


@pytest.mark.parametrize("damaged", ["x", "Ashford", "gAAAAA", "ü", "AgAA", "====", " "])
def test_what_is_no_token_is_refused_in_words(damaged):
    with pytest.raises(VaultError):
        VAULT.decrypt(damaged)


@pytest.mark.parametrize("keys", [[], ["nonsense"], [""]])
def test_keys_that_are_none_are_refused(keys):
    with pytest.raises(VaultError):
        Vault(keys)
