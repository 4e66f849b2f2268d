"""What administrators paste into Slack and upload to Teams: valid, and no more than the work needs."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from PIL import Image

from bot.entrances import ENTRANCES, MENU, names, slashes
from bot.slack import manifest as slack
from bot.teams import manifest as teams

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT.parent / "shared" / "schemas"
URL = "https://bot.larkfield.example"
APP_ID = "8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b"

with_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="the vendors' schemas are kept beside the code")


def in_slack(**given: Any) -> dict[str, Any]:
    """The manifest as Slack reads it."""
    read: dict[str, Any] = yaml.safe_load(slack.manifest(**given))
    return read


def in_teams(**given: Any) -> dict[str, Any]:
    return teams.manifest(URL, APP_ID, **given)


def of_kind(*kinds: str) -> list[Any]:
    return [one for one in ENTRANCES if one.kind in kinds]


# --- valid ---


@with_schemas
@pytest.mark.parametrize("given", [{}, {"url": URL}, {"name": 'Larkfield: "ask" #1', "commands": {"can-i": "/may-i"}}])
def test_slack_takes_its_manifest(given: dict[str, Any]) -> None:
    schema = json.loads((SCHEMAS / "slack-manifest.schema.2.0.0.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(in_slack(**given))


@with_schemas
def test_the_slack_file_is_good_for_socket_mode_as_it_stands() -> None:
    """An administrator pastes manifest/slack.yaml from the repository without running anything."""
    schema = json.loads((SCHEMAS / "slack-manifest.schema.2.0.0.json").read_text("utf-8"))
    read = yaml.safe_load(slack.FILE.read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(read)
    assert read == in_slack()


@with_schemas
def test_teams_takes_its_manifest() -> None:
    schema = json.loads((SCHEMAS / "teams-v1.22.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    validator.validate(json.loads((teams.FOLDER / "manifest.json").read_text("utf-8")))
    validator.validate(in_teams(version="2.10.0", privacy="https://larkfield.example/privacy.html"))


def test_everything_keeps_to_the_documented_lengths() -> None:
    """docs.slack.dev/reference/app-manifest and Teams' manifest schema; both refuse what is longer."""
    for one in of_kind("command"):
        assert len(one.description) <= 2000
        assert len(one.hint) <= 1000
    for one in of_kind("shortcut", "message"):
        assert len(one.title) <= 24
        assert len(one.description) <= 128
    assert all(len(word.text) <= 32 and len(word.description) <= 128 for word in MENU)
    assert len(MENU) <= 10
    shown = in_slack()["display_information"]
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    filled = in_teams()
    assert len(filled["name"]["short"]) <= 30
    assert len(filled["description"]["short"]) <= 80


# --- least ---


def rows(heading: str, first: str) -> set[str]:
    """What stands in the first column of a table in the page about manifests."""
    page = (ROOT / "manifest" / "README.md").read_text("utf-8")
    part = page.split(f"{heading}\n")[1].split(f"| {first} |")[1].split("\n\n")[0]
    return set(re.findall(r"^\| `([^`]+)` \| \S", part, re.MULTILINE))


def test_every_permission_has_its_reason_and_no_other_is_asked_for() -> None:
    read = in_slack()
    assert rows("### Why each scope", "scope") == set(read["oauth_config"]["scopes"]["bot"])
    assert rows("### Why each scope", "event") == set(read["settings"]["event_subscriptions"]["bot_events"])
    assert set(read["oauth_config"]["scopes"]) == {"bot"}, "nothing is done in a person's name"
    assert rows("## Teams", "permission") == set(in_teams()["permissions"])
    assert in_teams()["validDomains"] == []
    assert not {"webApplicationInfo", "authorization"} & set(in_teams())


def test_a_policy_can_be_sent_as_a_file() -> None:
    assert "files:read" in in_slack()["oauth_config"]["scopes"]["bot"]
    assert in_teams()["bots"][0]["supportsFiles"] is True


def test_people_can_write_to_it_and_find_their_page() -> None:
    home = in_slack()["features"]["app_home"]
    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


# --- filled in ---


