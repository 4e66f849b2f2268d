"""What people see: every kind of reply, drawn by renderers that are not ours, light and dark, wide and narrow."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.slack import render as slack
from bot.slack import render_form as slack_form
from bot.teams import render as teams
from bot.teams import render_form as teams_form
from handlers.model import Ask, Done, FieldKind, Home, Post, Reply, Say
from tests.clients.look.conftest import Opening
from tests.handlers.larkfield import SCHOOL
from tests.rendering.any_reply import HOSTILE

pytestmark = pytest.mark.clients

STAFF = [(member.person.key, member.person.name) for member in SCHOOL.staff]
# This drawing of Slack makes emphasis and quotations of marks wherever they stand, where Slack makes none: it is
# asked about links and mentions only.
ALIVE = {
    "slack": "#screen :is(a, script, [class*=slack_broadcast], [class*=slack_user], [class*=slack_channel])",
    "teams": "#screen :is(a, b, strong, code, pre, em, i, del, s, blockquote, ul, ol, table, script, img)",
}
# Nor what Slack leaves alone: links as Markdown writes them, and with `verbatim` (which is drawn without) bare names.
NONE_IN_SLACK = ("[click](https://evil.example)", "![x](https://evil.example/x.png)", "@everyone", "@channel")
SCREENS = [("light", 620), ("dark", 620), ("light", 360)]


def drawn(platform: str, reply: Reply) -> dict[str, Any]:  # noqa: PLR0911 - one for each kind
    """The reply as the platform's renderer takes it: blocks or a view, or a card."""
    match platform, reply:
        case "slack", Ask():
            return slack_form.view(reply, {"head": "U012ABC", "deputy": "U013ABC"})
        case "slack", Done():
            return slack_form.done(reply)
        case "slack", Home():
            return slack.home(reply)
        case "slack", Say():
            return slack.message(reply.post)
        case _, Ask():
            return card_of(teams_form.dialog(reply, STAFF))
        case _, Done():
            return card_of(teams_form.done(reply))
        case _, Home() | Say():
            made: dict[str, Any] = teams.message(reply.post)["attachments"][0]["content"]
            return made
    raise TypeError(reply)


def card_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The card in a dialog."""
    made: dict[str, Any] = answer["task"]["value"]["card"]["content"]
    return made


def content(reply: Reply) -> list[str]:
    """What must be there to be read."""
    if isinstance(reply, Ask):
        about = reply.step.words(reply.dialog.answers) if reply.step.words else Post()
        fields = [field.label for field in reply.step.fields]
        return [reply.step.title, reply.step.next_label, "Cancel", *fields, *words(about)]
    assert isinstance(reply, Done | Home | Say)
    return words(reply.post)


def words(post: Post) -> list[str]:
    """All that a post says."""
    facts = [part for fact in post.facts for part in fact]
    quotes = [part for quote in post.quotes for part in (quote.lead_in, quote.text, quote.source)]
    return [*post.text.split("\n\n"), post.title, *facts, *quotes, *post.notes, *(one.label for one in post.buttons)]


def squeezed(text: str) -> str:
    """Without what differs between drawings: spaces, line ends, joiners."""
    return re.sub(r"[\s\u2060]+", "", text)


@pytest.mark.parametrize(("theme", "width"), SCREENS)
@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_everything_is_there_readable_and_inside_the_screen(
    platform: str, theme: str, width: int, said: dict[str, Reply], screen: Opening
) -> None:
    """Each reply in turn: no complaint of the renderer, all its words, enough contrast, no scrolling sideways."""
    shown = screen(platform, theme, width)
    wrong = []
    for name, reply in said.items():
        seen = squeezed(shown.show(drawn(platform, reply), name))
        missing = [part for part in content(reply) if squeezed(part) not in seen]
        wrong += [f"{name}, {what}: {which}" for what, which in (
            ("missing", missing), ("faint", shown.faint()), ("beyond the edge", shown.wide()), ("faults", shown.faults),
        ) if which]  # fmt: skip
        shown.faults.clear()
    assert wrong == []


@pytest.mark.parametrize("live", ["<!channel>", "<@U012ABC>", "<#C1|general>", "<https://evil.example|click>"])
def test_the_drawing_of_slack_would_show_a_live_mention_or_link(live: str, screen: Opening) -> None:
    """So that the story after this one could fail."""
    shown = screen("slack", "light", 620)
    shown.show({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": live}}]}, "live")
    assert shown.page.locator(ALIVE["slack"]).count() > 0, shown.page.inner_html("#screen")


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_hostile_words_stay_words_in_a_real_renderer(platform: str, screen: Opening) -> None:
    """Nothing comes alive of what people type, wherever it stands."""
    shown = screen(platform, "light", 620)
    came_alive = []
    for typed in HOSTILE:
        if platform == "slack" and typed in NONE_IN_SLACK:
            continue
        shown.show(
            drawn(platform, Say(Post(typed, typed, ((typed, typed),), notes=(typed, "Small print.")))), "hostile"
        )
        if shown.page.locator(ALIVE[platform]).count():
            came_alive.append(typed)
    assert came_alive == []
    assert shown.faults == []


def test_a_press_in_teams_brings_back_the_button_and_its_value(said: dict[str, Reply], screen: Opening) -> None:
    """As Teams' own renderer hands it over: a Universal Action with its verb, and the values of a form."""
    shown = screen("teams", "light", 620)
    shown.show(drawn("teams", said["verdict"]), "pressed")
    shown.page.get_by_role("button", name="Keep a copy for me").click()
    [pressed] = shown.page.evaluate("window.pressed")
    assert (pressed["kind"], pressed["verb"], pressed["data"]["button"]) == ("Action.Execute", "keep_copy", "keep_copy")
    shown.show(drawn("teams", said["every field, filled in"]), "filled")
    shown.page.get_by_role("button", name="Send").click()
    [sent] = shown.page.evaluate("window.pressed")
    assert sent["kind"] == "Action.Submit"
    assert {key: sent["data"][key] for key in ("move", "choice", "choices", "yes_no", "date", "time", "people")} == {
        "move": "next", "choice": "safe", "choices": "data,other", "yes_no": "no", "date": "2027-03-03",
        "time": "08:45", "people": "head,deputy",
    }  # fmt: skip
    assert FieldKind.CHANNEL not in sent["data"]
