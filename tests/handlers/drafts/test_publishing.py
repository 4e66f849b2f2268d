"""After the decision: the exact text, who may publish it, the link, spot checks, and what comes of nothing."""

from __future__ import annotations

from handlers.desk import Role
from tests.conftest import Clock
from tests.handlers.drafts.drafting import (
    LINK,
    OTHER,
    PAGE,
    PUBLISHED,
    RULES,
    TEXT,
    WHAT,
    approved,
    authorise,
    card,
    fill,
    register,
    sent,
)
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Seen, labels, words

NEWS = WHAT | {"Where should it go?": "Class news (Facebook page)"}


async def ready(talk: Talk) -> None:
    """The school has a page; each post is approved by the head; Mr Field may post."""
    talk.book.known = (RULES,)
    await register(talk)
    await authorise(talk)


async def publish(talk: Talk, seen: Seen, link: str = LINK) -> Seen:
    """Mr Field has published it; what he reads then."""
    return await talk.finish(ASSISTANT, await talk.open_form(ASSISTANT, seen, PUBLISHED), {"Its address": link})


async def test_the_authorised_poster_gets_exactly_the_text_to_copy(talk: Talk) -> None:
    await ready(talk)
    seen = await approved(talk)
    assert seen.text == TEXT
    assert ("Where", PAGE) in seen.facts
    assert ("Decided", "Approved by Mrs Wood on 3 March 2027") in seen.facts
    assert ("Expires", "after 10 March 2027") in seen.facts
    assert labels(seen) == [PUBLISHED]


async def test_marks_links_and_hashtags_are_copied_character_for_character(talk: Talk) -> None:
    """A link with an underscore in it still leads somewhere once it stands on the school's page."""
    text = "The *summer* fair: https://larkfield.example/fair_2027~a #come_along\n\nCome & join us <all>!"
    await ready(talk)
    seen = await approved(talk, text=text)
    assert seen.exact
    assert seen.text == text
    for other in (DEPUTY, CHAIR):
        assert not await talk.told(other)


async def test_its_author_publishes_it_where_they_may(talk: Talk) -> None:
    await ready(talk)
    await talk.press(HEAD, await card(talk, who=ASSISTANT), "Approve")
    (seen,) = await talk.told(ASSISTANT)
    assert (seen.text, labels(seen)) == (TEXT, [PUBLISHED])


async def test_published_with_its_link_and_its_author_hears_of_it(talk: Talk) -> None:
    await ready(talk)
    seen = await approved(talk)
    await talk.told(TEACHER)
    said = await publish(talk, seen)
    assert said.title == "Published by Mr Field on 3 March 2027"
    assert ("Link", LINK) in said.facts
    (told,) = await talk.told(TEACHER)
    assert (told.title, dict(told.facts)["Link"]) == ("Published by Mr Field on 3 March 2027", LINK)
    assert "Your draft" not in words(await talk.home(TEACHER))


async def test_not_every_site_has_links(talk: Talk) -> None:
    await ready(talk)
    assert (await publish(talk, await approved(talk), "")).title.startswith("Published by Mr Field")


async def test_half_an_address_is_not_accepted(talk: Talk) -> None:
    await ready(talk)
    page = await talk.open_form(ASSISTANT, await approved(talk), PUBLISHED)
    page = await talk.fill(ASSISTANT, page, {"Its address": "facebook.com/larkfield"})
    assert "begins with https://" in page.errors["Its address"]


async def test_published_twice_is_published_once(talk: Talk) -> None:
    await ready(talk)
    await authorise(talk, DEPUTY)
    first = await approved(talk)
    (second,) = await talk.told(DEPUTY)
    page = await talk.open_form(DEPUTY, second, PUBLISHED)
    await publish(talk, first)
    assert (await talk.finish(DEPUTY, page, {"Its address": LINK})).title == "This is no longer to be published"
    (copy,) = await talk.told(DEPUTY)
    assert copy.title == "Published by Mr Field on 3 March 2027"


async def test_somebody_without_the_authority_cannot_publish(talk: Talk) -> None:
    """Not its author either: the button on their own page says so."""
    await ready(talk)
    seen = await approved(talk)
    await talk.told(TEACHER)
    for who in (TEACHER, DEPUTY, CHAIR):
        said = await talk.press(who, seen, PUBLISHED)
        assert said.title == "This takes somebody who may post"
    mine = await talk.press(TEACHER, await talk.home(TEACHER), "My drafts")
    assert "Published, here is the link" not in labels(await talk.press(TEACHER, mine, labels(mine)[0]))


