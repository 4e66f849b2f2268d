"""Whether folder and database can be used; if not, why, and what to do, for whoever looks after the machine."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot.store.migrate import StoreFault
from bot.store.migrations import HEAD
from bot.store.store import Store

ROOM = 50_000_000  # bytes that have to be free
_IS_THEIRS = "must belong to whoever runs Proviso, on a disk that can be written to"
_SQLITE = (  # beginnings of SQLite's names of errors (sqlite.org/rescode.html)
    (("BUSY", "LOCKED"), "is in use by another program. Wait until that has ended (a backup, perhaps), or end it"),
    (("READONLY", "PERM", "AUTH"), f"cannot be written to. It and its folder {_IS_THEIRS}"),
    (("CANTOPEN",), f"cannot be opened. Its folder must be there, and both {_IS_THEIRS}"),
    (("FULL",), "cannot grow: the disk is full. Make room there, then try again"),
    (("IOERR",), "cannot be read or written as it should: the disk is full, or failing. Make room there, or see to it"),
    (
        ("CORRUPT", "NOTADB"),
        "is damaged, or no database of Proviso's. Put the copy back that was saved last, as docs/running.md says",
    ),
)


def of_the_folder(data: Path) -> list[str]:
    """Whether the folder for what is kept can be written to, or made, and has room."""
    there = next(one for one in (data.absolute(), *data.absolute().parents) if one.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            left = shutil.disk_usage(there).free
    except OSError as fault:
        return [f"The folder {data} cannot be written to ({fault.strerror}). Set PROVISO_DATA to one that can."]
    if left >= ROOM:
        return []
    return [
        f"The disk of the folder {data} is nearly full ({left / 1e6:.0f} MB are left). Make room there: once it is "
        "full, nothing more can be put down, and everybody is told that it did not work."
    ]


def database_faults(url: str) -> list[str]:
    """Whether the database answers and has today's schema. It is neither made nor changed."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
        return ["There is no database yet. Put a policy in force, which makes it: proviso policy add FILE."]
    try:
        found = Store.revision(url)
    except StoreFault as fault:
        return [str(fault)]
    except DBAPIError as fault:
        return [why(fault, url)]
    if found == HEAD:
        return []
    if found is None or found < HEAD:
        return ["The database is of an older Proviso. It is brought up to date when you start: proviso serve."]
    return [f"The database was written by a newer Proviso (revision {found}). Install that version."]


def why(fault: BaseException, url: str) -> str:
    """The sentence for a fault of SQLAlchemy's or the system's. No password of `url` stands in it."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return (
            f"PostgreSQL at {place.host or 'this machine'} does not answer, or does not take what PROVISO_DATABASE "
            f"says ({_name(fault)}). See whether it runs, and compare user, password and database."
        )
    name = _name(fault)
    known = name.removeprefix("SQLITE_")
    words = next((words for starts, words in _SQLITE if known.startswith(starts)), "")
    return f"The database {place.database} {words or 'cannot be used'} ({name})."


def _name(fault: BaseException) -> str:
    """SQLite's own name for what went wrong, else the kind of fault."""
    return str(getattr(getattr(fault, "orig", None), "sqlite_errorname", "") or type(fault).__name__)
