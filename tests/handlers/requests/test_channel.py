"""Where there is an approvals channel, it is decided there, by whoever may; everybody there sees how it stands."""

from __future__ import annotations

from tests.handlers.larkfield import ASSISTANT, HEAD, TEACHER
from tests.handlers.requests.permission import review_device
from tests.handlers.talk import Talk, on


@on("slack", "teams")
async def test_it_is_decided_in_the_approvals_channel(talk: Talk) -> None:
    """The browser's page has no channels."""
    await talk.everybody_comes()
    await talk.say_aloud(HEAD, "use this channel")
    for one in (TEACHER, ASSISTANT, HEAD):
        await talk.told(one)
    page = await review_device(talk)
    assert dict(page.words.facts)["To"] == "Mrs Wood (head), in the approvals channel"
    end = await talk.finish(TEACHER, page)
    assert "It stands in the approvals channel." in end.text
    (seen,) = [one for one in await talk.told(HEAD) if not one.alone]
    assert seen.title == "To be decided: the use of a private device for photographs"
    assert (await talk.press(HEAD, seen, "Approve")).title == "Approved by Mrs Wood on 3 March 2027"
    (now,) = {one for one in await talk.told(ASSISTANT) if one.title.startswith("Approved")}
    assert (now.at, now.buttons) == (seen.at, ())
    assert (await talk.told(TEACHER))[-1].title == "Approved: the use of a private device for photographs"
