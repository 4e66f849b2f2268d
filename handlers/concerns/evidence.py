"""Files that belong to a concern: brought on our own page by whoever told it, seen by those who may read it."""

from __future__ import annotations

from handlers.concerns.access import is_reporter, may_read
from handlers.concerns.acts import reading, tell_readers
from handlers.concerns.case import CONCERN, REPORTER, Case, State, What
from handlers.concerns.delivery import added_to
from handlers.concerns.export import copy
from handlers.concerns.kinds import NATURES
from handlers.desk import Desk
from handlers.model import Post
from handlers.records import Journal, Upload
from handlers.routing import Filing, Router

router = Router("evidence")

# Wigan, summary: keep the evidence, such as screen prints and e-mails.
WHAT_TO_BRING = Post(
    "Add screenshots or files",
    "Screenshots with the date and the address on them, messages, e-mails. They are encrypted, and shown only to "
    "those who may read your message. Never bring a sexual picture of anybody who may be under 18.",
)


def may_bring(journal: Journal, who: str, desk: Desk) -> Post | None:
    """Whoever told it, while it is open, of a kind that takes files."""
    case = Case.of(journal)
    theirs = is_reporter(case, desk, who) and NATURES[case.kind].files and case.state is not State.CLOSED
    return WHAT_TO_BRING if theirs else None


def brought(journal: Journal, who: str, files: tuple[Upload, ...], desk: Desk) -> Post:
    """An entry for each; whoever reads it hears that there is something new."""
    case = Case.of(journal)
    for file in files:
        case = added_to(desk, case, REPORTER, What.UPLOADED, {"id": file.id, "name": file.name}) or case
    one = reading(desk, case, who)
    if one is not None:
        tell_readers(one, f"There is something new in a message (ref {case.ref}).")
    return Post("Thank you", f"It is with your message (ref {case.ref}) now. You can close this page.")


def may_see(journal: Journal, who: str, desk: Desk) -> bool:
    """Those who may read it, and whoever told it."""
    case = Case.of(journal)
    return may_read(case, desk, who) or is_reporter(case, desk, who)


router.files(Filing(CONCERN, may_bring, brought, may_see, copy))
