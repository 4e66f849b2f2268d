"""Whom outside the school a concern must reach, put down with its reference: and what is then kept here.

The designated officer, the safeguarding system, an employer elsewhere, the regulator.
"""

from __future__ import annotations

from handlers.concerns.acts import LEADS, Act, Outcome, Reading, long_text, news, recorded, words_of
from handlers.concerns.case import What
from handlers.concerns.deciding import BASIC
from handlers.concerns.kinds import Kind
from handlers.concerns.whom import typed
from handlers.desk import SUPPLY, Role
from handlers.model import Answers, Field, FieldKind, Post
from handlers.wording import listed

_EMPLOYED_ELSEWHERE = ("contractors", SUPPLY)  # Member.capacity
_STAYS = (
    "What was told stays here too, as an adult's conduct is, or may be, part of it: head or chair decide about that."
)


# --- the designated officer ---


def _refer(one: Reading, answers: Answers) -> Outcome:
    given = {"to": answers["to"], "ref": words_of(answers, "ref"), "why": words_of(answers, "why")}
    return recorded(one.put(What.REFERRED, given), "The referral is in the record. Its time limit is over.")


def _refer_words(one: Reading) -> Post:
    officer = one.desk.school.contacts["lado"]
    way = f"The {officer.name}: {officer.how}." if officer.reachable else f"Your council names its {officer.name}."
    return Post(text=f"Ring or write first, then record it here. {way}\n\n{BASIC}")


def _refer_fields(_: Reading) -> tuple[Field, ...]:
    return (
        Field("to", "Whom did you speak or write to?", longest=200),
        Field("ref", "Their reference", required=False, longest=100),
        long_text("why", "What did they advise?", required=False),
    )


# --- the safeguarding system ---


def _hand_over(one: Reading, answers: Answers) -> Outcome:
    """Put it down; forget here what is kept there, unless it is about an adult too, or may be."""
    cut = not _stays(one)
    after = one.put(What.HANDED_OVER, {"ref": answers["ref"], "cut": cut})
    news(after, f"Your message (ref {one.case.ref}) has been handed over within the school.")
    if not cut:
        return recorded(after, f"The hand-over is in the record. {_STAYS}")
    forget_words(after)
    return recorded(after, "The hand-over is in the record. What was told and noted is forgotten here.")


def forget_words(one: Reading) -> None:
    """Keep the minimum: that there was something, who did what and when, and whom it may never reach."""
    journal = one.case.journal
    for file in one.desk.tx.uploads(journal.id):
        one.desk.tx.forget_upload(file.id)
    for entry in journal.entries:
        match What(entry.what):
            case What.FILED:
                answers = {key: one.case.answers[key] for key in ("child", "tone") if key in one.case.answers}
                kept = {key: entry.given.get(key) for key in ("kind", "subjects", "crossed_out", "leader", "hidden")}
                journal = one.desk.tx.empty_entry(journal, entry.n, {**kept, "answers": answers})
            case What.NOTED | What.ASKED | What.UPLOADED:
                journal = one.desk.tx.empty_entry(journal, entry.n, {})
            case What.SUBJECT:
                journal = one.desk.tx.empty_entry(journal, entry.n, {"people": entry.given.get("people")})


def _hand_over_words(one: Reading) -> Post:
    what = (
        _STAYS
        if _stays(one)
        else "Once you go on, what was told, the notes and the questions are forgotten here, and cannot be got back. "
        "The reference, the dates, who did what, and what was decided stay."
    )
    return Post(text=f"First put it into your safeguarding system, all of it. {what}")


def _stays(one: Reading) -> bool:
    """Whether an adult's conduct is in question too: what was told is then for head or chair to read and decide.

    Of somebody who is not on the staff list, or not known, that is so until they have decided that it is neither.
    """
    case = one.case
    undecided = bool(case.others) and not case.decided
    return bool(case.subjects) or undecided or case.harm or case.decided == "low_level"


# --- an employer elsewhere ---


def _tell_employer(one: Reading, answers: Answers) -> Outcome:
    after = one.put(What.EMPLOYER, {"to": answers["to"], "words": words_of(answers, "words")})
    return recorded(after, "It is in the record whom you told, and when.")


