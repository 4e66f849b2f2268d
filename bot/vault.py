"""Encryption at rest: what people tell in confidence is sealed before it reaches the database.

Fernet (AES-128-CBC and HMAC-SHA256, from `cryptography`) under one or several keys: the first seals, all of them open,
so that a key can be changed without a day on which nothing can be read. A `mark` finds a record by a name that the
database does not hold: an HMAC of it, useless without the key.
"""

from __future__ import annotations

import hmac
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class VaultFault(Exception):
    """A key that cannot be used, or that is not the one these records were sealed with. `str()` says what to do."""


class Vault:
    """Seals and opens. Made from keys, `Vault.of`, or from the key file beside an embedded database."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Of Fernet keys, the one that seals first. Raises VaultFault."""
        try:
            self._keys = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise VaultFault(
                "PROVISO_KEY: is not a key. Make one with: proviso key new. Several are separated by commas, the "
                "newest first."
            ) from None
        self._marking = [sha256(b"proviso mark " + key.encode()).digest() for key in keys]

    @classmethod
    def of(cls, keys: str) -> Vault:
        """Of keys separated by commas. Raises VaultFault."""
        return cls([key.strip() for key in keys.split(",") if key.strip()])

    @classmethod
    def beside(cls, database: Path) -> Vault:
        """Of the key file beside an embedded database, made with the database. Raises VaultFault."""
        file = database.with_suffix(".key")
        try:
            if not file.exists():
                _write_once(file, new_key())
            return cls.of(file.read_text("ascii"))
        except OSError as fault:
            raise VaultFault(f"The key file {file} cannot be used ({fault.strerror}). See PROVISO_KEY.") from None
        except (VaultFault, UnicodeDecodeError):  # a new key would open nothing
            raise VaultFault(
                f"The key file {file} holds no key. Put the one back that was saved: nothing else opens what is sealed."
            ) from None

    def seal(self, words: str) -> str:
        """Encrypt words."""
        return self._keys.encrypt(words.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt words. Raises VaultFault for another key's, or where anything was changed."""
        return self.open_bytes(sealed.encode()).decode()

    def read(self, written: str) -> str:
        """What stands in a column that is sealed; "" stays "", and JSON from before there was a key is read as it is.

        Raises VaultFault.
        """
        return self.open(written) if written and not written.startswith("{") else written

    def seal_bytes(self, data: bytes) -> bytes:
        """Encrypt a file."""
        return self._keys.encrypt(data)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Decrypt a file. Raises VaultFault."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            raise VaultFault(
                "These records were sealed with another key. Put back the one that was used, in PROVISO_KEY or in the "
                "key file beside the database."
            ) from None

    def marks(self, name: str) -> tuple[str, ...]:
        """What finds the records of a name, under each key; the first is the one to write down."""
        return tuple(hmac.new(key, name.encode(), sha256).hexdigest() for key in self._marking)


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()


def _write_once(file: Path, key: str) -> None:
    """Write the key where nobody else can read it, whole or not at all. Of two processes that begin together the first
    one's counts."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as opened:
        opened.write(key + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
