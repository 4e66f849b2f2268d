"""Writing a draft: the account's limit, the checklist with its clauses, what was found, what is sent to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model import Modality, Verdict
from tests.handlers.drafts.drafting import (
    CHECKS,
    CHILDREN,
    DRAFT,
    PAGE,
    PICTURES,
    RULES,
    TEXT,
    WHAT,
    authorise,
    card,
    fill,
    register,
    review,
    sent,
)
from tests.handlers.larkfield import ASSISTANT, HEAD, PARENTS, SCHOOL, TEACHER, answer, clause
from tests.handlers.requests.permission import DEVICES, sent_device
from tests.handlers.talk import Talk, on
from tests.seats.seen import words

DEVICE = "With what were the pictures taken?"


@pytest.fixture(autouse=True)
async def an_account(talk: Talk) -> None:
    """The school has a page; each post is approved by the head; Mr Field may post."""
    talk.book.known = (RULES,)
    await register(talk)
    await authorise(talk)


@pytest.mark.parametrize(
    "said",
    ["draft a post", "I want to draft a post", "write a draft", "Draft", "can u help me write a post",
     "I'd like to write a post for the school's Facebook page"],
)  # fmt: skip
async def test_words_open_the_way_to_the_form(talk: Talk, said: str) -> None:
    seen = await talk.say(TEACHER, said)
    assert seen.title == "Draft a post for the school"
    assert (await talk.open_form(TEACHER, seen, DRAFT)).heading == "What is it for?"


@pytest.mark.parametrize("said", ["Can I write a post for the school?", "May we write a post on Facebook?"])
async def test_who_asks_whether_they_may_gets_an_answer(talk: Talk, said: str) -> None:
    talk.book.answers[said] = answer(Verdict.ONLY_IF, PARENTS)
    assert (await talk.say(TEACHER, said)).quotes


@on("slack")
async def test_a_command_opens_the_form_at_once(talk: Talk) -> None:
    """The page and Teams have no command that opens a form."""
    assert (await talk.shortcut(TEACHER, "draft-post")).heading == "What is it for?"


async def test_the_checklist_is_the_policy_s_own_each_line_with_its_clause(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), DRAFT)
    page = await talk.fill(TEACHER, form, WHAT)
    page = await talk.fill(TEACHER, page, {"The text, up to 3,000 characters": TEXT})
    assert page.heading == "The checklist"
    hints = [blank.hint for blank in page.blanks.values()]
    assert "clause 7.2" in hints[0]
    assert "clause 7.3" in hints[1]
    assert hints[2] == "Good practice; no clause of your policy says it."
    assert DEVICE not in page.blanks, "there are no pictures"


async def test_every_line_of_the_checklist_wants_an_answer(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), DRAFT)
    page = await talk.fill(TEACHER, form, WHAT)
    page = await talk.fill(TEACHER, page, {"The text, up to 3,000 characters": TEXT})
    page = await talk.fill(TEACHER, page)
    assert set(page.errors.values()) == {"Please choose one."}


async def test_what_was_found_is_marked_and_nobody_looked_at_faces(talk: Talk) -> None:
    page = await review(talk, "Well done, Oliver Brown! Ring 01942 555123.")
    assert "‹Oliver Brown›" in page.words.text
    assert "‹01942 555123›" in page.words.text
    assert "never look at pictures or faces" in words(page.words)
    assert "“Oliver Brown” looks like a full name" in words(page.words)


async def test_a_name_in_a_picture_s_words_is_found_too(talk: Talk) -> None:
    """They are published beside the picture."""
    said = "In the words of a picture: “Oliver Brown” looks like a full name. If it is a child's, please leave it out."
    page = await review(talk, what=PICTURES, described="A bouncy castle.\nOliver Brown with a cake.")
    assert ("Please look at this", said) in page.words.facts
    assert "‹" not in words(page.words)
    await talk.finish(TEACHER, page)
    assert said in words((await talk.told(HEAD))[-1])


async def test_staff_may_be_named(talk: Talk) -> None:
    page = await review(talk, "Miss Marsh and Mrs Wood will be there.")
    assert "‹" not in page.words.text


async def test_a_text_longer_than_the_account_takes_is_not_accepted(talk: Talk) -> None:
    await register(talk, platform="x", name="Larkfield", longest=20)
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), DRAFT)
    page = await talk.fill(TEACHER, form, WHAT | {"Where should it go?": "Larkfield (X (Twitter))"})
    assert list(page.blanks) == ["The text, up to 20 characters"]
    page = await talk.fill(TEACHER, page, {"The text, up to 20 characters": "The summer fair is on Saturday."})
    assert page.heading == "What should it say?"
    assert page.faults


async def test_a_picture_needs_words_for_people_who_cannot_see_it(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), DRAFT)
    page = await talk.fill(TEACHER, form, PICTURES)
    page = await talk.fill(TEACHER, page, {"The text, up to 3,000 characters": TEXT})
    assert list(page.blanks) == ["What does each picture show?"]
    page = await talk.fill(TEACHER, page, {"What does each picture show?": "A bouncy castle.\nA cake."})
    assert list(page.blanks[DEVICE].choices) == ["A school device", "Another, or not sure"]


async def test_the_head_reads_what_the_pictures_show_and_whether_they_were_sent(talk: Talk) -> None:
    seen = await card(talk, what=PICTURES, described="A bouncy castle.\nA cake.")
    assert ("Picture 1", "A bouncy castle.") in seen.facts
    assert ("Picture 2", "A cake.") in seen.facts
    assert dict(seen.facts)["Pictures"] == "were not sent with it: ask to see them"


async def test_a_device_that_nobody_approved_fails_the_checklist(talk: Talk) -> None:
    """Its author can only say so, and whoever decides reads it first."""
    checks = CHECKS | {DEVICE: "Another, or not sure"}
    seen = await card(talk, what=PICTURES, described="A cake.", checks=checks)
    assert seen.text.startswith("Please look at this first:\n– School or approved device: not confirmed")


async def test_an_approved_device_can_be_chosen_and_is_looked_up_again_for_whoever_decides(talk: Talk) -> None:
    talk.book.known = (replace(RULES, clauses=(*RULES.clauses, DEVICES)),)
    await sent_device(talk)
    await talk.press(HEAD, (await talk.told(HEAD))[-1], "Approve")
    own = CHECKS | {DEVICE: "My own, which was approved beforehand"}
    seen = await card(talk, what=PICTURES, described="A cake.", checks=own)
    assert "not approved" not in seen.text
    assert "My own, which was approved beforehand: School or approved device" in dict(seen.facts)["Checklist"]
    devices = await talk.store.read(lambda tx: tx.at(SCHOOL.id).journals("request"))
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).add_entry(devices[0], "head", "ended", {"why": ""}, open_=False))
    again = await talk.press(HEAD, await talk.home(HEAD), "Decide about posts")
    assert "– The device that the pictures were taken with is not approved" in again.text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Nobody publishes copyright images without permission.", "Words, pictures and music"),
        ("Staff using an official account in an official capacity say who they represent.", "It says, or the account"),
        ("Staff must not disclose confidential information.", "It has nothing confidential"),
    ],
)
async def test_each_line_is_asked_for_by_the_policy_s_own_clause(talk: Talk, words: str, line: str) -> None:
    talk.book.known = (replace(RULES, clauses=(*RULES.clauses, clause("9.9", words, Modality.OBLIGATION))),)
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), DRAFT)
    page = await talk.fill(TEACHER, form, WHAT)
    page = await talk.fill(TEACHER, page, {"The text, up to 3,000 characters": TEXT})
    (found,) = [blank for label, blank in page.blanks.items() if label.startswith(line)]
    assert "clause 9.9" in found.hint


async def test_unkind_words_are_marked(talk: Talk) -> None:
    page = await review(talk, "Our neighbours at the other school are useless parents.")
    assert "‹" in page.words.text


async def test_the_head_reads_a_long_post_to_its_last_word(talk: Talk) -> None:
    text = "The summer fair is on Saturday. " * 90 + "And then home!"
    assert "And then home!" in (await card(talk, text=text)).text


async def test_nothing_is_sent_before_the_last_button(talk: Talk) -> None:
    await review(talk)
    assert not await talk.told(HEAD)
    assert (await talk.say(TEACHER, "my drafts")).title == "You have no drafts"


async def test_the_receipt_says_who_decides(talk: Talk) -> None:
    receipt = await sent(talk)
    assert receipt.title == "Sent"
    assert receipt.text.startswith("Mrs Wood (head) decides.")


async def test_without_an_account_on_the_register_nothing_can_be_drafted(talk: Talk) -> None:
    account = await talk.press(HEAD, await talk.say(HEAD, "accounts"), f"Show {PAGE}")
    await talk.press(HEAD, account, "Take it off the register")
    seen = await talk.press(TEACHER, await talk.home(TEACHER), DRAFT)
    assert seen.title == "No account is on the register yet"
    assert "ask the head" in seen.text


async def test_an_account_that_is_closed_meanwhile_takes_no_draft(talk: Talk) -> None:
    await register(talk, name="Trips")
    page = await review(talk)
    account = await talk.press(HEAD, await talk.say(HEAD, "accounts"), f"Show {PAGE}")
    await talk.press(HEAD, account, "Take it off the register")
    page = await talk.fill(TEACHER, page)
    assert page.errors == {"Where should it go?": "Please choose one of the options shown."}
    assert not await talk.told(HEAD)


async def test_updates_and_reminders_go_out_without_where_the_rule_says_so(talk: Talk) -> None:
    """An update without pictures or people is for whoever may post, at once."""
    await register(talk, name="Class news", rule="people")
    what = WHAT | {"Where should it go?": "Class news (Facebook page)"}
    page = await review(talk, what=what)
    assert dict(page.words.facts)["Decided by"].startswith("nobody: approve pictures and people only")
    receipt = await talk.finish(TEACHER, page)
    assert receipt.title == "Ready to be published"
    assert "Mr Field can publish it" in receipt.text
    assert not await talk.told(HEAD)
    (publish,) = await talk.told(ASSISTANT)
    assert publish.text == TEXT


@pytest.mark.parametrize("given", ["children", "pictures", "a name", "a failed check"])
async def test_under_that_rule_pictures_people_and_doubts_are_decided(talk: Talk, given: str) -> None:
    await register(talk, name="Class news", rule="people")
    what = {"children": CHILDREN, "pictures": PICTURES}.get(given, WHAT)
    no = dict.fromkeys(CHECKS, "No, or not sure")
    receipt = await sent(
        talk,
        "Well done, Oliver Brown!" if given == "a name" else TEXT,
        what | {"Where should it go?": "Class news (Facebook page)"},
        described="A cake." if given == "pictures" else "",
        checks=no if given == "a failed check" else CHECKS,
    )
    assert receipt.title == "Sent"
    assert "To be decided: a post for Class news (Facebook page)" in [one.title for one in await talk.told(HEAD)]


async def test_standing_authority_is_for_authorised_posters(talk: Talk) -> None:
    """A draft of anybody else's is decided."""
    await register(talk, name="Class news", rule="standing")
    what = WHAT | {"Where should it go?": "Class news (Facebook page)"}
    assert (await sent(talk, what=what)).title == "Sent"
    assert (await sent(talk, what=what, who=ASSISTANT)).title == "Ready to be published"


async def test_a_draft_can_be_changed_by_its_author_alone(talk: Talk) -> None:
    await sent(talk)
    mine = await talk.press(TEACHER, await talk.home(TEACHER), "My drafts")
    whole = await talk.press(TEACHER, mine, mine.buttons[0].label)
    assert ("It is", "waits for a decision") in whole.facts
    seen = await talk.press(ASSISTANT, whole, "Change it")
    assert seen.title == "This draft is somebody else's"
    assert (await talk.press(ASSISTANT, whole, "Take it back")).title == "This is not yours to take back"
    form = await talk.open_form(TEACHER, whole, "Change it")
    assert form.blanks["What is it for?"].value == "the summer fair"
    assert form.blanks["Where should it go?"].value == PAGE
    page = await fill(talk, form, "Come!")
    assert page.words.text == "Come!"


async def test_somebody_else_s_draft_is_not_among_mine(talk: Talk) -> None:
    await sent(talk)
    assert (await talk.say(ASSISTANT, "my drafts")).title == "You have no drafts"
    assert TEXT not in words(await talk.home(ASSISTANT))