def _employer_words(_: Reading) -> Post:
    return Post(
        text="Where somebody works here for an agency or a contractor, their employer deals with it by its own "
        "procedure. Tell the employer; if it may be an allegation, only what the designated officer agrees to."
    )


def employed_elsewhere(one: Reading) -> bool:
    """Whether it is about somebody whom another employer sent, or may be: then that employer is to be told."""
    members = [one.desk.school.member(key) for key in one.case.subjects]
    theirs = any(member is not None and member.capacity in _EMPLOYED_ELSEWHERE for member in members)
    return theirs or not all(typed(words, one.desk.school) for words in one.case.others)


# --- the regulator ---


def _tell_regulator(one: Reading, answers: Answers) -> Outcome:
    notify = answers["notify"] is True
    after = one.put(What.REGULATOR, {"notify": notify, "why": answers["why"]})
    regulator = one.desk.school.contacts["ico"]
    words = f"Tell it now, if that is not done yet: {regulator.how}." if notify else "Your reasons are in the record."
    return recorded(after, words)


def _regulator_words(one: Reading) -> Post:
    return Post(
        text=f"The {one.desk.school.contacts['ico'].name} must be told within 72 hours, weekends and holidays "
        "included, unless a risk to the people concerned is unlikely. Consider: what got out, about how many, who has "
        "it, could it harm them, was it contained. If the risk is high, they must be told too, without delay."
    )


def _regulator_fields(_: Reading) -> tuple[Field, ...]:
    return (Field("notify", "Is the regulator told?", FieldKind.YES_NO), long_text("why", "Your reasons"))


# --- who may ---


def _may_hand_over(one: Reading) -> bool:
    concerns_child = one.case.child or one.case.kind in (Kind.CONTACT, Kind.CHILD_IMAGE)
    over = one.case.last(What.HANDED_OVER)
    to_do = over is None or not (over.given.get("cut") or _stays(one))  # what stayed for an adult's sake need not now
    return _leads(one) and concerns_child and to_do


def _leads(one: Reading) -> bool:
    return one.decides or (one.works and one.desk.school.holds(one.who, *LEADS))


def _may_tell_regulator(one: Reading) -> bool:
    theirs = one.decides or (one.works and one.desk.school.holds(one.who, Role.DATA_PROTECTION_LEAD))
    return theirs and one.case.kind is Kind.DISCLOSED


def still_to_do(one: Reading) -> str:
    """What has not been put down and might be missing when it is closed, in a sentence; "" for nothing."""
    case, missing = one.case, []
    if case.decided == "allegation" and case.referred is None:
        missing.append("a referral to the designated officer")
    if case.kind is Kind.DISCLOSED and case.last(What.REGULATOR) is None:
        missing.append("a decision about the regulator")
    prompts = one.desk.school.employer_prompt
    if prompts and employed_elsewhere(one) and case.last(What.EMPLOYER) is None:
        missing.append("that their employer was told")
    return f"Not recorded so far: {listed(missing, 'and')}." if missing else ""


ACTS = (
    Act(
        "refer",
        "Record a referral to the designated officer",
        lambda one: _leads(one) and not one.praise,
        _refer,
        _refer_fields,
        _refer_words,
    ),
    Act(
        "hand_over",
        "Hand over to the safeguarding system",
        _may_hand_over,
        _hand_over,
        lambda _: (Field("ref", "The reference there", longest=100),),
        _hand_over_words,
        overtaken_by=(What.HANDED_OVER, What.DECIDED, What.SUBJECT),  # which say what is forgotten by it
        button="Hand over",
    ),
    Act(
        "employer",
        "Record that their employer was told",
        lambda one: one.decides and employed_elsewhere(one),
        _tell_employer,
        lambda _: (
            Field("to", "Whom did you tell?", longest=200),
            long_text("words", "What did you tell them?", required=False),
        ),
        _employer_words,
    ),
    Act(
        "regulator",
        "Decide whether the regulator is told",
        _may_tell_regulator,
        _tell_regulator,
        _regulator_fields,
        _regulator_words,
        overtaken_by=(What.REGULATOR,),
        button="Decide",
    ),
)
