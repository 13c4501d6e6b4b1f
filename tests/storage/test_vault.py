"""What goes into the vault comes out again, and nothing of it shows."""

import pytest
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


@pytest.mark.parametrize("keys", [[], ["nonsense"], [""]])
def test_keys_that_are_none_are_refused(keys):
    with pytest.raises(VaultError):
        Vault(keys)
