"""What kind of question it is: may I, must I, is it wise, what happens, does it apply; and which way round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What the asker wants to know."""

    MAY = "may"  # can I, is it ok, allowed?
    MUST = "must"  # do I have to, should I
    WHAT_TO_DO = "what_to_do"  # what do I do about, how do I
    WHO = "who"  # who do I tell, whose approval
    WISE = "wise"  # is it wise, anything to watch
    FACT = "fact"  # does it apply, can the school, what happens if
    WHEN = "when"  # how often, which date
    BARE = "bare"  # a phrase without a question


_FORMS: tuple[tuple[Form, str], ...] = (
    (Form.WHEN, r"\b(how (often|long|regularly|frequently)|when (is|was|does|do|did|will|were)|what date|which date|"
                r"next review|review date|how recent|last (reviewed|updated)|out of date)\b"),
    (Form.WHO, r"\b(who (do|does|did|should|must|shall|can|is|are|am|has|have|needs?|would|will|else|to|"
               r"signs?|approves?|decides?|"
               r"gets?|says?|ought|owns?|wrote|makes?|checks?)|whose|which person|to whom|whom|who('s|"
               r" is) (the )?(right|best) person|"
               r"who i (should|need|have|must|ought))\b"),
    (Form.WISE, r"\b(wise|sensible|good idea|bad idea|advisable|risky|risks?|watch out|wary|careful|cautious|"
                r"sensibly|unwise|"
                r"safe to|best (practice|advice)|any advice|recommended|a worry|worry about|thing to worry|relax|"
                r"think twice|anything i (should|ought|need to) (know|watch|think|bear|consider|be aware)|"
                r"anything (else )?(to|i should) (be|watch|bear|think|look))\b"),
    (Form.WHAT_TO_DO, r"\b(what (do|should|must|shall|am|are|can|would|happens now|next|now|steps?|have) (i|"
                      r"we|staff|she|he|they|you|to|a|the|my)\b"
                      r"(?! (allowed|like|want))|what (now|next)|how (do|should|can|must|would|am|are|"
                      r"ought) (i|we|you|staff|she|he|they)|"
                      r"what('s| is) the (procedure|process|protocol|right thing|drill|form|best way)|"
                      r"what to do|how to|"
                      r"advice on what|steps (do|should|must))\b"),
    (Form.MUST, r"\b(do(es)? (i|we|he|she|they|it|staff|you|someone|anyone|the head|heads|the school|schools|"
                r"parents|governors|teachers|volunteers|everyone|"
                r"anybody|anything|my|our|\w+ \w+)? ?(really |actually |still |even |all )?(have to|need to|"
                r"got to|need|has to|needs to|be)\b|"
                r"have (i|we|they) (really |actually )?got to|"
               r"do(es)?n'?t (i|we|he|she|they|staff) (have|need) to|has (it|she|he|the \w+) got to|"
                r"am i (really )?(meant|supposed|expected|obliged|required|bound)|"
                r"are (we|they|staff|you|heads|schools) (all )?(meant|supposed|expected|obliged|required|"
                r"bound)|is (it|that) (compulsory|mandatory|obligatory|required|a requirement|my (job|duty|"
                r"responsibility)|up to me)|"
                r"must (i|we|staff|he|she|they|it|the)|should (i|we|staff|she|he|they|the|it|a|all)|ought (i|"
                r"we|staff)|"
                r"is (there )?anything (i|we) (have|need|must|should|ought)|need (i|we) |required to|"
                r"obliged to|necessary|compulsory|mandatory)"),
    (Form.FACT, r"\b(what happens|what (could|would|will) happen|could i (be|lose|get)|can i (be|get|"
                r"lose) (sacked|fired|disciplined|sued|suspended|dismissed|done|in trouble|prosecuted|barred|"
                r"my job)|"
                r"can (they|the school|the academy|the head|the trust|management|slt|it|someone at school|"
                r"my manager|governors|you) |"
                r"do(es)? (the |this |our |your |that )?(policy|rules?|guidance|school|academy|trust|head|"
                r"council|it|this|that|they) |"
                r"is (it|this|that) (only|also|just|covered|counted|included)|does (it|this|that) (apply|"
                r"cover|count|include|mean|stop|extend|bind|matter)|"
                r"appl(y|ies) to|count as|covered by|am i covered|are (we|they|\w+) covered|include[sd]?|"
                r"in trouble|sacked|disciplinary|lose my job|"
                r"be (done|disciplined|sued|sacked|dismissed)|liable|gross misconduct|what (is|are|counts|"
                r"does|laws?|kind|sort)|which (laws?|policies|policy|other|sites)|where (is|can|do))"),
    (Form.MAY, r"\b(can (i|we|he|she|they|you|staff|a|the|my|our|our|someone|anyone|somebody|teachers?|tas?|"
               r"parents?|governors?|pupils?|volunteers?|it)|"
               r"could (i|we|she|he|they|a|the|my)|may (i|we|staff|he|she)|am i (ok|okay|alright|all right|"
               r"fine|free|allowed|permitted|able|right|good|safe|in the clear|clear)|"
               r"(is|are|would|was) (it|that|this|they|there|we|staff|he|she) (be )?(still |really |actually |"
               r"also |even )?(ok|okay|alright|all right|fine|allowed|permitted|acceptable|a problem|an issue|"
               r"against|legit|cool|wrong|bad|any)|"
               r"ok(ay)? (to|if|for|with|by|then)|alright (to|if|for)|all right (to|if)|fine (to|if|for)|"
               r"allowed|permitted|permissible|acceptable|any (problem|objection|harm|issue|rule)|"
               r"(that|it)( is|'s) (ok|okay|fine|alright|all right)|against (the )?(rules|policy)|let (my|the|"
               r"a|pupils)|mind if|free to|do i get to|am i free|is there (any(thing)?|a) (\w+ )?(problem|"
               r"rule|reason|stopping|wrong|harm)|"
               r"nothing (wrong|to stop|stopping)|(is|are) .{2,40} (ok|okay|allowed|alright|fine|permitted|"
               r"acceptable|banned|forbidden)|"
               r"(ok|okay|allowed|alright|fine|yes or no|permitted|surely|right|isn'?t it|is not it|can'?t i|"
               r"can not i|yeah|innit)\s*\?*$)"),
)  # fmt: skip
# One pattern, with a group for each form in their order; a form's own brackets make no group.
_ANY_FORM = re.compile(
    r"\b(?:" + "|".join(f"({re.sub(r'[(](?![?])', '(?:', pattern[2:])})" for _, pattern in _FORMS) + ")"
)

