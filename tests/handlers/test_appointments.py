"""Naming somebody: who is asked, who agrees, who is told, and when it counts."""

from __future__ import annotations

from handlers.desk import Role
from tests.handlers.larkfield import CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.office import ADMINISTRATOR, Office
from tests.seats.seen import labels, words


async def test_the_first_head_is_asked_accepts_and_is_told_what_they_do_not_see(office: Office) -> None:
    """Mr Field, who installed the bot, names Mrs Wood; it counts when she says so herself, and not before."""
    review = await office.review(ADMINISTRATOR, HEAD, Role.HEAD)
    facts = dict(review.words.facts)
    assert facts["Who"] == "Mrs Wood"
    assert facts["What happens"] == "Mrs Wood is asked to accept it. It is in effect as soon as they do."
    assert facts["Who else is told"] == "nobody, as there is no head or chair yet"
    assert await office.nobody_is_told(HEAD), "nothing is sent before the last button"
    assert (await office.finish(ADMINISTRATOR, review)).title == "Mrs Wood is named as head"
    assert await office.holders(Role.HEAD) == []
    (asked,) = await office.told(HEAD)
    assert asked.title == "You are asked to be head"
    assert "Mr Field has named you as head. It counts only if you accept it here yourself." in asked.text
    assert labels(asked) == ["Accept", "Decline"]
    accepted = await office.press(HEAD, asked, "Accept")
    assert accepted.title == "You are head now"
    assert "are not shown to you" in accepted.notes[0]
    assert await office.holders(Role.HEAD) == ["head"]
    (told,) = await office.told(ADMINISTRATOR)
    assert told.text == "Mrs Wood has accepted the role of head. Mr Field had named them. It is in effect."


