"""Words in, what they do out: forbid, require, allow, advise, or state a fact.

"Only … may" is read as a permission; what follows "only" is one of the clause's conditions (see `conditions`), so
that it is never a plain yes. "Should" requires, unless what should be done is to think, consider or take care.
"""

from __future__ import annotations

import re

from knowledge.clauses.openings import main_clause
from knowledge.clauses.sentences import sentences
from knowledge.model import Modality

_I = re.IGNORECASE
_ADVERB = r"(?:(?:also|always|at all times|therefore|still|normally|generally|ordinarily|in turn|however|only|then|"
_ADVERB += r"all|both|each|instead|,|–|-|\w+ly|under any circumstances)\s+){0,3}"
_THINKING = (
    r"(?:be |remain |stay |become |act |exercise |apply |use |take |bear |have )?(?:extreme(?:ly)? |great(?:er)? |very |due |"
    r"particular(?:ly)? |especially |always |also |carefully |the following |this |these |it |appropriate )*(?:be )?"
    r"(?:mindful|aware|conscious|cautious|caution|careful(?:ly)?|wary|alert|vigilant|guarded|considerate|"
    r"consider|think|remember|understand|assume|bear|in mind|keep (?:this|these|it) in mind|recogni[sz]e|"
    r"reali[sz]e|note|reflect|encouraged?|appreciate|care (?:when|in|over|to|with|about))\b"
)

_NO_RULE = re.compile(  # words of duty that state a fact, or say only how the policy is to be read
    r"(?:should |must |will |can )?(?:have )?no expectation of (?:privacy|confidentiality)|(?:should|must) be noted that|must have been|"
    r"recommended for adoption|(?:crucial|important|essential|vital) that (?:pupils|parents|the public)|"
    r"\bif you (?:have any|require)\b.*\bplease\b.*|\bonly needs? to\b|"
    r"\b(?:polic(?:y|ies)|procedures?|guidance|guidelines|documents?|list) (?:\w+ )?(?:should|must|will) (?:also )?be "
    r"(?:read|used|reviewed|seen)\b.*|\bmonitor\w*, [^.]*\byou consent\b",
    _I,
)
_FORBIDS = re.compile(
    rf"\b(?:must|shall|should|ought|will|can|could)\s+{_ADVERB}(?:not|never|no longer|neither|under no circumstances)\b"
    r"|\b(?:cannot|can't|mustn't|shouldn't|can’t|mustn’t|shouldn’t)\b"
    r"|\b(?:is|are|be|will be|was)\s+(?:\w+ly\s+)?(?:not|never)\s+(?:\w+ly\s+)?"
    r"(?:permitted|allowed|acceptable|appropriate|tolerated|authori[sz]ed|to\b|expected to|permissible|accepted)"
    r"|\b(?:is|are) never (?:to be )?\w+(?:ed|en|wn)\b|\b(?:asked|requested|told|instructed) not to\b"
    r"|\b(?:is|are) not (?:used|taken|shared|posted|published|kept|stored|uploaded|carried|brought|worn|named|identified|accessed)\b"
    r"|\b(?:staff|employees|practitioners|teachers|volunteers|governors|we|adults)(?: members)? (?:do not|don[’']t|never) "
    r"(?!expect|have|need|wish|want|mind|object)\w+"
    r"|(?<!not )\b(?:prohibit(?:s|ed)?|forbid(?:s|den)?|forbade|banned|unacceptable|impermissible|inadmissible|off limits)\b"
    r"|\b(?:does|do|will) not (?:permit|allow|tolerate|accept|authori[sz]e|condone)\b"
    r"|\bno (?:member of staff|staff|employee|teacher|adult|volunteer|governor|one|person|pupil|student|photograph"
    r"|image|information|contact|picture|personal|images|photographs|school)s?\b[^.;]{0,60}\b(?:may|must|should|can|shall|is|are) "
    r"|\bunder no circumstances\b|\bnot under any circumstances\b|\bzero[- ]tolerance\b"
    r"|(?<!to )\b(?:ensure|make sure|check)(?: that)?(?: there (?:is|are))? no\b(?! longer)|(?<!to )\bensure (?:that )?(?:[\w/]+ ){1,8}(?:do|does|is|are) (?:not|never)\b"
    r"|\b(?:must|should|shall|to) be avoided\b|\b(?:must|should|shall|to) (?:\w+ly )?(?:avoid|refrain|desist|cease)\b",
    _I,
)
_MAY_NOT = re.compile(r"\b(?:staff|employees?|you|teachers?|volunteers?|governors?|members?|they|pupils?|students?|contractors?|"
                      r"parents?|person|worker|practitioners?|devices?|phones?|photographs?|accounts?)\s+may not\b", _I)