_NEGATED = re.compile(
    r"\b(ok|okay|fine|alright|all right|allowed|permitted|acceptable|free|can i|could i|may i)( if i| for me|"
    r" to)? (to )?(not|ignore|refuse|skip|leave|"
    r"decline|avoid|say no|turn down|opt out|never)\b|\bnot (have to|need to|bother)|\b(without|rather not|"
    r"stay off|get out of|don'?t have to|do not have to|"
    r"need not|get away with not)\b|\bif (i|we|she|he|they) (don'?t|do not|doesn'?t|didn'?t|did not)\b|"
    r"\bdo(es)?n'?t (i|we|he|she|they|staff) (have|need) to\b"
)
_PERMISSION = re.compile(
    r"\b(do|does|would|will) .{1,25} (need|have to (ask|get|seek|have)) .{0,30}(permission|approval|consent|"
    r"authoris|ok |okay|sign)|\b(is|are|need) (\w+('s)? )?(permission|approval|consent)\b|"
    r"\bhave (i|we) (really |actually )?got to (ask|get|seek)\b"
)
_CLEAR = re.compile(
    r"\b(in the clear|off the hook|none of this applies|does ?n[o']t (apply|count|matter)|do(es)? not (apply|"
    r"count|matter)|nobody('s| is) business|"
    r"no one('s| is) business|nothing to do with (school|work|you)|so i can say what i like|own time so|"
    r"can say what i like)\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """The form of a question. `negated`: asks to do without; `needs`: asks whether permission is needed."""

    form: Form
    negated: bool
    needs: bool
    clear: bool  # hopes to be outside the rules: “so I'm in the clear?”


def asked(text: str) -> Asked:
    """The form of `text`: of its last sentence that has a question's form, else of any, else BARE."""
    low = text.lower().replace("’", "'")
    sentences = [s.strip() for s in _SENTENCE.findall(low) if s.strip()]
    questions = [s for s in sentences if s.endswith("?")] or sentences
    form = Form.BARE
    for sentence in reversed(questions):
        form = _form_of(sentence.rstrip("?!. "))
        if form is not Form.BARE:
            break
    if form is Form.BARE:
        form = _form_of(low)
    return Asked(form, bool(_NEGATED.search(low)), bool(_PERMISSION.search(low)), bool(_CLEAR.search(low)))


def _form_of(sentence: str) -> Form:
    """The form that begins first: that is the question, what comes later is its content.

    Where two begin at the same place the more special one, which stands above the other, wins.
    """
    found = _ANY_FORM.search(sentence)
    return _FORMS[found.lastindex - 1][0] if found and found.lastindex else Form.BARE
