"""The decision about a draft: who sees which card, one press, nobody their own, an edit voids it."""

from __future__ import annotations

import pytest

from handlers.desk import Member, Role
from handlers.records import Standing
from tests.conftest import Clock
from tests.handlers.drafts.drafting import (
    APPROVE,
    CHECKS,
    DRAFT,
    OTHER,
    PAGE,
    RULES,
    TEXT,
    authorise,
    card,
    fill,
    reasoned,
    register,
    review,
    sent,
)
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.reminders.mornings import next_morning, reminder, reminders, set_bell
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels, words

BUTTONS = ["Approve", "Ask for changes", "Refuse"]


@pytest.fixture(autouse=True)
async def an_account(talk: Talk) -> None:
    """The school has a page; each post is approved by the head; Mr Field may post."""
    talk.book.known = (RULES,)
    await register(talk)
    await authorise(talk)


async def test_the_head_sees_the_post_as_it_will_appear_and_three_buttons(talk: Talk) -> None:
    seen = await card(talk)
    assert seen.title == f"To be decided: a post for {PAGE}"
    assert f"The post, as it will appear:\n\n{TEXT}" in seen.text
    assert ("From", "Miss Marsh") in seen.facts
    assert ("What for", "the summer fair") in seen.facts
    assert labels(seen) == BUTTONS
    assert "Mrs Wood (head) can decide" in words(seen)
    for other in (DEPUTY, CHAIR, ASSISTANT):
        assert not await talk.told(other)
    assert ("Waits for your decision", f"a post for {PAGE}, from Miss Marsh") in (await talk.home(HEAD)).facts


async def test_approved_by_one_press_and_its_author_hears_of_it(talk: Talk) -> None:
    said = await talk.press(HEAD, await card(talk), "Approve")
    assert said.title == "Approved by Mrs Wood on 3 March 2027"
    assert not labels(said)
    (told,) = await talk.told(TEACHER)
    assert told.title == "Approved by Mrs Wood on 3 March 2027"
    assert "Mr Field can publish it" in told.text
    assert "Waits for your decision" not in words(await talk.home(HEAD))


async def test_asked_for_changes_with_a_reason_that_goes_to_its_author(talk: Talk) -> None:
    seen = await card(talk)
    page = await talk.open_form(HEAD, seen, "Ask for changes")
    assert "It goes to Miss Marsh, and stands on the card when it comes back." in page.blanks["Your reason"].hint
    await talk.cancel(HEAD, page)
    said = await reasoned(talk, seen, "Ask for changes", "Say when it begins.")
    assert said.title == "Sent back for changes by Mrs Wood on 3 March 2027"
    assert "Say when it begins" not in words(said)
    (told,) = await talk.told(TEACHER)
    assert ("The reason", "Say when it begins.") in told.facts
    assert labels(told) == ["Change it"]


async def test_the_next_round_says_what_was_asked_for_and_what_changed(talk: Talk) -> None:
    await reasoned(talk, await card(talk), "Ask for changes", "It is on Sunday.")
    (told,) = await talk.told(TEACHER)
    page = await fill(talk, await talk.open_form(TEACHER, told, "Change it"), OTHER)
    await talk.told(HEAD)
    await talk.finish(TEACHER, page)
    seen = (await talk.told(HEAD))[-1]
    assert labels(seen) == BUTTONS
    assert ("Asked for", "It is on Sunday.") in seen.facts
    changes = dict(seen.facts)["Changed since then"]
    assert changes.splitlines() == [
        "“Saturday.” is now “Sunday.”, after “is on”",
        "“us!” is now “us all!”, after “and join”",
    ]


async def test_refused_with_a_reason_is_the_end_of_it(talk: Talk) -> None:
    await reasoned(talk, await card(talk), "Refuse", "We never post on this.")
    (told,) = await talk.told(TEACHER)
    assert told.title == "Refused by Mrs Wood on 3 March 2027"
    assert ("The reason", "We never post on this.") in told.facts
    assert not labels(told)
    assert "Your draft" not in words(await talk.home(TEACHER))


async def test_a_reason_is_needed(talk: Talk) -> None:
    page = await talk.open_form(HEAD, await card(talk), "Refuse")
    assert (await talk.fill(HEAD, page, {"Your reason": " "})).errors == {"Your reason": "Please fill this in."}