_IMPERATIVE_NOT = re.compile(r"^[“‘\"'(]*(?:please )?(?:do not|don[’']t|never|not\b(?! all| every| only)|no\b(?= \w+ing)|"
                             r"avoid|refrain|stop|cease|not to\b)|;\s*(?:do not|don[’']t|never)\b|\((?:for example, )?never\b", _I)
_REQUIRES = re.compile(
    r"\b(?:must|shall|should|ought to|needs? to|ha(?:s|ve) to|required to|obliged to|obligated to|"
    r"(?:staff|employees?|you|members?|teachers?|volunteers?|contractors?|pupils?|students?) (?:is|are) to|"
    r"expect(?:s|ed)? (?:that |all |staff |employees |to |users |you |members )+|bound by|mandatory|compulsory|"
    r"(?<!held )(?<!vicariously )(?:responsible|accountable|answerable) for|(?:individual|personal|own) responsibility|"
    r"responsibility (?:to|of|for)|duty to|has a duty|(?:essential|vital|imperative|crucial|necessary|important) (?:that|to|for)|"
    r"will (?:ensure|make|report|follow|seek|inform|comply|keep|check|be required|be expected|act|maintain|adhere|monitor|ask|always))\b",
    _I,
)
_PEOPLE = (
    r"(?:staff|employees?|members?|teachers?|you|they|users?|governors?|volunteers?|contractors?|we|individuals?|"
    r"adults?|people|persons?|colleagues|lead|coordinators?|faculty|leaders?|headteachers?|pupils?|students?|parents?|carers?|practitioners?|workers?|personnel|trainees?|"
    r"trustees?|coach(?:es)?|club|media|devices?|phones?|groups?|photographs?|images?|accounts?|sites?|posts?)"
)
_DEED = (
    r"(?:use|post|share|access|contact|communicate|take|create|join|comment|accept|add|follow|like|keep|request|publish|"
    r"upload|mention|discuss|bring|carry|set|ask|respond|reply|apply|attend|record|photograph|download|send|wear|"
    r"un[-‘’']?tag|continue|retain|opt|connect|link|refer|engage|participate|work|express|store|make|do so|"
    r"be (?:used|created|taken|posted|shared|made|kept|stored|published|uploaded|accessed|given|worn|brought|granted|"
    r"permitted|allowed|authori[sz]ed|sent|added|set up|acceptable|appropriate))"
)
_ALLOWS = re.compile(
    rf"\b{_PEOPLE}\b(?:\s+\([^)]*\))?(?:\s+\w+){{0,6}}?\s+(?:may|can)(?:,? (?:also|however|therefore|still|then|only|freely)\b,?)*\s+"
    rf"[‘'“\"]?{_DEED}\b"
    r"|\bonly\b[^.;]{3,80}?\b(?:may|can) \w+|\bmay,?(?: [\w ]+,)? (?:allow|permit|authori[sz]e|grant|approve|agree)\b|\bnot prohibited\b"
    r"|\b(?:is|are|be) (?:\w+ly )?(?:free|welcome|entitled|at liberty) to\b|\bnothing to (?:stop|prevent)\b"
    r"|\b(?:is|are|be) (?:\w+ly |only |actively )*(?:permitted|allowed|permissible|encouraged|acceptable|authori[sz]ed)\b"
    r"|\b(?:we|the (?:school|academy|nursery|trust)) (?:will|may|can)? ?(?:also )?uses?\b|\bpermits?\b|\ballows?\b(?= (?:staff|employees|limited|reasonable|occasional|personal|teachers|you))"
    r"|\b(?:not|never) (?:intended|designed|meant) to (?:prevent|deter|stop|prohibit|discourage|restrict)\b"
    r"|\bdo(?:es)? not (?:expect|require|need|prevent|prohibit|restrict|preclude|apply to)\b"
    r"|\bno (?:objection|restriction|need to)\b|\b(?:may|can) (?:also )?encourage\b|\bencourages?\b"
    r"|\bmay,? (?:therefore,? )?be (?:authori[sz]ed|acceptable|permitted|allowed|used|granted|taken|made|shared|posted)\b"
    r"|\bcan (?:also )?be used to\b|\b(?:may|can) (?:only )?be (?:undertaken|populated|taken|used|posted|published|made|shared)\b",
    _I,
)
_ADVISES = re.compile(
    rf"\b(?:must|should|shall|ought to|needs? to|ha(?:s|ve) to|will|would|to|important to)\s+{_ADVERB}{_THINKING}"
    r"|\b(?:strongly |well )?advis(?:ed|able|e)\b(?! (?:the|that the|his|her|their) (?:head|line|manager))|\brecommend(?:s|ed)?\b|\bcaution is\b|\bgood (?:idea|practice)\b"
    r"|\bbear in mind\b|\b(?:asked|requested) to\b|\bbest (?:stance|practice|approach|advice)\b|\bunwise\b|\bnot (?:a good idea|safe|wise|advisable|sensible)\b"
    r"|\bsuggest(?:s|ed)?\b|\bsensible to\b|\bwise to\b|\b(?:exercise|use|take) (?:\w+ )?(?:caution|care|discretion)\b"
    r"|\b(?:essential|vital|important|crucial) that [^.]{0,30}\baware\b"
    r"|\bconsideration (?:should|must) be given\b"
    r"|\bencouraged? to (?:consider|think|check|report|be)\b|\bidea to\b|\bbe guarded\b|\bin doubt\b|\bthink (?:carefully|before|twice)\b",
    _I,
)
_THINK_FIRST = re.compile(rf"^(?:please |always )?(?:{_THINKING}|remember|think|note that|caution)", _I)
_IMPERATIVE = re.compile(
    r"^(?:please |always |immediately |only |first,? |then |instead,? )*(?:ensure|report|keep|ask|check|use|make|maintain|seek|"
    r"comply|follow|inform|tell|protect|set|turn|delete|remove|store|save|speak|contact|refer|notify|complete|sign|read|respect|"
    r"obtain|get|limit|log|change|decline|block|review|act|behave|adhere|observe|take|treat|state|write|discuss|record|"
    r"familiari[sz]e|understand|provide|monitor|promote|uphold|raise|return|lock|switch|screenshot|separate|be|have|give|help|"
    r"educate|agree|teach|visit|explain|encourage|show|direct|avoid|declare|disclose|choose|pass|call|leave|model|demonstrate)\b"
    r"(?! (?:of|is|are|by)\b)",
    _I,
)
_RELATIVE = re.compile(
    r"\b(?:which|who|that(?! (?:staff|employees|you|all|there is|the employee)\b)|whom|whose|because|so that|what|whether|"
    r"why|how|when|if|where)\s+"
    r"(?:(?:is|are) (?:not )?\w+|"
    r"(?:(?:they|it|he|she|he/she|you|we|one|\w+ (?:they|you|we)|social media|members of staff|staff members|(?:the |an? |their |your |some |all |other |any )?[a-z]+s?)\s+)?"
    r"(?:also\s+)?(?:may|might|can|could|would|should|must|cannot|will|ought to)\s+"
    r"(?:(?:and|or)\s+(?:shouldn[’']t|should not|must not|can[’']t|cannot)\s+)?(?:not\s+)?(?:also\s+)?\w+)",
    _I,
)
_OPEN = re.compile(
    r"\b(?:to|that|may|can|should|must|allowed|permitted|acceptable|encouraged|advised|recommended|include|includes|including|"
    r"in mind|as follows|therefore|when|if|where|for|by|about)$|\bfollowing\b|\bbelow\b",
    _I,
)
_BRACKETS = re.compile(r"\([^)]*\)")