async def test_after_the_first_somebody_else_has_a_hand_in_it(office: Office) -> None:
    """The administrator names a deputy: the deputy accepts, the head confirms, everybody concerned is told."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    review = await office.review(ADMINISTRATOR, DEPUTY, Role.DEPUTY)
    assert dict(review.words.facts)["What happens"] == (
        "Mr Hill is asked to accept it. Then Mrs Wood (head) or Dr Stone (chair of governors) has to confirm it; "
        "the first answer decides."
    )
    await office.finish(ADMINISTRATOR, review)
    assert [post.text for post in await office.told(HEAD)] == [
        "Mr Field named Mr Hill as deputy. It waits for their answer."
    ]
    assert len(await office.told(CHAIR)) == 1
    (asked,) = await office.told(DEPUTY)
    accepted = await office.press(DEPUTY, asked, "Accept")
    assert accepted.title == "You are to be deputy"
    assert "Mrs Wood (head) or Dr Stone (chair of governors)" in accepted.text
    assert await office.holders(Role.DEPUTY) == []
    (to_head,), (to_chair,) = await office.told(HEAD), await office.told(CHAIR)
    assert to_head.title == "Please confirm: Mr Hill as deputy"
    assert "Mr Field named Mr Hill as deputy. Mr Hill has accepted." in to_head.text
    decided = await office.press(HEAD, to_head, "Confirm")
    assert (decided.title, decided.text) == ("Mr Hill is deputy now", "Confirmed by Mrs Wood on 3 March 2027.")
    assert await office.holders(Role.DEPUTY) == ["deputy"]
    assert [post.title for post in await office.told(CHAIR)] == ["Mr Hill is deputy now"], "the other copy says who"
    assert [post.title for post in await office.told(DEPUTY)] == ["You are deputy now"]
    late = await office.press(CHAIR, to_chair, "Refuse")
    assert late.title == "Mr Hill is deputy"
    assert late.text == "It was settled by Mrs Wood on 3 March 2027."
    assert await office.holders(Role.DEPUTY) == ["deputy"]


async def test_the_heads_own_naming_is_the_confirmation(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(HEAD, DEPUTY, Role.SAFEGUARDING_LEAD)
    (asked,) = await office.told(DEPUTY)
    assert "confirm" not in asked.text
    assert (await office.press(DEPUTY, asked, "Accept")).title == "You are safeguarding lead now"
    assert await office.holders(Role.SAFEGUARDING_LEAD) == ["deputy"]
    lines = [post.text for post in await office.told(CHAIR)]
    assert lines == [
        "Mrs Wood named Mr Hill as safeguarding lead. It waits for their answer.",
        "Mr Hill has accepted the role of safeguarding lead. Mrs Wood had named them. It is in effect.",
    ]


async def test_without_head_and_chair_another_holder_confirms(office: Office) -> None:
    await office.hold(deputy=Role.SAFEGUARDING_LEAD)
    await office.name(ADMINISTRATOR, HEAD, Role.HEAD)
    (asked,) = await office.told(HEAD)
    assert "Then Mr Hill has to confirm it." in asked.text
    await office.press(HEAD, asked, "Accept")
    (to_confirm,) = await office.told(DEPUTY)
    await office.press(DEPUTY, to_confirm, "Confirm")
    assert await office.holders(Role.HEAD) == ["head"]


async def test_refused_it_comes_to_nothing_and_everybody_knows(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, DEPUTY, Role.DEPUTY)
    await office.press(DEPUTY, (await office.told(DEPUTY))[0], "Accept")
    await office.told(CHAIR)
    refused = await office.press(HEAD, (await office.told(HEAD))[-1], "Refuse")
    assert (refused.title, refused.text) == ("Mr Hill is not deputy", "Refused by Mrs Wood on 3 March 2027.")
    assert await office.holders(Role.DEPUTY) == []
    assert [post.title for post in await office.told(DEPUTY)] == ["You were not confirmed as deputy"]
    assert [post.title for post in await office.told(CHAIR)] == ["Mr Hill is not deputy"]
    assert "Mrs Wood refused Mr Hill as deputy." in [post.text for post in await office.told(ADMINISTRATOR)]


async def test_declined_it_comes_to_nothing_and_may_be_tried_again(office: Office) -> None:
    await office.hold(head=Role.HEAD)
    await office.name(HEAD, DEPUTY, Role.DEPUTY)
    (asked,) = await office.told(DEPUTY)
    assert (await office.press(DEPUTY, asked, "Decline")).title == "You declined"
    assert [post.text for post in await office.told(HEAD)] == ["Mr Hill declined the role of deputy."]
    assert (await office.press(DEPUTY, asked, "Accept")).title == "Mr Hill is not deputy"
    assert (await office.name(HEAD, DEPUTY, Role.DEPUTY)).title == "Mr Hill is named as deputy"


async def test_a_role_that_guards_nothing_is_given_by_the_head_at_once(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    review = await office.review(HEAD, TEACHER, Role.AUTHORISED_POSTER)
    assert dict(review.words.facts)["What happens"] == "It is in effect at once. Miss Marsh is told."
    assert (await office.finish(HEAD, review)).title == "Miss Marsh is authorised poster"
    assert [post.title for post in await office.told(TEACHER)] == ["You are authorised poster now"]
    assert len(await office.told(CHAIR)) == 1
    assert await office.nobody_is_told(HEAD)


async def test_named_by_the_administrator_such_a_role_waits_for_head_or_chair(office: Office) -> None:
    """Before there is a head it waits; the head who comes is asked."""
    said = await office.name(ADMINISTRATOR, TEACHER, Role.POLICY_OWNER)
    assert "It waits until there is a head or a chair who can." in said.text
    await office.name(ADMINISTRATOR, HEAD, Role.HEAD)
    await office.press(HEAD, (await office.told(HEAD))[0], "Accept")
    (to_confirm,) = await office.told(HEAD)
    assert to_confirm.text == "Mr Field named Miss Marsh as policy owner. It is in effect only if you confirm it."
    await office.press(HEAD, to_confirm, "Confirm")
    assert await office.holders(Role.POLICY_OWNER) == ["teacher"]


async def test_a_new_head_takes_over_from_the_old_one(office: Office) -> None:
    """The old role ends in the moment the new one counts; the new head learns who held what, not what was said."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR, deputy=Role.DEPUTY)
    form = await office.settings(HEAD, "Name somebody")
    page = await office.fill(HEAD, form, {"Role": "Head", "Person": "Mr Hill"})
    assert page.words.text == "Mrs Wood is head at present."
    blank = page.blanks["Does somebody give it up?"]
    assert list(blank.choices) == ["No: Mrs Wood keeps it too", "Mrs Wood gives it up"]
    review = await office.fill(HEAD, page, {blank.label: "Mrs Wood gives it up"})
    assert dict(review.words.facts)["Who gives it up"] == "Mrs Wood, as soon as it is in effect"
    await office.finish(HEAD, review)
    (asked,) = await office.told(DEPUTY)
    assert "You would take over from Mrs Wood." in asked.text
    assert await office.holders(Role.HEAD) == ["head"]
    accepted = await office.press(DEPUTY, asked, "Accept")
    assert ("Head until now", "Mrs Wood") in accepted.facts
    assert ("Deputy", "Mr Hill") in accepted.facts
    assert await office.holders(Role.HEAD) == ["deputy"]
    (old,) = await office.told(HEAD)
    assert (old.title, old.text) == ("You are no longer head", "Mr Hill is head in your place.")