async def test_what_failed_comes_before_the_post(talk: Talk) -> None:
    checks = {line: "No, or not sure" if line.startswith("Parents have") else yes for line, yes in CHECKS.items()}
    seen = await card(talk, text="Well done, Oliver Brown!", checks=checks)
    first, _, rest = seen.text.partition("The post, as it will appear:")
    assert first.startswith("Please look at this first:\n– Parents' permission: not confirmed\n– “Oliver Brown”")
    assert rest.strip() == "Well done, Oliver Brown!"


async def test_two_presses_make_one_decision_and_the_second_sees_it(talk: Talk) -> None:
    await talk.appoint("deputy", Role.HEAD)  # two heads share the post
    seen = await card(talk)
    other = (await talk.told(DEPUTY))[-1]
    await talk.press(HEAD, seen, "Approve")
    said = await talk.press(DEPUTY, other, "Approve")
    assert said.title == "Approved by Mrs Wood on 3 March 2027"
    assert len(await talk.told(TEACHER)) == 1
    assert len(await decisions(talk)) == 1


async def test_a_reason_that_comes_after_the_decision_changes_nothing(talk: Talk) -> None:
    await talk.appoint("deputy", Role.HEAD)
    seen = await card(talk)
    page = await talk.open_form(DEPUTY, (await talk.told(DEPUTY))[-1], "Refuse")
    await talk.press(HEAD, seen, "Approve")
    said = await talk.finish(DEPUTY, page, {"Your reason": "No."})
    assert said.title == "Approved by Mrs Wood on 3 March 2027"
    assert len(await decisions(talk)) == 1


async def test_nobody_decides_about_their_own(talk: Talk) -> None:
    """The head's goes to the chair, and a press of the head's own does nothing."""
    seen = await card(talk, CHAIR, who=HEAD)
    assert "Dr Stone (chair of governors) can decide" in words(seen)
    assert not [one for one in await talk.told(HEAD) if "Approve" in labels(one)]
    assert "Waits for your decision" not in words(await talk.home(HEAD))
    said = await talk.press(HEAD, seen, "Approve")
    assert said.title == "Nobody decides about their own"
    assert not await decisions(talk)
    assert (await talk.press(CHAIR, seen, "Approve")).title == "Approved by Dr Stone on 3 March 2027"


async def test_without_a_chair_the_vice_chair_decides_about_the_head_s(talk: Talk) -> None:
    await end(talk, "chair", Role.CHAIR)
    await talk.appoint("assistant", Role.VICE_CHAIR)
    assert "Mr Field (vice-chair of governors) decides" in (await sent(talk, who=HEAD)).text


@pytest.mark.parametrize("who", [DEPUTY, CHAIR, ASSISTANT, TEACHER])
async def test_a_press_of_somebody_who_may_not_decide_does_nothing(talk: Talk, who: Member) -> None:
    seen = await card(talk)
    for button in BUTTONS:
        said = await talk.press(who, seen, button)
        assert said.title == ("Nobody decides about their own" if who is TEACHER else "This is not yours to decide")
    assert not await decisions(talk)


async def test_whoever_left_the_role_between_card_and_press_is_told_kindly(talk: Talk) -> None:
    seen = await card(talk)
    await end(talk, "head", Role.HEAD)
    await talk.appoint("deputy", Role.HEAD)
    said = await talk.press(HEAD, seen, "Approve")
    assert said.title == "This is not yours to decide"
    assert said.text.startswith("Mr Hill (head) can. You hold no role today that can decide this.")
    assert not await decisions(talk)
    assert "Waits for your decision" in words(await talk.home(DEPUTY))


async def test_where_nobody_can_decide_it_waits_for_whoever_takes_on_the_role(talk: Talk, clock: Clock) -> None:
    await end(talk, "head", Role.HEAD)
    receipt = await sent(talk)
    assert receipt.title == "Kept, and waiting"
    await talk.appoint("deputy", Role.HEAD)
    await talk.told(DEPUTY)
    await set_bell(talk)
    await next_morning(talk, clock)
    assert "To be decided" in repr((await reminder(talk, DEPUTY)).facts)
    listed = await talk.say(DEPUTY, "reminders")
    (label,) = [one for one in labels(listed) if one.startswith("To be decided")]
    seen = await talk.press(DEPUTY, await talk.press(DEPUTY, listed, label), "Show what waits")
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "Approved by Mr Hill on 4 March 2027"


