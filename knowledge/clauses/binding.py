"""A clause in, whom it binds out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.model import Section

AUDIENCES = ("staff", "governors", "contractors", "volunteers", "pupils", "parents", "head")
_I = re.IGNORECASE
_WHO = {
    "staff": r"staff|employees?|teachers?|workers?|personnel|practitioners?|faculty|coach(?:es)?|colleagues|educators?|trainees?|adults",
    "governors": r"governors?|governing bod(?:y|ies)|local governing|trustees?|academy council|board members?|board of (?:the|trustees|governors)|governing board",
    "contractors": r"contractors?|contracted providers?|consultants?|suppliers?|agency|third part(?:y|ies)|service providers?",
    "volunteers": r"volunteers?|voluntary|(?:friends of the school|PTA) members",
    "pupils": r"pupils?|students?|children|young people|learners?",
    "parents": r"parents?|carers?|guardians?|famil(?:y|ies)",
    "head": r"head ?teachers?|heads?|head of school|principals?|executive head|senior leaders?|leadership team|SLT|school leaders?|managers?",
}
_WORDS = {who: re.compile(rf"\b(?:{words})\b", _I) for who, words in _WHO.items()}
_APPLIES = re.compile(
    r"\b(?:policy|procedure|guidance|handbook|document|principles|it|code)\b[^.]{0,60}\b(?:appl(?:ies|y)(?! to (?:the use|personal web|any use))|covers|"
    r"extends|is for|is intended for)\b|\bcollectively (?:referred to|known)\b|\brequired to comply with this policy\b|\bexpected to follow\b",
    _I,
)
_MODAL = re.compile(r"\b(?:must|should|shall|may|can|cannot|will|are|is|ha(?:s|ve)|need|ought|do|does|never)\b", _I)
_OPENING = re.compile(r"^(?:if|when|where|while|whilst|although|should|in the event|on|once|before|after)\b[^,]*,\s*", _I)
_INSTITUTION = re.compile(r"^(?:the |each |all |our )?(?:schools?|academ(?:y|ies)|nursery|we)\b(?! (?:staff|employees?|email|e-mail|social|media|logo))", _I)
_HEAD_DOES = re.compile(r"^(?:the |all |each )?(?:executive )?(?:head ?teachers?|heads? of school|principals?|heads?)\b(?!['’])", _I)


def reach_of(passages: Iterable[str]) -> tuple[str, ...]:
    """Whom the policy's rules bind where they say "staff", "employees" or "you": what its scope says."""
    found = {"staff"}
    for passage in passages:
        for sentence in re.split(r"(?<=[.;])\s+", passage):
            if _APPLIES.search(sentence):
                named = {who for who in ("governors", "contractors", "volunteers") if _WORDS[who].search(sentence)}
                found |= named if not re.search(r"\bnot (?:apply|cover)", sentence, _I) else set()
                if re.search(r"includ\w+ (?:the )?head", sentence, _I):
                    found.add("head")
    return tuple(who for who in AUDIENCES if who in found)


def binds(text: str, lead_in: str, section: Section, reach: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a clause binds: its subject, else its lead-in's, else whom the whole policy binds."""
    own = _subject(text, reach)
    if own:
        return own
    governed = _subject(lead_in, reach) if lead_in else ()
    if governed:
        return governed
    return ("parents",) if section is Section.PARENTS else reach


def _subject(text: str, reach: tuple[str, ...]) -> tuple[str, ...]:
    main = _OPENING.sub("", text, count=1)
    modal = _MODAL.search(main)
    if modal is None:
        return ()
    subject = main[: modal.start()]
    if _HEAD_DOES.match(main):
        return ("head",)
    if _INSTITUTION.match(main) and re.match(r"(?:must|should|shall|will)\b", modal[0], _I):
        return ("head",)
    if len(subject) > 90:
        return ()
    subject = re.split(r"\b(?:by|about|of (?:pupils|parents|children)|from|with|who|to whom|on)\b|['’]s?\b", subject)[0]
    named = {who for who in AUDIENCES if _WORDS[who].search(subject)}
    if "staff" in named or re.match(r"you\b", subject.strip(), _I):
        named |= set(reach)
    if named and named <= {"pupils"} and re.search(r"\b(?:be|not be|never be)\b", main[modal.end() : modal.end() + 12]):
        return ()  # "Pupils must not be discussed": they are the object
    return tuple(who for who in AUDIENCES if who in named)
