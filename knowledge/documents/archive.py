"""Opens a zip archive without ever unpacking more than a policy can need."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib

from knowledge.documents import faults
from knowledge.documents.faults import MEGABYTE

# Pictures hardly shrink, XML shrinks about tenfold. Beyond these something is wrong, or meant to be.
MAX_UNPACKED = 250 * MEGABYTE  # all members together, as declared
MAX_PART = 32 * MEGABYTE  # one member that is really read
MAX_RATIO = 100  # unpacked to packed, above RATIO_FROM
RATIO_FROM = 10 * MEGABYTE
MAX_MEMBERS = 5000


class Archive:
    """A zip archive, checked at opening; `read` counts what is really unpacked, whatever the archive declares."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises DocumentFault where the archive is damaged, locked or would unpack beyond reason."""
        self.name = name
        self._spent = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise faults.damaged(name, "docx" if b"word/" in data else "zip") from error
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
            raise faults.unpacks_too_far(name)
        if unpacked > RATIO_FROM and unpacked > MAX_RATIO * len(data):
            raise faults.unpacks_too_far(name)
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}

    @property
    def members(self) -> frozenset[str]:
        """The members' names in lower case, without a leading slash."""
        return frozenset(self._members)

    def read(self, member: str, kind: str = "docx") -> bytes | None:
        """A member's bytes, None where there is no such member. Raises DocumentFault as the class does."""
        info = self._members.get(member.lstrip("/").lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise faults.locked_zip(self.name)
        allowed = min(MAX_PART, MAX_UNPACKED - self._spent)
        # zipfile stops at the declared size; declare more, and a member that lies about its size shows itself.
        honest = copy.copy(info)
        honest.file_size = 2 * allowed + 2
        try:
            with self._zip.open(honest) as stream:
                data = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            raise faults.damaged(self.name, kind) from error
        if len(data) > allowed:
            raise faults.unpacks_too_far(self.name)
        if len(data) != info.file_size:
            raise faults.damaged(self.name, kind)
        self._spent += len(data)
        return data