async def test_where_nobody_is_authorised_the_head_has_the_text(talk: Talk) -> None:
    talk.book.known = (RULES,)
    await register(talk)
    await talk.press(HEAD, await card(talk), "Approve")
    (told,) = await talk.told(TEACHER)
    assert told.text == "Mrs Wood can publish it, and has the text."
    assert "Ready to publish: copy exactly this" in [one.title for one in await talk.told(HEAD)]


async def test_what_nobody_publishes_expires(talk: Talk, clock: Clock) -> None:
    await ready(talk)
    seen = await approved(talk)
    await talk.told(TEACHER)
    clock.forward(days=7)
    assert not await talk.told(TEACHER)
    clock.forward(days=1)
    (told,) = await talk.told(TEACHER)
    assert told.title == "A draft of yours has expired"
    (gone,) = await talk.told(ASSISTANT)
    assert (gone.title, gone.at) == ("Please do not publish this", seen.at)
    assert (await talk.press(ASSISTANT, seen, PUBLISHED)).title == "This is no longer to be published"
    page = await fill(talk, await talk.open_form(TEACHER, told, "Send it again"))
    assert (await talk.finish(TEACHER, page)).title == "Sent"
    assert "Approve" in labels((await talk.told(HEAD))[-1])


async def test_a_post_for_a_later_day_lasts_a_week_longer_than_that(talk: Talk, clock: Clock) -> None:
    await ready(talk)
    seen = await approved(talk, what=WHAT | {"On which day?": "2027-03-20"})
    assert ("When", "20 March 2027") in seen.facts
    clock.forward(days=20)
    assert labels(seen) == [PUBLISHED]
    assert (await publish(talk, seen)).title == "Published by Mr Field on 23 March 2027"


async def test_what_nobody_decides_expires_after_four_weeks(talk: Talk, clock: Clock) -> None:
    await ready(talk)
    seen = await card(talk)
    clock.forward(days=29)
    (told,) = [one for one in await talk.told(TEACHER) if one.title == "A draft of yours has expired"]
    assert "four weeks" in told.text
    assert (await talk.press(HEAD, seen, "Approve")).title.startswith("No longer to be decided")


async def test_taken_back_after_approval_nobody_publishes_it(talk: Talk) -> None:
    await ready(talk)
    receipt = await sent(talk)
    await talk.press(HEAD, (await talk.told(HEAD))[-1], "Approve")
    (seen,) = await talk.told(ASSISTANT)
    await talk.press(TEACHER, receipt, "Take it back")
    (told,) = await talk.told(ASSISTANT)
    assert (told.title, told.at) == ("Please do not publish this", seen.at)


async def test_published_is_published(talk: Talk) -> None:
    """Neither changed nor taken back any more."""
    await ready(talk)
    receipt = await sent(talk)
    await talk.press(HEAD, (await talk.told(HEAD))[-1], "Approve")
    await publish(talk, (await talk.told(ASSISTANT))[-1])
    assert (await talk.press(TEACHER, receipt, "Take it back")).title == "Your draft is published"


# --- spot checks ---


async def out(talk: Talk, text: str) -> None:
    """Mr Field posts under his standing authority."""
    await sent(talk, text, NEWS, who=ASSISTANT)
    await publish(talk, next(one for one in reversed(await talk.told(ASSISTANT)) if labels(one) == [PUBLISHED]))


async def test_of_the_posts_under_standing_authority_some_are_shown_to_the_head(talk: Talk) -> None:
    """The first and each fifth, afterwards."""
    await ready(talk)
    await register(talk, name="Class news", rule="standing")
    for number in range(1, 7):
        await out(talk, f"News, part {number}.")
    checks = [one for one in await talk.told(HEAD) if one.title.startswith("Spot check")]
    assert [one.text for one in checks] == ["News, part 1.", "News, part 6."]
    assert ("By", "Mr Field") in checks[0].facts
    said = await talk.press(HEAD, checks[0], "It is fine")
    assert said.title == "Looked at by Mrs Wood on 3 March 2027"
    await talk.told(ASSISTANT)
    await talk.press(HEAD, checks[1], "Let's talk")
    (told,) = await talk.told(ASSISTANT)
    assert told.text == "Mrs Wood would like to talk with you about a post. Please go and see them."


async def test_a_spot_check_is_not_for_everybody(talk: Talk) -> None:
    await ready(talk)
    await register(talk, name="Class news", rule="standing")
    await out(talk, OTHER)
    (seen,) = await talk.told(HEAD)
    assert (await talk.press(ASSISTANT, seen, "It is fine")).title == "This is not yours to check"
    await talk.appoint("deputy", Role.HEAD)
    await talk.press(HEAD, seen, "It is fine")
    assert (await talk.press(DEPUTY, seen, "Let's talk")).title == "Looked at by Mrs Wood on 3 March 2027"