def modality_of(text: str, lead_in: str = "", heading: str = "") -> Modality:
    """What a clause does. `lead_in` governs a list item that has no verb of its own; `heading` may be a question."""
    if heading.endswith("?") and (answer := _answer(text)):
        return answer
    if lead_in and (item := _item(text, lead_in)):
        return item
    found = [one for one in (_sentence(text[a:b]) for a, b in sentences(text, 0, len(text))) if one]
    if found:
        return found[0] if found[0] is not Modality.ADVICE or Modality.PROHIBITION not in found else Modality.PROHIBITION
    return Modality.STATEMENT


def row_modality(text: str) -> Modality | None:
    """What a table row says where a cell of it is a plain yes or no; None where none is."""
    cell = re.search(r"(?:[:;\t|]|(?<=\w)) *\b(No|Never|Not (?:allowed|permitted)|Yes|Allowed|Permitted)\b(?=\s*(?:[;,.–(]|$|[A-Z]))", text)
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
    if _IMPERATIVE_NOT.match(first):
        return Modality.PROHIBITION
    if governing is Modality.OBLIGATION and _THINK_FIRST.match(first):
        return Modality.ADVICE
    own = _sentence(first, imperative=False) if _has_subject(first) else None
    return own or governing


def lead_modality(lead_in: str) -> Modality | None:
    """What a lead-in such as "Staff must not:" does to its list; None where it does nothing."""
    words = lead_in.rstrip(" :–-…")
    if re.search(r"\b(?:not|never|do not|don[’']t|avoid|refrain from|prohibited|forbidden|unacceptable)$", words, _I):
        return Modality.PROHIBITION
    last = sentences(words, 0, len(words))
    found = _sentence(words[last[-1][0] :]) if last else None
    mild = found in (Modality.PERMISSION, Modality.ADVICE)
    return None if mild and not _OPEN.search(words) else found  # "… to keep them safe:" allows nothing


def _has_subject(text: str) -> bool:
    """May the item have a subject and a verb of its own, as "Employees must…" has?"""
    return not _IMPERATIVE.match(text) and not _IMPERATIVE_NOT.match(text)


def _sentence(sentence: str, *, imperative: bool = True) -> Modality | None:
    if sentence.rstrip().endswith("?"):
        return None
    plain = _BRACKETS.sub(" ", sentence).strip()
    main = _RELATIVE.sub(" ", _NO_RULE.sub(" ", main_clause(plain)))
    main = " ".join(main.split())
    if imperative and _IMPERATIVE_NOT.search(main):
        return Modality.PROHIBITION
    if imperative and _THINK_FIRST.match(main):
        return Modality.ADVICE
    found = _earliest(main)
    if found:
        return found
    return Modality.OBLIGATION if imperative and _IMPERATIVE.match(main) else None


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
    (_ADVISES, Modality.ADVICE),
    (_FORBIDS, Modality.PROHIBITION),
    (_MAY_NOT, Modality.PROHIBITION),
    (_ALLOWS, Modality.PERMISSION),
    (_REQUIRES, Modality.OBLIGATION),
)
