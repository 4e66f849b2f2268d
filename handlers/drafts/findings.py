"""What the bot finds in the text of a post before somebody decides on it, and how it is marked.

It reads words only: it never looks at pictures or faces. What it finds is a hint for people, who judge; what it does
not find is no promise. Only what is certain blocks: a text that does not fit, a picture without words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.drafts import contacts, given_names, tone, whereabouts
from handlers.drafts.reading import Span, words
from handlers.wording import plural

OPENS, CLOSES = "‹", "›"  # around what was found
_SHOWN = 60  # characters of what was found, in the words about it


class FindingKind(StrEnum):
    """What was found, in a word or two."""

    GIVEN_NAME = "given name"
    FULL_NAME = "full name"
    NAME_AND_CLASS = "name and class"
    TITLED = "name with a title"
    E_MAIL = "e-mail address"
    PHONE = "phone number"
    POSTCODE = "postcode"
    BIRTH = "date of birth"
    PLATE = "number plate"
    HANDLE = "somebody's account"
    LINK = "link without https"
    WHEREABOUTS = "where children are"
    TOO_LONG = "too long"
    SHOUTING = "capitals"
    DISPARAGING = "unkind words"
    SENSITIVE = "political or confidential"
    UNDESCRIBED = "picture without words"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a post, from character `start` to before `end`; of a picture both are the text's end.

    `words` are what the author reads. `blocks`: certain, and to be put right before anybody decides.
    """

    kind: FindingKind
    words: str
    start: int
    end: int
    blocks: bool = False


def find(text: str, *, longest: int, staff: Iterable[str], pictures: int, described: int) -> tuple[Finding, ...]:
    """What is found in a post, ordered by place.

    `longest`: characters that the account takes, 0 without a limit. `staff`: names as the staff list has them, which
    are left out, a given name alone too. `pictures`, `described`: how many there are, and how many have words.
    """
    found = (*_people(text, staff), *_pieces(text), *_certain(text, longest, pictures - described))
    return tuple(sorted(_outermost(found), key=lambda one: (one.start, one.end, one.kind)))


def marked(text: str, findings: Iterable[Finding]) -> str:
    """`text` with ‹…› around what was found; where findings overlap, once around them all."""
    pieces, done = list[str](), 0
    for start, end in _united((one.start, one.end) for one in findings if one.start < one.end):
        pieces += (text[done:start], OPENS, text[start:end], CLOSES)
        done = end
    return "".join((*pieces, text[done:]))


# --- inside ---

_Look = Callable[[str], Iterator[Span]]
_LOOKS: tuple[tuple[FindingKind, _Look, str], ...] = (
    (FindingKind.E_MAIL, contacts.e_mails,
     "“{}” is an e-mail address. The school's own is fine; please leave out a personal one."),
    (FindingKind.PHONE, contacts.phones,
     "“{}” looks like a phone number. The school's own is fine; please leave out a personal one."),
    (FindingKind.POSTCODE, contacts.postcodes,
     "“{}” looks like a postcode. The school's own or a public place's is fine; please leave out a home's."),
    (FindingKind.BIRTH, contacts.births, "“{}” looks like a date of birth. Please leave it out."),
    (FindingKind.PLATE, contacts.plates, "“{}” looks like a car's number plate. Please leave it out."),
    (FindingKind.HANDLE, contacts.handles,
     "“{}” looks like somebody's own account. Please leave out a pupil's or parent's; others should agree."),
    (FindingKind.LINK, contacts.open_links, "“{}” is not a secure link. Does it work with https:// instead?"),
    (FindingKind.SHOUTING, tone.shouting,
     "“{}” is all in capitals: that reads as shouting, and is hard for screen readers."),
    (FindingKind.DISPARAGING, tone.disparaging,
     "“{}” may hurt whoever it is about. Could you say it more kindly, or leave it out?"),
    (FindingKind.SENSITIVE, tone.sensitive,
     "“{}” may be a political or confidential matter. Is it the school's to say in public?"),
)  # fmt: skip
_CHILD = "If it is a child's, please leave it out."
_TOGETHER = "“{}” tells who somebody is and which class they are in. Please leave the name out."
_WHERE = "“{}” tells where children are and when. It is safer to post it when they are back."
_TITLED = "“{}” is not on the staff list. Do they agree to be named?"


def _people(text: str, staff: Iterable[str]) -> Iterator[Finding]:
    """Who is named, and where children are."""
    post, on_list = words(text), given_names.Staff.of(staff)
    people = tuple(given_names.names(text, post, on_list))
    for name in people:
        if name.classed:
            yield _finding(FindingKind.NAME_AND_CLASS, _TOGETHER, text, name.span)
        elif name.full:
            yield _finding(FindingKind.FULL_NAME, "“{}” looks like a full name. " + _CHILD, text, name.span)
        else:
            yield _finding(FindingKind.GIVEN_NAME, "“{}” looks like a given name. " + _CHILD, text, name.span)
    for span in given_names.titled(post, on_list):
        yield _finding(FindingKind.TITLED, _TITLED, text, span)
    for span in whereabouts.whereabouts(text, [name.span for name in people]):
        yield _finding(FindingKind.WHEREABOUTS, _WHERE, text, span)


def _pieces(text: str) -> Iterator[Finding]:
    """All that is found by how it is written."""
    for kind, look, said in _LOOKS:
        for span in look(text):
            yield _finding(kind, said, text, span)


def _certain(text: str, longest: int, undescribed: int) -> Iterator[Finding]:
    """What needs no judgement, and blocks."""
    size, kind = len(text), FindingKind.TOO_LONG
    if 0 < longest < size:
        words = f"This is {plural(size - longest, 'character')} too long: the account takes {longest}."
        yield Finding(kind, words, longest, size, blocks=True)
    if undescribed > 0:
        has = "has" if undescribed == 1 else "have"
        words = (
            f"{plural(undescribed, 'picture')} {has} no description yet. Please say in a sentence what is seen, "
            "without names, for people who cannot see it."
        )
        yield Finding(FindingKind.UNDESCRIBED, words, size, size, blocks=True)


def _finding(kind: FindingKind, words: str, text: str, span: Span) -> Finding:
    start, end = span
    said = " ".join(text[start:end].split())
    return Finding(kind, words.format(said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1].rstrip()}…"), start, end)


def _outermost(found: Iterable[Finding]) -> Iterator[Finding]:
    """Each once: where two of one kind overlap, the first, and of two that begin together the longer."""
    reached: dict[FindingKind, int] = {}  # where the last of each kind ends
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= reached.get(one.kind, 0):
            reached[one.kind] = one.end
            yield one


def _united(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those that overlap or touch as one."""
    whole: Span | None = None
    for start, end in sorted(spans):
        if whole is not None and start <= whole[1]:
            whole = whole[0], max(whole[1], end)
            continue
        if whole is not None:
            yield whole
        whole = start, end
    if whole is not None:
        yield whole