async def test_what_waits_stands_on_home_and_can_be_answered_from_there(office: Office) -> None:
    await office.hold(chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, HEAD, Role.HEAD)
    home = await office.home(HEAD)
    assert home.facts[0] == ("Waits for you", "Mr Field has named you as head. Please accept or decline.")
    waits = await office.press(HEAD, home, "Answer what waits for you")
    assert labels(waits) == ["Accept: head", "Decline: head"]
    await office.press(HEAD, waits, "Accept: head")
    assert "Waits for you" not in words(await office.home(HEAD))
    seen = await office.home(CHAIR)
    assert seen.facts[0] == ("Waits for you", "Mr Field named Mrs Wood as head. Please confirm or refuse.")
    decided = await office.press(CHAIR, await office.press(CHAIR, seen, "Answer what waits for you"), _CONFIRM)
    assert decided.title == "Mrs Wood is head now"
    assert (await office.press(CHAIR, seen, "Answer what waits for you")).title == "Nothing waits for you"


_CONFIRM = "Confirm: Mrs Wood as head"


async def test_an_own_role_is_given_up_and_head_and_chair_end_others(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR, deputy=Role.DEPUTY)
    form = await office.settings(HEAD, "Give up a role")
    assert list(form.blanks["Which one?"].choices) == [
        "You: head",
        "Dr Stone: chair of governors",
        "Mr Hill: deputy",
    ]
    review = await office.fill(HEAD, form, {"Which one?": "Mr Hill: deputy"})
    assert dict(review.words.facts)["Who is told"] == "Mr Hill and Dr Stone (chair of governors)"
    assert (await office.finish(HEAD, review)).title == "Mr Hill is no longer deputy"
    assert await office.holders(Role.DEPUTY) == []
    (told,) = await office.told(DEPUTY)
    assert told.title == "You are no longer deputy"
    assert told.text.startswith("Mrs Wood ended it.")
    form = await office.settings(HEAD, "Give up a role")
    review = await office.fill(HEAD, form, {"Which one?": "You: head"})
    await office.finish(HEAD, review)
    assert await office.holders(Role.HEAD) == []
    assert [post.text for post in await office.told(CHAIR)][-1] == "Mrs Wood ended their own role as head."


async def test_whoever_holds_a_role_gives_it_up_without_anybody_s_leave(office: Office) -> None:
    """They may change nothing else here, and are offered nothing else."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR, deputy=Role.DEPUTY)
    assert labels(await office.say(DEPUTY, "settings")) == ["Give up a role"]
    form = await office.settings(DEPUTY, "Give up a role")
    assert list(form.blanks["Which one?"].choices) == ["You: deputy"]
    await office.finish(DEPUTY, await office.fill(DEPUTY, form, {"Which one?": "You: deputy"}))
    assert await office.holders(Role.DEPUTY) == []
    assert labels(await office.say(TEACHER, "settings")) == []


async def test_the_last_who_could_confirm_anybody_stays_until_there_is_another(office: Office) -> None:
    await office.hold(head=Role.HEAD)
    form = await office.settings(HEAD, "Give up a role")
    review = await office.fill(HEAD, form, {"Which one?": "You: head"})
    assert (await office.finish(HEAD, review)).title == "Please name somebody else first"
    assert await office.holders(Role.HEAD) == ["head"]


async def test_a_trust_lead_accepts_before_anything_that_is_about_head_or_chair_comes_to_them(office: Office) -> None:
    await office.hold(chair=Role.CHAIR)
    await office.name(CHAIR, DEPUTY, Role.TRUST)
    assert await office.holders(Role.TRUST) == []
    (asked,) = await office.told(DEPUTY)
    await office.press(DEPUTY, asked, "Accept")
    assert await office.holders(Role.TRUST) == ["deputy"]


async def test_a_naming_is_taken_back_by_whoever_named(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, DEPUTY, Role.VICE_CHAIR)
    (asked,) = await office.told(DEPUTY)
    form = await office.settings(ADMINISTRATOR, "Give up a role")
    (label,) = form.blanks["Which one?"].choices
    assert label == "Mr Hill: vice-chair of governors, take the naming back"
    review = await office.fill(ADMINISTRATOR, form, {"Which one?": label})
    assert (await office.finish(ADMINISTRATOR, review)).title == "Mr Hill is not vice-chair of governors"
    assert [post.title for post in await office.told(DEPUTY)] == ["This was taken back"]
    assert (await office.press(DEPUTY, asked, "Accept")).title == "Mr Hill is not vice-chair of governors"
    assert await office.holders(Role.VICE_CHAIR) == []
