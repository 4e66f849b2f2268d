"""Who is in a draft's pictures: each child is looked up in the office's list, and the author sees yes or no.

What goes into the draft: the pictures, what each shows in words, and (sealed with all the rest) which children are in
which, so that a permission that is withdrawn finds the post.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.consent import found, permitted, refused
from handlers.desk import Desk
from handlers.drafts.accounts import Account, account
from handlers.drafts.deciding import submit
from handlers.drafts.draft import PICTURES, Draft, State, find
from handlers.drafts.protocol import NO, OWN, YES
from handlers.forms import refuse
from handlers.model import Answers, Dialog, Done, Field, FieldKind, Filled, Form, Image, Post, Reply, Step
from handlers.records import Consent, Upload
from handlers.requests.authority import approved_devices
from handlers.routing import Router

router = Router("who is shown")

WHO = "who_is_shown"
TAKEN = "taken"  # the entry that says with what the pictures were taken
AGAIN = (State.WAITING, State.CHANGES, State.APPROVED, State.READY, State.EXPIRED, State.WITHDRAWN)
_OUT = "leave_out"

NOT_YOURS = Post("This is somebody else's draft", "Only whoever wrote it can say who is in its pictures.")
TOO_LATE = Post("This draft can no longer be changed", "It was published, refused, or its pictures are gone.")


@router.form(WHO)
def build(desk: Desk, about: str) -> Form:
    """Which children; in which picture, with yes or no beside each; what each picture shows, in words."""
    draft = find(desk, about)
    where = account(desk, draft.content.account) if draft is not None else None
    uploads = _uploads(desk, about)
    told = desk.tx.consents()

    def asked(answers: Answers) -> tuple[Field, ...]:
        return _of_each(uploads, _named(told, answers), where)

    def blocked(answers: Answers) -> Mapping[str, str]:
        return _blocked(uploads, told, answers, where)

    pictures = tuple(Image(one.id, f"Picture {n}: {one.name}") for n, one in enumerate(uploads, 1))
    return Form(
        WHO,
        "Who is in the pictures",
        (
            Step("children", "Which children can be seen?", (_CHILDREN,), words=lambda _: Post(images=pictures),
                 check=lambda answers: _unknown(told, answers)),
            Step("pictures", "Each picture", words=lambda _: Post(images=pictures), asks=asked, check=blocked,
                 next_label="Send"),
        ),
        WHO,
    )  # fmt: skip


@router.done(WHO)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """A new round of the draft, with its pictures: it is decided about anew. A no blocks, also one of a moment ago."""
    before = find(desk, dialog.about)
    if before is None or before.author != event.who.key:
        return Done(NOT_YOURS)
    where, uploads = account(desk, before.content.account), _uploads(desk, dialog.about)
    if before.state not in AGAIN or where is None or not uploads:
        return Done(TOO_LATE)
    wrong = _blocked(uploads, desk.tx.consents(), dialog.answers, where)
    if wrong:
        return refuse(desk.form(WHO, dialog.about), dialog, "pictures", wrong)
    journal = desk.tx.add_entry(before.journal, event.who.key, PICTURES, _given(desk, before, uploads, dialog.answers))
    return Done(TOO_LATE if journal is None else submit(desk, Draft.of(journal), before))


# --- inside ---

_CHILDREN = Field(
    "children",
    "Their references or names, a line for each",
    FieldKind.LONG,
    required=False,
    longest=2000,
    hint="Leave it empty where no child can be seen. I look each up in the office's list.",
)


def _uploads(desk: Desk, key: str) -> list[Upload]:
    return [one for one in desk.tx.uploads(key.partition(".")[0]) if one.sent and is_picture(one)]


def is_picture(one: Upload) -> bool:
    """Whether it is one, by its bytes."""
    return one.kind.startswith("image/")


def _lines(answers: Answers) -> list[str]:
    return [line.strip() for line in str(answers.get("children") or "").splitlines() if line.strip()]


def _named(told: Sequence[Consent], answers: Answers) -> list[Consent]:
    """The children that the lines name; of a name that several bear, all."""
    return list({one.pupil: one for line in _lines(answers) for one in found(told, line)}.values())


def _unknown(told: Sequence[Consent], answers: Answers) -> dict[str, str]:
    unknown = [line for line in _lines(answers) if not found(told, line)]
    if not unknown:
        return {}
    names = ", ".join(f"“{line}”" for line in unknown)
    return {
        "children": f"{names}: not on the office's list, so there is no permission. Check it, or choose other pictures."
    }


def _of_each(uploads: Sequence[Upload], named: Sequence[Consent], where: Account | None) -> tuple[Field, ...]:
    choices = tuple((one.pupil, f"{one.name or one.pupil} ({_may(one, where)})") for one in named)
    fields: list[Field] = []
    for n, one in enumerate(uploads, 1):
        in_it = (*choices, (_OUT, "Do not use this picture"))
        fields.append(
            Field(f"in_{n}", f"Picture {n}, {one.name}: who is in it?", FieldKind.CHOICES, in_it, required=False)
        )
        hint = "For people who cannot see it. No names of children."
        fields.append(Field(f"words_{n}", f"What does picture {n} show?", longest=300, hint=hint))
    return tuple(fields)


def _may(one: Consent, where: Account | None) -> str:
    return "yes, may be shown" if where is not None and permitted(one, where.platform) else "no, may not be shown"


def _blocked(
    uploads: Sequence[Upload], told: Sequence[Consent], answers: Answers, where: Account | None
) -> dict[str, str]:
    """What is wrong, by field: a child who may not be shown; no picture left; a child whom no picture shows."""
    wrong = {}
    names = {one.pupil: one.name or one.pupil for one in told}
    for n, _ in enumerate(uploads, 1):
        no = refused(told, _in(answers, n), where.platform if where else "") if _used(answers, n) else ()
        if no:
            who = ", ".join(names.get(one, one) for one in no)
            wrong[f"in_{n}"] = f"There is no permission to show {who} there. Do not use this picture."
    if not any(_used(answers, n) for n, _ in enumerate(uploads, 1)):
        wrong["in_1"] = "Please use at least one picture, or cancel and bring others."
    seen = {pupil for n, _ in enumerate(uploads, 1) for pupil in _in(answers, n)}
    meant = (found(told, line) for line in _lines(answers))  # of a name that several bear, one is enough
    lost = [one.name or one.pupil for line in meant if not seen & {one.pupil for one in line} for one in line]
    if lost and not wrong:
        wrong["in_1"] = f"Please say in which picture they are: {', '.join(lost)}."
    return wrong


def _in(answers: Answers, n: int) -> list[str]:
    """The children in a picture."""
    given = answers.get(f"in_{n}")
    return [str(one) for one in given if one != _OUT] if isinstance(given, list) else []


def _used(answers: Answers, n: int) -> bool:
    given = answers.get(f"in_{n}")
    return not (isinstance(given, list) and _OUT in given)


def _given(desk: Desk, draft: Draft, uploads: Sequence[Upload], answers: Answers) -> dict[str, object]:
    """The entry: only what changes."""
    used = [(n, one) for n, one in enumerate(uploads, 1) if _used(answers, n)]
    in_each = {one.id: _in(answers, n) for n, one in used}
    anybody = any(in_each.values())
    checks = {**draft.content.checks, "device": _device(desk, draft)}
    return {
        "pictures": [one.id for _, one in used],
        "described": [str(answers[f"words_{n}"]) for n, _ in used],
        "people": draft.content.people or anybody,
        "checks": checks | ({"permission": YES} if anybody else {}),
        "shown": in_each,
    }


def _device(desk: Desk, draft: Draft) -> str:
    """What the checklist says of the device: looked up, where it was a private one."""
    if not any(one.given.get("private") for one in draft.journal.entries if one.what == TAKEN):
        return YES
    return OWN if approved_devices(desk, draft.author) else NO
