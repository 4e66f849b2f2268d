"""A clause in, whom it binds out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.clauses.modality import is_rule
from knowledge.clauses.openings import main_clause
from knowledge.clauses.sentences import sentences
from knowledge.model import Section

AUDIENCES = ("staff", "governors", "contractors", "volunteers", "pupils", "parents", "head")
_I = re.IGNORECASE
_WHO = {
    "staff": r"staff|employees?|teachers?|workers?|personnel|practitioners?|faculty|coach(?:es)?|colleagues"
    r"|educators?|trainees?|adults",
    "governors": r"governors?|governing bod(?:y|ies)|local governing|trustees?|academy council|board members?"
    r"|board of (?:the|trustees|governors)|governing board",
    "contractors": r"contractors?|contracted providers?|consultants?|suppliers?|agency|third part(?:y|ies)"
    r"|service providers?",
    "volunteers": r"volunteers?|voluntary|(?:friends of the school|PTA) members",
    "pupils": r"pupils?|students?|children|young people|learners?",
    "parents": r"parents?|carers?|guardians?|famil(?:y|ies)",
    "head": r"head ?teachers?|heads?|head of school|principals?|executive head|senior leaders?|leadership team"
    r"|SLT|school leaders?|managers?",
}
_WORDS = {who: re.compile(rf"\b(?:{words})\b", _I) for who, words in _WHO.items()}
_APPLIES = re.compile(
    r"\b(?:policy|procedure|guidance|handbook|document|principles|it|code)\b[^.]{0,40}?\b(?:appl(?:ies"
    r"|y) to(?! (?:the use|personal web|any use))|"
    r"covers|extends to)\b|\b(?:policy|document) is (?:for|intended for|aimed at)\b|\bcollectively (?:referred to"
    r"|known)\b|"
    r"\brequired to comply with this policy\b|\bexpected to follow\b",
    _I,
)
_UNDER = re.compile(
    r"\b(?:under the (?:direction|control|management|authority)|employed|adopted|approved"
    r"|appointed) (?:of|by)\b[^,;.]*",
    _I,
)
_MODAL = re.compile(
    r"\b(?:must|should|shall|may|can|cannot|will|would|could|are|is|ha(?:s|ve)|need|ought|do|does"
    r"|never)\b",
    _I,
)
_LABEL = re.compile(r"^[A-Z][\w ]{2,40}:\s+(?=[A-Z])")
_INSTITUTION = re.compile(
    r"(?:the |each |all |our |this |every )?(?:schools?|academ(?:y|ies)|nursery|nurseries|trust|district|college"
    r"|setting|we)"
    r"(?: ?/ ?(?:school|academy|trust))?(?: and \w+)? $",
    _I,
)
_LETS = re.compile(r"(?:may|can),?(?: [\w ]+,)? (?:allow|permit|authori[sz]e|grant|approve|agree)\b", _I)
_AFTER_SUBJECT = re.compile(
    r"\b(?:by|about|of (?:(?:our|the|an?|any|all|each|other|former) )?(?:pupils?|parents?|children|learners?|students?"
    r"|carers?)|from|with|who|to|on|between|for|that|which)\b"
)
_TO_THE_READER = re.compile(r"(?:please )?(?:do not|don[’']t|never)\b", _I)
_OWNER = re.compile(r"['’]s?(?=\s)")  # "parents' evening photographs must…": no parent is bound
_HEAD_DOES = re.compile(
    r"(?:the |all |each |our )?(?:executive )?(?:head ?teachers?|heads?(?: of school)?|principals?"
    r"|school leaders?|superintendent|"
    r"(?:nursery|centre) managers?|senior leaders?|(?:senior )?leadership team|line managers?|managers?)"
    r"(?: ?[(/][^)]*\)?| (?:and|or) [\w ]+)? $",
    _I,
)


def reach_of(passages: Iterable[str]) -> tuple[str, ...]:
    """Whom the policy's rules bind where they say "staff", "employees" or "you": what its scope says."""
    found = {"staff"}
    for passage in passages:
        for sentence in re.split(r"(?<=[.;])\s+", passage):
            if _APPLIES.search(sentence):
                plain = _UNDER.sub("", sentence)
                named = {who for who in ("governors", "contractors", "volunteers") if _WORDS[who].search(plain)}
                found |= named if not re.search(r"\bnot (?:apply|cover)", sentence, _I) else set()
                if re.search(r"includ\w+ (?:the )?head", sentence, _I):
                    found.add("head")
    return tuple(who for who in AUDIENCES if who in found)


def binds(text: str, lead_in: str, section: Section, reach: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a clause binds: its subject, else its lead-in's, else whom the whole policy binds."""
    own = _subject(text, reach)
    if section is Section.PARENTS:  # there "you" and "staff" do not mean the school's own people
        return own if own and own[0] in ("governors", "head") else ("parents",)
    if own:
        return own
    governed = (_addressed(lead_in) or _subject(lead_in, reach)) if lead_in else ()
    return governed or reach


def _addressed(lead_in: str) -> tuple[str, ...]:
    """Whom a lead-in such as "The policy also applies to governors as follows:" names."""
    found = re.search(r"\bappl(?:ies|y) to\b(.*)", lead_in, _I)
    named = {who for who in AUDIENCES if found and _WORDS[who].search(found[1])}
    return tuple(who for who in AUDIENCES if who in named)


def _subject(text: str, reach: tuple[str, ...]) -> tuple[str, ...]:
    """The first sentence that has a person for its subject tells."""
    every = [text[a:b] for a, b in sentences(text, 0, len(text))]
    found = [_subject_of(one, reach) for one in [one for one in every if is_rule(one)] or every]
    first = next((one for one in found if one), ())
    others = {"pupils", "parents"}  # of whom a later sentence may speak too, after a rule that names nobody
    return () if first and first is not found[0] and others.issuperset(first) else first


def _subject_of(text: str, reach: tuple[str, ...]) -> tuple[str, ...]:
    text = _LABEL.sub("", text)
    main = main_clause(text)
    main = re.split(r"\b(?:unless|except|other than|apart from|if|when|until)\b", main, flags=_I)[0]
    modal = _MODAL.search(main)
    if modal is None or _TO_THE_READER.match(main):
        return ()
    subject = main[: modal.start()]
    if main != text:  # after "If a pupil, parent or governor …, staff must" only the last part is the subject
        subject = subject.rsplit(",", 1)[-1].lstrip()
    if _HEAD_DOES.match(subject):
        return reach if _LETS.match(main, modal.start()) else ("head",)
    if _INSTITUTION.match(subject) and re.match(r"(?:must|should|shall|will)\b(?! use)", main[modal.start() :], _I):
        return ("head",)  # what the school has to do, its head answers for
    long = len(subject) > 90
    subject = _AFTER_SUBJECT.split(subject)[0]
    if long or _OWNER.search(subject):
        return ()
    named = {who for who in AUDIENCES if _WORDS[who].search(subject)}
    if "staff" in named or re.match(r"you\b", subject.strip(), _I):
        named |= set(reach)
    if named <= {"pupils", "parents"} and re.match(r"\s+(?:not |never )?(?:be|appear|feature)\b", main[modal.end() :]):
        return ()  # "Pupils must not be discussed": they are the object
    return tuple(who for who in AUDIENCES if who in named)