def test_slack_calls_one_address_for_everything() -> None:
    read = in_slack(url=URL)
    addresses = [one["url"] for one in read["features"]["slash_commands"]]
    addresses += [read["settings"][part]["request_url"] for part in ("event_subscriptions", "interactivity")]
    assert set(addresses) == {f"{URL}/slack/events"}
    assert read["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_no_address_is_named() -> None:
    read = in_slack()
    assert read["settings"]["socket_mode_enabled"] is True
    assert "school.example" not in slack.manifest()
    assert "url" not in slack.manifest()


def test_a_workspace_with_a_clash_renames_a_command() -> None:
    """Larkfield has another app's /policy, so ours becomes /our-policy there, and means the same to the bot."""
    renamed = {"policy": "/our-policy"}
    offered = [one["command"] for one in in_slack(commands=renamed)["features"]["slash_commands"]]
    assert offered[:2] == ["/can-i", "/our-policy"]
    assert names(renamed) == {name: key for name, key in names().items() if key != "policy"} | {"/our-policy": "policy"}
    swapped = slashes({"policy": "/can-i", "can-i": "/policy"})
    assert (swapped["can-i"], swapped["policy"]) == ("/policy", "/can-i")


def test_the_name_is_what_people_see_whatever_is_in_it() -> None:
    name = "Mrs Wood’s \"rules\": # \\ 🙂 {a}"  # fmt: skip
    read = in_slack(name=name)
    assert read["display_information"]["name"] == read["features"]["bot_user"]["display_name"] == name
    assert read["features"]["shortcuts"] == in_slack()["features"]["shortcuts"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 36, "two\nlines"])
def test_a_name_that_slack_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="35 characters"):
        slack.manifest(name=name)


def test_the_teams_app_and_its_bot_have_entras_id() -> None:
    filled = teams.manifest(URL, APP_ID.upper(), version="1.2.3")
    ids = [filled["id"], filled["bots"][0]["botId"], filled["composeExtensions"][0]["botId"]]
    assert ids == [APP_ID] * 3
    assert filled["version"] == "1.2.3"
    assert filled["developer"]["privacyUrl"] == f"{URL}/privacy"
    assert filled["developer"]["termsOfUseUrl"] == f"{URL}/terms"


# --- the icons ---


def test_the_colour_icon_is_a_full_opaque_square_with_its_symbol_in_the_middle() -> None:
    """Teams rounds the square itself; what lies outside the middle 96 pixels might be cut off."""
    with Image.open(teams.FOLDER / "color.png") as icon:
        assert (icon.format, icon.size) == ("PNG", (192, 192))
        assert icon.convert("RGBA").getchannel("A").getextrema() == (255, 255)
        colours = icon.convert("RGB")
    ground = Image.new("RGB", colours.size, in_teams()["accentColor"])
    assert colours.getpixel((0, 0)) == ground.getpixel((0, 0))
    left, top, right, bottom = _differing(colours, ground) or (0, 0, 0, 0)
    assert min(left, top) == 48
    assert max(right, bottom) == 144


def test_the_slack_icon_is_a_full_opaque_square() -> None:
    """Slack takes 512 to 2,000 pixels a side."""
    with Image.open(ROOT / "manifest" / "slack.png") as icon:
        assert (icon.format, icon.size) == ("PNG", (512, 512))
        assert icon.convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_the_outline_icon_is_pure_white_on_nothing_from_edge_to_edge() -> None:
    with Image.open(teams.FOLDER / "outline.png") as icon:
        assert (icon.format, icon.size, icon.mode) == ("PNG", (32, 32), "RGBA")
        alpha = icon.getchannel("A")
        assert alpha.getextrema() == (0, 255)
        assert alpha.getbbox() == (0, 0, 32, 32)
        drawn = alpha.point(lambda value: 255 if value else 0)
        white = Image.composite(icon.convert("RGB"), Image.new("RGB", icon.size, "white"), drawn)
    assert white.getextrema() == ((255, 255),) * 3


def _differing(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """The smallest box around where two pictures differ."""
    from PIL import ImageChops

    return ImageChops.difference(one, other).getbbox()


# --- in the wheel ---


def test_an_installed_program_has_the_files_too() -> None:
    """`proviso manifest` reads them beside the packages, so the wheel must bring them."""
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert "manifest" in setup["packages"]
    brought = {path for pattern in setup["package-data"]["manifest"] for path in (ROOT / "manifest").glob(pattern)}
    assert brought == {slack.FILE, teams.FOLDER / "manifest.json", *(teams.FOLDER / name for name in teams.ICONS)}
