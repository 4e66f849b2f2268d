"""Greetings, thanks, "what can you do?", and what is said where no question was asked."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from handlers.desk import Desk, Role
from handlers.model import Button, Came, Post, Pressed, Reply, Said, Say, Style
from handlers.routing import Router
from handlers.setup import SETTINGS, offered, still_to_do

router = Router("small talk")

_EXAMPLES = "“A parent wants to be friends on Facebook, can I accept?” or “Can I take photos on my own phone?”"
_IN_DANGER = "I am no substitute for telling somebody. If anyone is in danger, call 999."
_PRIVACY = (
    "I pass your questions on to nobody; you can. I remember one for a day, for the buttons under it. The head sees "
    "how many questions of a subject your policy did not answer, never who asked or in what words. Whoever runs this "
    "chat may be able to read what is written in it."
)

WELCOME = Post(
    "Hello, I am Proviso",
    "I answer “can I…?” from your school's own policy: the clause word for word, where it stands, and an honest "
    f"“your policy doesn't say”. Ask as you would ask a colleague, without names: {_EXAMPLES}",
    facts=(
        ("What I keep", "A question for a day; the copies you ask me to keep, for you alone"),
        (
            "Who can see it",
            "I show it to you alone, unless you send it; whoever runs this chat may see the chat itself",
        ),
        ("What is counted", "How often the policy had no answer, by subject; no names, no wording"),
    ),
    buttons=(Button("show_policies", "See the policies"), Button("help", "What can you do?")),
    notes=(_IN_DANGER,),
)
HELP = Post(
    "What I can do",
    f"Ask me whether you may do something online, whether you have to, or whom to tell. For example: {_EXAMPLES}",
    facts=(
        ("If it worries you", "“tell somebody”, in confidence: you see who gets it; “my messages”: what was told"),
        ("Posts", "“check my post” for your own; “draft a post” for the school's; “drafts”, “accounts”"),
        ("Your policies", "“policies”; “search photographs”, or any word; “acknowledgements”: what to read"),
        ("For you", "“home”: what waits for you; “reminders”; “requests” for permission; “away”; “my copies”"),
    ),
    notes=(_PRIVACY,),
)
EMPTY = Post("What would you like to know?", f"Ask me in your own words. For example: {_EXAMPLES}")
NO_POLICY = Post(
    "I have no policy yet",
    "Nobody has given me your school's policy, so I cannot answer. Please tell whoever looks after this bot.",
    notes=(_IN_DANGER,),
)
TOO_LONG = "That is a little long for me"
ONLY_POLICY = Post(
    "I am not sure what you would like",
    f"Ask me something about your school's policy. For example: {_EXAMPLES}",
    buttons=(Button("help", "What can you do?"),),
)
_HELLO = Post("Hello!", f"What would you like to know? For example: {_EXAMPLES}")
_WELCOME_BACK = Post("You're welcome", "Ask me again whenever you like.")

_GREETING = (
    r"(hi|hiya|hello|hey|hallo|morning|afternoon|evening|good (morning|afternoon|evening|day))( there| proviso| bot)?"
)
_THANKS = (
    r"(ok(ay)? )?(thanks?|thank you|thx|ta|cheers|great|perfect|brilliant|lovely)"
    r"( (very|so) much| a lot| for that| proviso| bot)?"
)
_HELP = (
    r"(help|help me|\?|info|start|(what|how) (can|do) (you|i)( do| use)?( this| you)?|who are you|what are you|"
    r"what is this|how does this work|is this (private|confidential)|who can see (this|my questions))"
)


def says(event: Said, pattern: str) -> bool:
    """Whether the whole message is `pattern`, whatever its case and punctuation."""
    words, asked = _bare(event.text)
    return re.fullmatch(pattern, words) is not None or (asked != words and re.fullmatch(pattern, asked) is not None)


@lru_cache(maxsize=4)
def _bare(text: str) -> tuple[str, str]:
    """A message without case and punctuation, then without its question mark; made once for all who look at it."""
    words = re.sub(r"[^\w? ]+", "", " ".join(text.casefold().split())).strip()
    return words, words.rstrip("? ")


def too_long(length: int, longest: int) -> Post:
    """For a message that is a case and not a question."""
    return Post(
        TOO_LONG,
        f"It has {length:,} characters, and I read up to {longest:,}. Put the question in a sentence or two, without "
        "names. If it is something that happened, please tell your safeguarding lead in person.",
        notes=("If anyone is in danger, call 999 first.",),
    )


@router.said(lambda event: says(event, _GREETING))
def greet(event: Said, desk: Desk) -> Reply:
    """Hello."""
    return Say(_HELLO)


@router.said(lambda event: says(event, _THANKS))
def thanked(event: Said, desk: Desk) -> Reply:
    """Thank you."""
    return Say(_WELCOME_BACK)


@router.said(lambda event: says(event, _HELP))
def explain(event: Said, desk: Desk) -> Reply:
    """What can you do? It is no secret where others read along."""
    return Say(_help(desk, event.who.key if event.where.private else ""))


@router.pressed("help")
def explain_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_help(desk, event.who.key), private=not event.where.private)


@router.came()
def welcome(event: Came, desk: Desk) -> Reply:
    """The first words: what it does, what it keeps, who can see it; to whoever looks after it, what is to be done."""
    who = event.who.key
    if who != desk.school.administrator or desk.school.fixed or not event.where.private:
        return Say(WELCOME)
    first = replace(SETTINGS, style=Style.PRIMARY)
    return Say(replace(WELCOME, facts=(*still_to_do(desk), *WELCOME.facts), buttons=(first, *WELCOME.buttons)))


def _help(desk: Desk, who: str) -> Post:
    """All the words to say, a line a job, so that it fits on a telephone's screen; with those for one's own roles."""
    more = []
    if desk.school.holds(who, Role.HEAD, Role.CHAIR):
        more += ["“overview”: the school in numbers", "“rulings”: what was decided for everybody"]
    if desk.school.holds(who, Role.HEAD, Role.CHAIR, Role.POLICY_OWNER):
        more += ["“agenda” for the next review", "“new version” of a policy"]
    if offered(desk, who):
        more += ["“settings”: who does what"]
    return replace(HELP, facts=(*HELP.facts, ("By your role", "; ".join(more)))) if more else HELP
