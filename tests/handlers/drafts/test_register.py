"""The register of accounts: what the head puts there, the rule with its clause, and who looks after each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.records import Standing
from knowledge.model import Modality
from tests.conftest import Clock
from tests.handlers.drafts.drafting import (
    APPROVE,
    PAGE,
    PUBLISHED,
    RULES,
    WHAT,
    authorise,
    card,
    fill,
    register,
    sent,
)
from tests.handlers.larkfield import ASSISTANT, CHAIR, HEAD, POLICY, TEACHER, clause
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, labels, words

ACCOUNT = {"Where is it?": "Facebook group", "What is it called there?": "Friends", "What is it for?": "PTA news"}
RULE = {"What has to be approved?": "Approve each post"}


async def added(talk: Talk, rule: dict[str, object] | None = None) -> Page:
    """The head fills in the form, up to its last page."""
    form = await talk.open_form(HEAD, await talk.say(HEAD, "accounts"), "Add an account")
    page = await talk.fill(HEAD, form, ACCOUNT)
    page = await talk.fill(HEAD, page, {"Who looks after it?": "Mr Field"})
    return await talk.fill(HEAD, page, rule or RULE)


async def shown(talk: Talk, title: str = PAGE) -> Seen:
    """One account, as the head sees it."""
    return await talk.press(HEAD, await talk.say(HEAD, "accounts"), f"Show {title}")


async def test_the_head_puts_an_account_on_the_register(talk: Talk) -> None:
    talk.book.known = (RULES,)
    page = await added(talk)
    assert page.words.title == "Friends (Facebook group)"
    seen = await talk.finish(HEAD, page)
    facts = dict(seen.facts)
    assert (seen.title, seen.text) == ("Friends (Facebook group)", "PTA news")
    assert (facts["Owner"], facts["Looked at by"]) == ("Mr Field", "Mrs Wood")
    assert (facts["Approved on"], facts["Last looked at"]) == ("3 March 2027", "not yet")
    assert "Friends (Facebook group)" in words(await talk.say(TEACHER, "accounts"))


async def test_the_rule_begins_with_the_policy_s_own_clause_and_whom_it_names(talk: Talk) -> None:
    """“Approved by the head or the chair of governors”."""
    talk.book.known = (RULES,)
    seen = await talk.finish(HEAD, await added(talk))
    assert [quote.text for quote in seen.quotes] == [APPROVE.text]
    assert (
        "Approve each post. Decided by: head or chair of governors. See Online conduct policy, clause 7.1"
        in (dict(seen.facts)["Its rule"])
    )


async def test_the_deputy_in_the_head_s_absence_where_the_clause_says_so(talk: Talk) -> None:
    one = clause(
        "8.1", "Posts must be approved by the Headteacher (or the Deputy in his absence).", Modality.OBLIGATION
    )
    talk.book.known = (replace(POLICY, clauses=(one,)),)
    seen = await talk.finish(HEAD, await added(talk))
    assert "Decided by: head; deputy in the head's absence." in dict(seen.facts)["Its rule"]


async def test_without_such_a_clause_it_is_the_head_s_own_rule(talk: Talk) -> None:
    seen = await talk.finish(HEAD, await added(talk))
    assert dict(seen.facts)["Its rule"] == (
        "Approve each post. Decided by: head. The head set this; no clause of the policy is named"
    )


async def test_the_head_changes_it_and_what_waits_goes_by_the_new_rule(talk: Talk) -> None:
    await register(talk)
    await talk.home(ASSISTANT)  # Slack fills in only whom the bot has met there
    form = await talk.open_form(HEAD, await shown(talk), "Change it")
    assert form.blanks["What is it called there?"].value == "Larkfield Primary"
    page = await talk.fill(HEAD, await talk.fill(HEAD, form))
    page = await talk.fill(HEAD, page, {"By whom? Any one of them": ["Head", "Chair of governors"]})
    seen = await talk.finish(HEAD, page)
    assert "Decided by: head or chair of governors" in dict(seen.facts)["Its rule"]


OTHER, FEWER = "Other than the policy says", "Fewer than the policy names"


async def test_what_was_to_go_out_without_a_decision_is_decided_by_a_stricter_rule(talk: Talk) -> None:
    await register(talk, rule="standing")
    await authorise(talk)
    await sent(talk, who=ASSISTANT)
    ready = (await talk.told(ASSISTANT))[-1]
    assert labels(ready) == [PUBLISHED]
    page = await talk.open_form(HEAD, await shown(talk), "Change it")
    page = await talk.fill(HEAD, await talk.fill(HEAD, page))
    await talk.finish(HEAD, await talk.fill(HEAD, page, RULE))
    assert (await talk.press(ASSISTANT, ready, PUBLISHED)).title == "This is no longer to be published"
    back = next(one for one in await talk.told(ASSISTANT) if one.title == "A draft of yours was taken back")
    assert back.text == "The rule of its account has changed. Send it again: it is decided now."
    await talk.finish(ASSISTANT, await fill(talk, await talk.open_form(ASSISTANT, back, "Change it"), who=ASSISTANT))
    assert "Approve" in labels((await talk.told(HEAD))[-1])


async def test_other_approvers_than_the_policy_names_are_in_plain_sight_and_the_chair_is_told(talk: Talk) -> None:
    """“Approved by the head or the chair of governors”; the head would rather have it off her desk."""
    talk.book.known = (RULES,)
    page = await added(talk, RULE | {"By whom? Any one of them": ["Communications lead"]})
    differs = (
        "The policy names head or chair of governors (Online conduct policy, clause 7.1, adopted 8 September 2025); "
        "you chose communications lead."
    )
    assert dict(page.words.facts)[OTHER] == f"{differs} Dr Stone will be told."
    assert [quote.text for quote in page.words.quotes] == [APPROVE.text]
    seen = await talk.finish(HEAD, page)
    assert dict(seen.facts)[OTHER] == differs.replace("you chose", "the head chose")
    (told,) = await talk.told(CHAIR)
    assert told.title == "Who approves posts for Friends (Facebook group)"
    assert told.text.startswith(differs.replace("you chose", "Mrs Wood chose"))
    assert [quote.text for quote in told.quotes] == [APPROVE.text]
    assert (await talk.press(CHAIR, told, "Show the account")).title == "Friends (Facebook group)"
    assert "the head chose communications lead" in words(await talk.say(TEACHER, "accounts"))


async def test_without_naming_a_clause_nobody_gets_round_it(talk: Talk) -> None:
    talk.book.known = (RULES,)
    own = {"Which clause is the rule by?": "None; it is my own rule", "By whom? Any one of them": ["Deputy"]}
    page = await added(talk, RULE | own)
    assert dict(page.words.facts)[OTHER].endswith("you chose deputy. Dr Stone will be told.")
    await talk.finish(HEAD, page)
    assert [one.title for one in await talk.told(CHAIR)] == ["Who approves posts for Friends (Facebook group)"]


async def test_the_deputy_after_two_days_is_beyond_a_clause_that_does_not_name_them(talk: Talk) -> None:
    talk.book.known = (RULES,)
    page = await added(talk, RULE | {"If nobody has decided after two days?": "The deputy may decide too"})
    assert "you chose head or chair of governors; deputy too after 2 days." in dict(page.words.facts)[OTHER]


async def test_one_of_those_whom_the_policy_names_is_enough_and_nobody_is_told(talk: Talk) -> None:
    """Northumberland: the head teacher or chair of governors."""
    talk.book.known = (RULES,)
    page = await added(talk, RULE | {"By whom? Any one of them": ["Head"]})
    assert dict(page.words.facts)[FEWER].endswith("you chose head.")
    seen = await talk.finish(HEAD, page)
    assert dict(seen.facts)[FEWER].endswith("the head chose head.")
    assert not await talk.told(CHAIR)


async def test_the_chair_is_told_when_it_is_chosen_and_not_of_every_other_change(talk: Talk) -> None:
    talk.book.known = (RULES,)
    await register(talk, roles=["communications lead"], clause=APPROVE.id)
    await talk.home(ASSISTANT)  # Slack fills in only whom the bot has met there
    form = await talk.open_form(HEAD, await shown(talk), "Change it")
    page = await talk.fill(HEAD, await talk.fill(HEAD, form, {"What is it for?": "News"}))
    seen = await talk.finish(HEAD, await talk.fill(HEAD, page))
    assert (seen.text, OTHER in dict(seen.facts)) == ("News", True)
    assert not await talk.told(CHAIR)


@pytest.mark.parametrize("given", ["4000", "many", "0"])
async def test_a_limit_that_is_none_is_asked_for_again(talk: Talk, given: str) -> None:
    form = await talk.open_form(HEAD, await talk.say(HEAD, "accounts"), "Add an account")
    page = await talk.fill(HEAD, form, ACCOUNT | {"Longest post, in characters": given})
    page = await talk.fill(HEAD, page, {"Who looks after it?": "Mr Field"})
    page = await talk.fill(HEAD, await talk.fill(HEAD, page, RULE))
    assert page.errors == {"Longest post, in characters": "Please give a number up to 3,000."}


async def test_the_monitor_says_that_they_have_looked(talk: Talk, clock: Clock) -> None:
    await register(talk)
    seen = await talk.press(ASSISTANT, await talk.say(ASSISTANT, "accounts"), f"Show {PAGE}")
    assert labels(seen) == ["I have looked at it today"]
    clock.forward(days=1)
    after = await talk.press(ASSISTANT, seen, "I have looked at it today")
    assert ("Last looked at", "4 March 2027") in after.facts
    assert "Last looked at on 4 March 2027" in words(await talk.say(HEAD, "accounts"))


async def test_looked_at_after_midnight_it_was_the_day_that_began_at_the_school(talk: Talk, clock: Clock) -> None:
    """In summer time, when the first hour of the day is still yesterday elsewhere."""
    await register(talk)
    clock.forward(days=90, hours=14, minutes=30)  # half past midnight on 2 June, 23:30 of the day before in UTC
    seen = await talk.press(ASSISTANT, await looked(talk), "I have looked at it today")
    assert ("Last looked at", "2 June 2027") in seen.facts
    listed = await talk.say(ASSISTANT, "accounts")
    assert "Last looked at on 2 June 2027" in words(listed)


async def test_nobody_but_the_head_keeps_the_register(talk: Talk) -> None:
    await register(talk)
    await authorise(talk)
    seen = await shown(talk)
    assert labels(seen) == ["Change it", "Take it off the register"]
    for who in (TEACHER, CHAIR):
        for button in (*labels(seen), "I have looked at it today"):
            post = seen if button in labels(seen) else await looked(talk)
            assert (await talk.press(who, post, button)).title == "This is not yours to change"
    assert "Add an account" not in labels(await talk.say(TEACHER, "accounts"))


async def test_a_head_who_left_the_role_meanwhile_changes_nothing(talk: Talk) -> None:
    page = await added(talk)
    await talk.store.run(
        lambda tx: tx.at("larkfield").move_appointment("head-head", Standing.HELD, Standing.ENDED, "head")
    )
    assert (await talk.finish(HEAD, page)).title == "This is not yours to change"
    assert (await talk.say(TEACHER, "accounts")).title == "No account is on the register yet"


async def test_taken_off_it_is_gone(talk: Talk) -> None:
    await register(talk)
    seen = await shown(talk)
    assert (await talk.press(HEAD, seen, "Take it off the register")).title == f"Off the register: {PAGE}"
    assert (await talk.say(HEAD, "accounts")).title == "No account is on the register yet"
    assert (await talk.press(HEAD, seen, "Change it")).title == "This account is not on the register any more"


async def test_what_came_back_with_its_account_is_sent_for_another_and_decided(talk: Talk) -> None:
    await register(talk)
    await card(talk)
    await register(talk, name="Trips")
    await talk.press(HEAD, await shown(talk), "Take it off the register")
    form = await talk.open_form(TEACHER, (await talk.told(TEACHER))[-1], "Change it")
    assert (
        await talk.finish(TEACHER, await fill(talk, form, what=WHAT | {"Where should it go?": "Trips (Facebook page)"}))
    ).title == "Sent"
    now = (await talk.told(HEAD))[-1]
    assert (await talk.press(HEAD, now, "Approve")).title == "Approved by Mrs Wood on 3 March 2027"


async def looked(talk: Talk) -> Seen:
    """The page of whoever looks after it."""
    return await talk.press(ASSISTANT, await talk.say(ASSISTANT, "accounts"), f"Show {PAGE}")
