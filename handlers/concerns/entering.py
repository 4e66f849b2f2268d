"""The ways into the dialog: a command, words, a button, a message's own menu; and its end, where it is sent."""

from __future__ import annotations

from dataclasses import replace

from handlers.concerns.delivery import opening
from handlers.concerns.dialog import FORM, router
from handlers.concerns.filing import file
from handlers.concerns.gathered import as_answer, gathered, message_of
from handlers.concerns.lines import unreachable
from handlers.concerns.receipt import receipt
from handlers.concerns.seen_by import seen_by
from handlers.concerns.shown import SHOWN, changed, is_as_shown, keys_of
from handlers.desk import Desk
from handlers.forms import WHOLE_STEP, refuse
from handlers.model import Called, Dialog, Done, Filled, Place, Post, Pressed, Reply, Said, Say
from handlers.resuming import half_way, open_or_go_on
from handlers.smalltalk import says
from handlers.telling import TELL_SOMEBODY

__all__ = ["router"]

COMMAND, ON_MESSAGE = "concern", "report-this"

# What stands in chat says nothing of what it is for.
OFFER = Post(
    "Somebody will listen",
    "If anyone is in danger now, ring 999 first. The button opens a form that only you see; at its end you see "
    "whom it goes to, and decide whether to send it.",
    buttons=(TELL_SOMEBODY,),
    glance="I have answered you.",
)
_WORDS = (
    r"(please )?(i (want|need|would like|wish|have) to |can i |how do i |let me )?"
    r"((report|raise|tell)( (something|somebody|someone|it|this|a concern|a worry|a problem))?|(a |my )?concerns?"
    r"|i have a concern)( please)?"
)
_WISHES = (  # and what about; but whoever asks something beside it is answered first, with this way beneath
    r"(please |hello |hi )*(i|id|we)( really)?( would|d)?( (want|need|like|wish|have))? to "
    r"(report|raise|disclose|complain about|blow the whistle|whistleblow|make a (complaint|report|disclosure))\b"
    r"(?!.*\b(who|what|how|where|when|which|should|can|do i|may i)\b)( \w+){0,12}"
    r"|(a |my |safeguarding |child protection |serious )*(concern|complaint|worry) (about|regarding)( \w+){1,8}"
    r"|(a )?(safeguarding|child protection|low ?level) (concern|worry|issue|matter)|whistle ?blow(ing|er)?"
    r"|blow the whistle|(please )?(report|raise|make) (a |my )?(safeguarding |low ?level )?"
    r"(concern|complaint|disclosure)( (about|regarding)( \w+){1,8})?"
    r"|i( really)? (want|need|would like|have) to (talk|speak) to (someone|somebody)"
    r" (in confidence|confidentially|about a (colleague|concern))"
)


@router.said(lambda event: says(event, _WORDS) or says(event, _WISHES))
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words: a button opens the form, since words cannot. Where others read along, nobody else sees it."""
    if half_way(desk, event.who.key, FORM, event.who.key) is None:
        return Say(OFFER, private=True)
    return open_or_go_on(desk, FORM, event, about=event.who.key)


@router.called(COMMAND)
def command(event: Called, desk: Desk) -> Reply:
    """Begin, or go on where they were. Words after the command are the beginning of what they tell."""
    words = event.text.strip()
    return open_or_go_on(desk, FORM, event, about=event.who.key, answers={"what": words} if words else None)


@router.pressed(FORM)
def begin(event: Pressed, desk: Desk) -> Reply:
    """The button: the same."""
    return open_or_go_on(desk, FORM, event, about=event.who.key)


@router.called(ON_MESSAGE)
def on_message(event: Called, desk: Desk) -> Reply:
    """From a message's own menu: it is copied, sealed, in this moment, since whoever wrote it may delete it."""
    given = as_answer(event.about) if event.about is not None else {}
    nowhere = replace(event, where=Place("", private=True))  # what is not sealed must not say where it stands
    return desk.ask(FORM, nowhere, about=event.who.key, answers=given)


@router.done(FORM)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it down, send it on its way, and say so. The pages have made sure that somebody gets it."""
    whole = desk.tx.dialog(dialog.id) or dialog  # a finished one's answers are its pages' alone; the rest is beside
    told = gathered(dialog.answers, desk.school, message_of(whole.answers))
    seen = seen_by(told.facts(event.who.key), desk.school, unreachable(desk))
    if not is_as_shown(whole.answers, seen):
        anew = replace(dialog, answers={**whole.answers, **dialog.answers, SHOWN: keys_of(seen)})
        return refuse(desk.form(FORM, dialog.about), anew, event.step, {WHOLE_STEP: changed(seen, desk.school)})
    case = file(desk, event.who.key, told)
    words = f"Your message has the reference {case.ref}"
    desk.tx.tell(event.who.key, Post(words, buttons=(opening(case),), glance=words, mails=True), quiet=True)
    return Done(receipt(case, seen, desk, event.who.key, bool(told.message) and not told.message.get("text")))
