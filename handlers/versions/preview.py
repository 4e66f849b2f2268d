"""What was read from a policy's file before anybody adopts it, and what it changes, clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from handlers.model import Answers, Post, Quote, Step
from handlers.wording import cut, dated, listed, missing, plural
from knowledge.comparing import Change, Changed, Comparison, Piece
from knowledge.model import Clause, Modality, Policy

_MOST, _LONGEST = 5, 2500  # changes and characters of a page: what a form shows whole on every platform
_QUOTED = 2000  # characters of a quotation, with room for what a platform needs more than one character to write

TITLES = {
    Change.FORCE: "Asks for more or less than before",
    Change.ADDED: "New",
    Change.REMOVED: "Gone",
    Change.WORDS: "Worded otherwise",
    Change.RENUMBERED: "Only the number is another",
}
_COUNTED = {
    Change.FORCE: ("asks for more or less than before", "ask for more or less than before"),
    Change.ADDED: ("is new", "are new"),
    Change.REMOVED: ("is gone", "are gone"),
    Change.WORDS: ("is worded otherwise", "are worded otherwise"),
    Change.RENUMBERED: ("has another number only", "have another number only"),
}
_MODALITIES = {
    Modality.PROHIBITION: "a prohibition",
    Modality.OBLIGATION: "a duty",
    Modality.PERMISSION: "a permission",
    Modality.ADVICE: "advice",
    Modality.STATEMENT: "no rule",
}
_HOW = "Words that were replaced stand between brackets, the new ones behind the arrow."


def read_facts(policy: Policy) -> list[tuple[str, str]]:
    """What was read: clauses, dates, what is missing in them, what was left out."""
    left_out = listed(dict.fromkeys(one.what for one in policy.left_out), "and") if policy.left_out else ""
    facts = [
        ("Read", plural(len(policy.clauses), "clause")),
        ("Dates", dated(policy.dates)),
        ("Missing", missing(policy)),
        ("Left out", left_out),
    ]
    return [fact for fact in facts if fact[1]]


def summary(found: Comparison | None) -> str:
    """What changes, in one line; the words of force first."""
    if found is None:
        return "It takes no other policy's place: all of it is new."
    if not found.changes:
        return "No clause changes."
    counts = [(kind, len(found.of(kind))) for kind in Change]
    parts = [f"{plural(count, 'clause')} {_COUNTED[kind][count > 1]}" for kind, count in counts if count]
    force = forces(found.changes)
    return f"{f'{force} ' if force else ''}{'; '.join(parts)}."


def forces(changes: Sequence[Changed]) -> str:
    """“should” became “must” in 2 clauses; “unless” is new in 1 clause. "" where no word of force changed."""
    pairs = Counter(pair for one in changes for pair in one.force)
    parts = [f"{_became(pair)} in {plural(count, 'clause')}" for pair, count in pairs.most_common(4)]
    return f"{'; '.join(parts)}." if parts else ""


def steps(found: Comparison, last: str = "Close") -> tuple[Step, ...]:
    """The changes as pages to read; `last` is the label of the last page's button."""
    pages = [page for kind in Change for page in _pages(kind, found.of(kind))]
    return reading(
        pages or [("No clause changes", Post(text="Both versions have the same clauses, word for word."))], last
    )


def reading(pages: Sequence[tuple[str, Post]], last: str = "Close") -> tuple[Step, ...]:
    """Pages to read, each with its heading; `last` is the label of the last page's button."""
    return tuple(_step(n, title, post, last if n == len(pages) else "Next") for n, (title, post) in enumerate(pages, 1))


def as_quote(one: Changed) -> Quote:
    """One change as people read it: the wording with what was replaced in brackets, and what that means."""
    where = cited(one.clause)
    match one.kind:
        case Change.ADDED:
            return Quote(one.clause.text, f"{where}, new", lead_in=one.clause.lead_in)
        case Change.REMOVED:
            return Quote(one.clause.text, f"{where}, gone", lead_in=one.clause.lead_in)
        case Change.RENUMBERED:
            return Quote(one.clause.quotation, f"{cited(one.before or one.clause)} before, {where.lower()} now")
    moved = one.before is not None and one.before.reference != one.clause.reference
    before = f" ({cited(one.before).lower()} before)" if one.before is not None and moved else ""
    return Quote(marked(one.pieces), f"{where}{before}{_why(one)}")


def in_parts(one: Quote) -> Iterator[Quote]:
    """A quotation, in parts where platforms would show no more than its beginning."""
    if len(one.lead_in) + len(one.text) <= _QUOTED:
        yield one
        return
    parts = list(cut(f"{one.lead_in} {one.text}".strip(), _QUOTED))
    for n, part in enumerate(parts, 1):
        yield Quote(part, f"{one.source} (part {n} of {len(parts)})")


def marked(pieces: Sequence[Piece]) -> str:
    """Both wordings in one plain text: Staff [should → must] not reply [new: to a pupil]."""
    return " ".join(_marked(one) for one in pieces)


def cited(clause: Clause) -> str:
    """How a clause is named where its policy is known."""
    if clause.reference:
        return f"Clause {clause.reference}"
    return f"Under “{clause.heading[-1]}”" if clause.heading else "A clause without a number"


# --- inside ---


def _step(n: int, title: str, post: Post, label: str) -> Step:
    def words(_: Answers) -> Post:
        return post

    return Step(f"page{n}", title, words=words, next_label=label)


def _pages(kind: Change, changes: Sequence[Changed]) -> Iterator[tuple[str, Post]]:
    """Pages of one kind of change, each with as much as a form shows whole."""
    groups = list(_grouped([part for one in changes for part in in_parts(as_quote(one))]))
    for n, quotes in enumerate(groups, 1):
        of = f" ({n} of {len(groups)})" if len(groups) > 1 else ""
        explained = _HOW if kind in (Change.FORCE, Change.WORDS) and n == 1 else ""
        yield f"{TITLES[kind]}{of}", Post(text=explained, quotes=tuple(quotes))


def _grouped(quotes: Sequence[Quote]) -> Iterator[list[Quote]]:
    group: list[Quote] = []
    size = 0
    for quote in quotes:
        length = len(quote.text) + len(quote.lead_in)
        if group and (len(group) == _MOST or size + length > _LONGEST):
            yield group
            group, size = [], 0
        group.append(quote)
        size += length
    if group:
        yield group


def _marked(piece: Piece) -> str:
    if piece.same:
        return piece.after
    if not piece.before:
        return f"[new: {piece.after}]"
    return f"[{piece.before} → {piece.after}]" if piece.after else f"[gone: {piece.before}]"


def _why(one: Changed) -> str:
    if one.kind is not Change.FORCE or one.before is None or one.after is None:
        return ""
    said = [_became(pair) for pair in one.force]
    if one.before.modality is not one.after.modality:
        said.append(f"it was {_MODALITIES[one.before.modality]}, and is {_MODALITIES[one.after.modality]} now")
    if set(one.before.binds) != set(one.after.binds):
        said.append(f"it bound {_people(one.before)}, and binds {_people(one.after)} now")
    return f": {'; '.join(said)}" if said else ""


def _people(clause: Clause) -> str:
    return listed(clause.binds, "and") or "nobody"


def _became(pair: tuple[str, str]) -> str:
    old, new = pair
    if old and new:
        return f"“{old}” became “{new}”"
    return f"“{new}” is new" if new else f"“{old}” is gone"