async def test_for_an_account_that_was_closed_nothing_is_decided_any_more(talk: Talk) -> None:
    seen = await card(talk)
    account = await talk.press(HEAD, await talk.say(HEAD, "accounts"), f"Show {PAGE}")
    await talk.press(HEAD, account, "Take it off the register")
    said = await talk.press(HEAD, seen, "Approve")
    assert said.text == "Its account is not on the register any more."
    assert not await decisions(talk)
    back = (await talk.told(TEACHER))[-1]
    assert (back.title, labels(back)) == ("A draft of yours was taken back", ["Change it"])


async def test_a_draft_of_somebody_who_left_is_decided_and_published_all_the_same(talk: Talk) -> None:
    seen = await card(talk)
    await talk.employ(TEACHER, ended="2027-03-02")
    assert (await talk.press(HEAD, seen, "Approve")).title == "Approved by Mrs Wood on 3 March 2027"
    assert [one.text for one in await talk.told(ASSISTANT)] == [TEXT]


async def test_an_edit_voids_the_card(talk: Talk) -> None:
    """What was shown before decides nothing any more, and says so in its own place."""
    old = await card(talk)
    await changed(talk, OTHER)
    seen = await talk.told(HEAD)
    assert [one.title for one in seen] == [f"Changed: a post for {PAGE}", f"To be decided: a post for {PAGE}"]
    assert seen[0].at == old.at
    said = await talk.press(HEAD, old, "Approve")
    assert said.text.startswith("It was changed after this card was made")
    assert OTHER in said.text
    assert not await decisions(talk)
    assert (await talk.press(HEAD, seen[1], "Approve")).title.startswith("Approved by Mrs Wood")


async def test_an_edit_voids_the_approval(talk: Talk) -> None:
    await talk.press(HEAD, await card(talk), "Approve")
    (publish,) = await talk.told(ASSISTANT)
    await changed(talk, OTHER)
    (told,) = await talk.told(ASSISTANT)
    assert (told.title, told.at) == ("Please do not publish this", publish.at)
    assert "no longer to be published" in (await talk.press(ASSISTANT, publish, "Published, here is the link")).title
    assert labels((await talk.told(HEAD))[-1]) == BUTTONS


async def test_changed_there_and_back_is_put_before_the_head_each_time(talk: Talk) -> None:
    await card(talk)
    await changed(talk, OTHER)
    await changed(talk, TEXT)
    (seen,) = [one for one in await talk.told(HEAD) if "Approve" in labels(one)]
    assert (await talk.press(HEAD, seen, "Approve")).title.startswith("Approved")


async def test_sent_as_it_was_nothing_is_asked_again(talk: Talk) -> None:
    await card(talk)
    assert (await changed(talk, TEXT)).startswith("Nothing was changed")
    assert not await talk.told(HEAD)


async def test_its_author_takes_it_back(talk: Talk) -> None:
    receipt = await sent(talk)
    (seen,) = await talk.told(HEAD)
    assert (await talk.press(TEACHER, receipt, "Take it back")).title == "Taken back"
    (told,) = await talk.told(HEAD)
    assert (told.at, labels(told)) == (seen.at, [])
    assert (await talk.press(HEAD, seen, "Approve")).title.startswith("No longer to be decided")
    assert not await decisions(talk)


async def test_head_or_chair_where_the_clause_names_both(talk: Talk) -> None:
    """Either may approve, the deputy may not, and nobody their own."""
    await register(talk, name="Trips", roles=["head", "chair of governors"], clause=APPROVE.id)
    what = {"Where should it go?": "Trips (Facebook page)"}
    page = await review(talk, what={**WHAT_TRIPS, **what})
    assert dict(page.words.facts)["Decided by"].startswith("Mrs Wood (head) or Dr Stone (chair of governors).")
    await talk.finish(TEACHER, page)
    (of_head,), (of_chair,) = await talk.told(HEAD), await talk.told(CHAIR)
    assert [quote.text for quote in of_chair.quotes] == [APPROVE.text]
    assert (await talk.press(DEPUTY, of_head, "Approve")).title == "This is not yours to decide"
    assert (await talk.press(CHAIR, of_chair, "Approve")).title == "Approved by Dr Stone on 3 March 2027"
    (copy,) = await talk.told(HEAD)
    assert (copy.title, labels(copy)) == ("Approved by Dr Stone on 3 March 2027", [])


