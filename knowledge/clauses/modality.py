"""Words in, what they do out: forbid, require, allow, advise, or state a fact.

"Only … may" is read as a permission; what follows "only" is one of the clause's conditions (see `conditions`), so
that it is never a plain yes. "Should" requires, unless what should be done is to think, consider or take care.
"""

from __future__ import annotations

import re

from knowledge.clauses import wordings as say
from knowledge.clauses.openings import main_clause
from knowledge.clauses.sentences import sentences
from knowledge.model import Modality

_I = re.IGNORECASE
_BRACKETS = re.compile(r"\([^)]*\)")


def modality_of(text: str, lead_in: str = "", heading: str = "") -> Modality:
    """What a clause does. `lead_in` governs a list item that has no verb of its own; `heading` may be a question."""
    if heading.endswith("?") and (answer := _answer(text)):
        return answer
    if lead_in and (item := _item(text, lead_in)):
        return item
    found = [one for one in (_sentence(text[a:b]) for a, b in sentences(text, 0, len(text))) if one]
    if found:
        stricter = found[0] is Modality.ADVICE and Modality.PROHIBITION in found
        return Modality.PROHIBITION if stricter else found[0]
    return Modality.STATEMENT


def row_modality(text: str) -> Modality | None:
    """What a table row says where a cell of it is a plain yes or no; None where none is."""
    cell = re.search(
        r"(?:[:;\t|]|(?<=\w)) *\b(No|Never|Not (?:allowed|permitted)|Yes|Allowed"
        r"|Permitted)\b(?=\s*(?:[;,.–(]|$|[A-Z]))",
        text,
    )
    if cell is None:
        return None
    return Modality.PROHIBITION if cell[1].startswith("N") else Modality.PERMISSION


def is_rule(sentence: str) -> bool:
    """Does the sentence do anything but state a fact?"""
    return _sentence(sentence) is not None


def _answer(text: str) -> Modality | None:
    if re.match(r"no\b(?! (?:one|member|staff))", text, _I):
        return Modality.PROHIBITION
    return Modality.PERMISSION if re.match(r"yes\b", text, _I) else None


def _item(text: str, lead_in: str) -> Modality | None:
    first = text[: sentences(text, 0, len(text))[0][1]] if text else ""
    governing = lead_modality(lead_in)
    if governing is None or governing is Modality.STATEMENT:
        return None
    if governing is Modality.PROHIBITION:
        own = _sentence(first, imperative=False) if _has_subject(first) else None
        return own or governing
    if say.IMPERATIVE_NOT.match(first):
        return Modality.PROHIBITION
    if governing is Modality.OBLIGATION and say.THINK_FIRST.match(first):
        return Modality.ADVICE
    own = _sentence(first, imperative=False) if _has_subject(first) else None
    return own or governing


def lead_modality(lead_in: str) -> Modality | None:
    """What a lead-in such as "Staff must not:" does to its list; None where it does nothing."""
    words = lead_in.rstrip(" :–-…")
    if re.search(r"\b(?:not|never|do not|don[’']t|avoid|refrain from|prohibited|forbidden|unacceptable)$", words, _I):
        return Modality.PROHIBITION
    if re.search(r"\b(?:may|can|free to|welcome to)(?: only| also)?$", words, _I):
        return Modality.PERMISSION
    last = sentences(words, 0, len(words))
    found = _sentence(words[last[-1][0] :]) if last else None
    mild = found in (Modality.PERMISSION, Modality.ADVICE)
    return None if mild and not say.OPEN.search(words) else found  # "… to keep them safe:" allows nothing


def _has_subject(text: str) -> bool:
    """May the item have a subject and a verb of its own, as "Employees must…" has?"""
    return not say.IMPERATIVE.match(text) and not say.IMPERATIVE_NOT.match(text)


def _sentence(sentence: str, *, imperative: bool = True) -> Modality | None:
    if sentence.rstrip().endswith("?"):
        return None
    plain = _BRACKETS.sub(" ", sentence).strip()
    main = say.RELATIVE.sub(" ", say.NO_RULE.sub(" ", main_clause(plain)))
    main = " ".join(main.split())
    if imperative and say.IMPERATIVE_NOT.search(main):
        return Modality.PROHIBITION
    if imperative and say.THINK_FIRST.match(main):
        return Modality.ADVICE
    found = _earliest(main)
    if found:
        return found
    return Modality.OBLIGATION if imperative and say.IMPERATIVE.match(main) else None


def _earliest(main: str) -> Modality | None:
    """The modality of the first words that carry one; where two begin together, the more particular."""
    places = []
    for rank, (pattern, modality) in enumerate(_ORDER):
        if hit := pattern.search(main):
            places.append((_verb_at(hit), rank, modality))
    if not places:
        return None
    if len(places) > 1 and _overrides(main, places):
        return Modality.ADVICE
    return min(places)[2]


def _verb_at(hit: re.Match[str]) -> int:
    modal = re.search(r"\b(?:may|can|must|should|shall|is|are|will|need|ha(?:s|ve))\b", hit[0], _I)
    return hit.start() + (modal.start() if modal else 0)


def _overrides(main: str, places: list[tuple[int, int, Modality]]) -> bool:
    return min(places)[2] is Modality.OBLIGATION and bool(re.search(r"\bis recommended that\b", main, _I))


_ORDER = (
    (say.ADVISES, Modality.ADVICE),
    (say.FORBIDS, Modality.PROHIBITION),
    (say.MAY_NOT, Modality.PROHIBITION),
    (say.ALLOWS, Modality.PERMISSION),
    (say.REQUIRES, Modality.OBLIGATION),
)
