"""What a policy leaves open, found in its words: decisions for the school, blanks, other policies that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.clauses.sentences import sentences
from knowledge.model import Clause, Policy, Section

_I = re.IGNORECASE

# --- decisions for the school ---

_WHO = (
    r"(?:head ?teachers?|head|principal|governors|governing (?:body|board)|trustees|(?:each |individual |every |some |"
    r"the )?(?:schools?|academ(?:y|ies)|nurser(?:y|ies)|settings?)|(?:senior )?leadership team|slt)"
)
_DECIDES = r"(?:decide|determine|choose|set (?:out )?(?:its|their) own|agree (?:locally|its own|their own))"
_LEFT = re.compile(
    rf"\bit is (?:a matter )?(?:for|up to) (?:the |each )?{_WHO}\b[^.;]{{0,60}}"
    r"\bto (?:decide|determine|choose|agree|set)\b"
    rf"|(?<!, )\b{_WHO} (?:may|can|should|must|will need to|is to|are to) (?:also |each )?(?:wish to )?{_DECIDES}\b"
    r"(?! to take (?:legal|disciplinary))"
    rf"|\b(?:at|in) the (?:absolute |sole )?discretion of (?:the |each )?{_WHO}\b"
    rf"|\bat (?:the )?{_WHO}[’']?s? discretion\b"
    r"|\b(?:as|unless otherwise|except where otherwise) (?:agreed|determined|decided|directed|specified|permitted|set) "
    rf"by (?:the |each )?{_WHO}\b",
    _I,
)
_BLANK = re.compile(
    r"\[(?:[^\]]{0,60}\b)?(?:insert|delete|add|enter|name|date)\b[^\]]*\]|\b(?:insert|delete) (?:school|as)\b"
    r"|_{3,}|…{2,}|\.{5,}",
    _I,
)
_SIGNING = re.compile(r"\W*(?:signed|signature|date|name)\b", _I)  # a line that is filled in by hand, on paper


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A sentence that leaves something to the school; `blank`: something was never filled in."""

    clause: Clause
    text: str
    blank: bool = False


def left_open(policy: Policy) -> tuple[LeftOpen, ...]:
    """What the school has to decide or fill in, in the order of the policy."""
    return tuple(
        found for clause in policy.clauses if clause.section is not Section.GLOSSARY for found in _open(clause)
    )


def _open(clause: Clause) -> Iterator[LeftOpen]:
    for start, end in sentences(clause.text, 0, len(clause.text)):
        text = clause.text[start:end]
        if _BLANK.search(text) and not _SIGNING.match(text):
            yield LeftOpen(clause, text, blank=True)
        elif _LEFT.search(text):
            yield LeftOpen(clause, text)


# --- other policies ---

_KIND = r"(?:Polic(?:y|ies)|Procedures?|Code of Conduct|Agreement|Handbook|Protocol|Guidance|Guidelines|Statement)"
_WORD = r"[A-Z][\w’'/&-]*"
_NAME = re.compile(
    rf"\b(?:{_WORD}(?: (?:{_WORD}|of|and|for|on|at|in|&|/))*? )?{_KIND}(?: and (?:{_KIND}))?(?: (?:for|on) (?:{_WORD})"
    rf"(?: (?:{_WORD}|of|and|for|on))*)?\b"
)
_PLAIN = re.compile(
    r"\b(?:disciplinary|safeguarding|child protection|data protection|acceptable use|whistle-?blowing|complaints"
    r"|grievance|equal(?:ity| opportunities)|anti-bullying|behaviour|e-safety|online safety|dignity at work|capability)"
    r" (?:policy(?: and procedures?)?|procedures?|agreement)\b|\bcode of conduct\b",
)
_TOGETHER = re.compile(
    r"\b(?:in conjunction with|alongside|related|linked|refer to) (?:the )?(?:following|these)?\b.*?:"
    r"|\brelated policies\b",
    _I,
)
_BULLET = re.compile(r"(?:^|\s)[-–·•*]\s+|;\s*")
_ITSELF = re.compile(r"^(?:this|the|these|our|any|all|other|school|academy|such|policy|trust)$", _I)
_EDGES = re.compile(r"^(?:The|This|These|Our|Any|All|Other|Each|A|An|If|Under|See|In)\s+|(?:\s+(?:of|and|for|on))+$")
_ANY_POLICY = """
policy policies procedure procedures guidance guidelines guideline agreement statement handbook protocol the of and for
on in our school schools academy trust staff model this
"""
_PLAIN_WORDS = frozenset(_ANY_POLICY.split())
_SAME = {"e-safety": "online safety", "esafety": "online safety",
         "e-safeguarding": "online safety", "usage": "use", "it": "ict", "equality": "equal"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """Another policy that a clause names; `loaded` is that policy, where the school has it in force here."""

    name: str
    clause: Clause
    loaded: Policy | None = None


def named(policy: Policy, in_force: Sequence[Policy]) -> tuple[Named, ...]:
    """The other policies that a policy names, each once, where it is named first."""
    found: dict[frozenset[str], Named] = {}
    others = [one for one in in_force if one.sha != policy.sha]
    for clause in policy.clauses:
        by_title = [one.title for one in others if one.title.casefold() in clause.text.casefold()]
        for name in (*by_title, *_names(clause)) if clause.section is not Section.REVIEW else ():
            signs = _signs(name)
            if signs and not _itself(name, policy) and not any(signs <= known for known in found):
                found[signs] = Named(name, clause, _loaded(signs, others))
    return tuple(found.values())


def _names(clause: Clause) -> Iterator[str]:
    together = _TOGETHER.search(clause.quotation)
    if together is not None:
        listed = _BULLET.split(clause.quotation[together.end() :])
        if len(listed) > 1 or clause.lead_in:
            yield from (_tidy(one) for one in listed if 3 <= len(one.strip()) <= 90)
            return
    for pattern in (_NAME, _PLAIN):
        for hit in pattern.finditer(clause.text):
            name = _tidy(hit[0])
            if " " in name and not _ITSELF.match(name.rsplit(" ", 1)[0]):
                yield name


def _itself(name: str, policy: Policy) -> bool:
    """Does a policy name itself, perhaps with the council's name before? An agreement on the same is another."""
    own = _signs(policy.title)
    return bool(own) and own <= _signs(name) and name.casefold().split()[-1] in policy.title.casefold().split()


def _tidy(name: str) -> str:
    return _EDGES.sub("", name.strip(" .,;:–-*·•"))


def _signs(name: str) -> frozenset[str]:
    """The words that tell one policy from another."""
    words = re.findall(r"[\w-]+", re.sub(r"\([^)]*\)", " ", name.casefold().replace("’s", "").replace("'s", "")))
    plain = " ".join(_SAME.get(word, word) for word in words).split()
    return frozenset(word.removesuffix("s") for word in plain if word not in _PLAIN_WORDS)


def _loaded(signs: frozenset[str], in_force: Sequence[Policy]) -> Policy | None:
    for one in in_force:
        theirs = _signs(one.title)
        if theirs and (signs <= theirs or theirs <= signs):
            return one
    return None