async def test_from_the_next_day_on_whoever_decides_is_reminded_until_it_is_decided(talk: Talk, clock: Clock) -> None:
    """In the one message that each school morning brings."""
    await set_bell(talk)
    seen = await card(talk)
    await talk.told(HEAD)
    for _ in range(2):
        await next_morning(talk, clock)
        told = await reminder(talk, HEAD)
        assert any(what.startswith("To be decided: ") for what, _ in told.facts)
    task = await talk.press(HEAD, told, "Show it")
    again = await talk.press(HEAD, task, "Show what waits")
    assert labels(again) == BUTTONS
    await talk.press(HEAD, seen, "Approve")
    await talk.told(HEAD)
    await next_morning(talk, clock, 4)
    assert not [one for one in await reminders(talk, HEAD) if "To be decided" in repr(one.facts)]


async def test_nobody_is_reminded_at_the_weekend(talk: Talk, clock: Clock) -> None:
    await set_bell(talk)
    clock.forward(days=2)  # Friday
    await card(talk)
    await talk.told(HEAD)
    await next_morning(talk, clock, 2)
    assert not await reminders(talk, HEAD)
    await next_morning(talk, clock)
    assert "To be decided" in repr((await reminder(talk, HEAD)).facts)


async def test_nobody_else_may_decide_however_long_it_waits(talk: Talk, clock: Clock) -> None:
    seen = await card(talk)
    clock.forward(days=20)
    assert not await talk.told(DEPUTY)
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"


async def test_after_two_days_the_chair_may_decide_too_where_the_school_chose_that(talk: Talk, clock: Clock) -> None:
    await register(talk, name="Trips", then=["chair of governors"])
    seen = await card(talk, what={**WHAT_TRIPS, "Where should it go?": "Trips (Facebook page)"})
    assert (await talk.press(CHAIR, seen, "Approve")).title == "This is not yours to decide"
    clock.forward(days=2)
    (told,) = [one for one in await talk.told(CHAIR) if "Approve" in labels(one)]
    assert (await talk.press(CHAIR, told, "Approve")).title == "Approved by Dr Stone on 5 March 2027"


async def test_after_two_days_the_deputy_still_does_not_decide_about_what_the_head_wrote(
    talk: Talk, clock: Clock
) -> None:
    await register(talk, name="Trips", then=["deputy"])
    seen = await card(talk, CHAIR, what={**WHAT_TRIPS, "Where should it go?": "Trips (Facebook page)"}, who=HEAD)
    clock.forward(days=2)
    assert not [one for one in await talk.told(DEPUTY) if "Approve" in labels(one)]
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"
    assert (await talk.press(CHAIR, seen, "Approve")).title == "Approved by Dr Stone on 5 March 2027"


@pytest.mark.parametrize("said", ["ok", "Approved!", "yes", "OK please", "that's fine by me", "looks good"])
async def test_a_typed_ok_decides_nothing(talk: Talk, said: str) -> None:
    await card(talk)
    seen = await talk.say(HEAD, said)
    assert seen.title == "Please press the button"
    assert not await decisions(talk)
    again = await talk.press(HEAD, seen, "Show what waits for me")
    assert labels(again) == BUTTONS


async def test_where_nothing_waits_an_ok_is_a_word_like_any_other(talk: Talk) -> None:
    await card(talk)
    assert (await talk.say(TEACHER, "ok")).title != "Please press the button"


async def test_what_waits_is_shown_one_after_the_other(talk: Talk, clock: Clock) -> None:
    await card(talk)
    clock.forward(minutes=1)
    await card(talk, text=OTHER)
    first = await talk.press(HEAD, await talk.home(HEAD), "Decide about posts")
    assert TEXT in first.text
    second = await talk.press(HEAD, first, "Show the next one")
    assert OTHER in second.text


