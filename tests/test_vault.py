"""The vault: what is sealed is read with its key alone, and a key can be changed without losing a day."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store.migrate import StoreFault
from bot.store.store import Store
from bot.vault import Vault, VaultFault, new_key

WORDS = "A pupil wrote to me on Instagram. – “Hello”"


def test_what_is_sealed_says_nothing_and_opens_again() -> None:
    vault = Vault([new_key()])
    sealed = vault.seal(WORDS)
    assert "Instagram" not in sealed
    assert vault.open(sealed) == WORDS
    assert vault.open_bytes(vault.seal_bytes(b"\x00picture")) == b"\x00picture"


def test_another_key_opens_nothing_and_says_what_to_do() -> None:
    with pytest.raises(VaultFault, match=r"another key.*PROVISO_KEY"):
        Vault([new_key()]).open(Vault([new_key()]).seal(WORDS))


def test_what_was_changed_by_one_letter_does_not_open() -> None:
    vault = Vault([new_key()])
    sealed = vault.seal(WORDS)
    other = "A" if sealed[40] != "A" else "B"
    with pytest.raises(VaultFault):
        vault.open(sealed[:40] + other + sealed[41:])


def test_a_new_key_in_front_of_the_old_one_reads_what_was_sealed_before() -> None:
    old, new = new_key(), new_key()
    before = Vault([old])
    after = Vault.of(f"{new}, {old}")
    assert after.open(before.seal(WORDS)) == WORDS
    assert before.marks("head")[0] in after.marks("head"), "what was marked under the old key is still found"
    with pytest.raises(VaultFault):
        before.open(after.seal(WORDS))


@pytest.mark.parametrize("keys", ["", "  ,", "not a key", "c2hvcnQ="])
def test_what_is_no_key_is_refused_with_what_to_do(keys: str) -> None:
    with pytest.raises(VaultFault, match=r"PROVISO_KEY.*proviso key new"):
        Vault.of(keys)


async def test_the_embedded_database_has_a_key_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'proviso.sqlite'}"
    await Store.open(url).close()
    file = tmp_path / "proviso.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    await Store.open(url).close()
    file.write_text(new_key())
    with pytest.raises(StoreFault, match="sealed with another key"):
        Store.open(url)


@pytest.mark.parametrize("damaged", [b"", b"not a key\n", b"\xff\xfe"])
async def test_for_a_damaged_key_file_nobody_is_told_to_make_a_new_key(tmp_path: Path, damaged: bytes) -> None:
    url = f"sqlite:///{tmp_path / 'proviso.sqlite'}"
    await Store.open(url).close()
    (tmp_path / "proviso.key").write_bytes(damaged)
    with pytest.raises(StoreFault, match=r"proviso.key holds no key. Put the one back that was saved") as fault:
        Store.open(url)
    assert "key new" not in str(fault.value)


def test_records_on_a_server_want_a_key_from_the_settings() -> None:
    with pytest.raises(StoreFault, match="PROVISO_KEY: is missing"):
        Store.open("postgresql://localhost/proviso")


def test_two_processes_that_begin_together_have_the_same_key(tmp_path: Path) -> None:
    """The file is whole from the moment that it is there."""
    with ThreadPoolExecutor(8) as several:
        vaults = list(several.map(Vault.beside, [tmp_path / "proviso.sqlite"] * 8))
    sealed = vaults[0].seal(WORDS)
    assert [one.open(sealed) for one in vaults] == [WORDS] * 8
    assert [one.name for one in tmp_path.iterdir()] == ["proviso.key"]