@on("slack", "teams")
async def test_the_decision_is_made_in_the_approvals_channel(talk: Talk) -> None:
    """The page has no channels. Everybody there reads the card, one decides, and the card says so."""
    await talk.say_aloud(HEAD, "use this channel")
    await talk.everybody_comes()
    for one in (HEAD, DEPUTY):
        await talk.told(one)
    await sent(talk)
    (seen,) = await talk.told(HEAD)
    assert not seen.alone
    (others,) = await talk.told(DEPUTY)
    assert (others.at, TEXT in others.text) == (seen.at, True)
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"
    assert (await talk.say_aloud(HEAD, "approved")).title == "Please press the button"
    assert not await decisions(talk)
    said = await talk.press(HEAD, seen, "Approve")
    assert (said.title, said.at, labels(said)) == ("Approved by Mrs Wood on 3 March 2027", seen.at, [])


@on("slack", "teams")
async def test_whoever_chooses_the_channel_is_told_who_else_reads_there(talk: Talk) -> None:
    """The page has no channels."""
    seen = await talk.say_aloud(HEAD, "use this channel")
    assert "Everybody in it reads the posts" in words(seen)


@on("slack")
async def test_a_channel_that_cannot_be_written_to_holds_up_nothing(talk: Talk, clock: Clock) -> None:
    """A channel without the bot in it: here the fake workspace knows none of that name."""
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).choose("approvals_channel", "slack:C404", "head"))
    await sent(talk)
    assert not await talk.told(HEAD)
    clock.forward(minutes=15)
    (seen,) = await talk.told(HEAD)
    assert labels(seen) == BUTTONS


async def test_the_post_is_seen_whole_however_much_was_found_in_it(talk: Talk) -> None:
    """A chat cuts a long message at its end, and there the post stands."""
    text = "Well done Amelia Brook! " * 110 + "Bring a spoon."
    seen = await card(talk, text=text)
    assert text in " ".join(words(seen).split())
    assert "– and 98 more of the like" in words(seen)


# --- inside ---

WHAT_TRIPS = {
    "What is it for?": "the summer fair",
    "Once, or to be kept ready?": "One post",
    "Does it show, name or tell about a child?": "No",
    "Do pictures go with it?": "No",
}


async def changed(talk: Talk, text: str) -> str:
    """Miss Marsh changes the text of her only draft; the title of what she reads then."""
    mine = await talk.press(TEACHER, await talk.home(TEACHER), "My drafts")
    whole = await talk.press(TEACHER, mine, labels(mine)[0])
    assert labels(mine)[-1] == DRAFT
    page = await fill(talk, await talk.open_form(TEACHER, whole, "Change it"), text)
    return (await talk.finish(TEACHER, page)).title


async def decisions(talk: Talk) -> list[str]:
    """What was decided, as the records say."""
    found = await talk.store.read(lambda tx: tx.at(SCHOOL.id).journals("draft"))
    return [entry.by for one in found for entry in one.entries if entry.what == "decided"]


async def end(talk: Talk, key: str, role: Role) -> None:
    """Somebody gives up a role."""
    one = f"{key}-{role}"
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).move_appointment(one, Standing.HELD, Standing.ENDED, key))


async def test_what_an_author_wrote_while_the_head_refused_is_given_back(talk: Talk) -> None:
    """It took Miss Marsh an hour."""
    waits = await card(talk)
    mine = await talk.say(TEACHER, "my drafts")
    shown = await talk.press(TEACHER, mine, next(one for one in labels(mine) if one.startswith("Show")))
    page = await fill(talk, await talk.open_form(TEACHER, shown, "Change it"), OTHER)
    await reasoned(talk, waits, "Refuse", "Not now.")
    told = await talk.finish(TEACHER, page)
    assert told.title == "This draft can no longer be changed"
    assert ("What you wrote", OTHER) in told.facts


async def test_a_reason_that_the_head_wrote_while_the_author_changed_it_is_given_back(talk: Talk) -> None:
    page = await talk.open_form(HEAD, await card(talk), "Ask for changes")
    mine = await talk.say(TEACHER, "my drafts")
    shown = await talk.press(TEACHER, mine, next(one for one in labels(mine) if one.startswith("Show")))
    await talk.finish(TEACHER, await fill(talk, await talk.open_form(TEACHER, shown, "Change it"), OTHER))
    told = await talk.finish(HEAD, page, {"Your reason": "Say when it begins."})
    assert "It was changed after this card was made" in told.text
    assert ("What you wrote", "Say when it begins.") in told.facts
