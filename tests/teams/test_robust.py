"""Odd activities that are signed all the same, and what is written down about anything."""

from __future__ import annotations

import json
import logging
import random
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.teams.conftest import Staff
from tests.teams.microsoft import Json
from tests.teams.running import Running
from tests.teams.tenant import Tenant

FOLDER = Path(__file__).parent / "payloads"
ODD: tuple[Any, ...] = (None, True, 0, -1.5, 1e308, "", "x", "\ud800", "a" * 5000, [], {}, [[]], [None], {"id": None})
KEPT = {"channelId", "serviceUrl", "tenantId", "tenant"}  # without these it would be refused


def places(value: object, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something could be changed."""
    found = [before] if before else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        if name not in KEPT:
            found += places(inner, (*before, name))
    return found


def recorded(tenant: Tenant, who: str) -> list[Json]:
    """Every recorded payload, as if it had happened in this tenant."""
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        text = file.read_text("utf-8").replace("72f988bf-0000-4000-8000-000000000047", tenant.tenant)
        text = text.replace("https://smba.trafficmanager.net/uk/", tenant.service).replace("29:1marsh", who)
        found.append(json.loads(text))
    return found


async def test_whatever_stands_in_a_signed_activity_it_is_answered_without_an_error(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Each recorded payload, and each with something odd in it: never a 500."""
    chance = random.Random(7)
    token = tenant.token()
    for activity in recorded(tenant, staff.marsh.user):
        assert (await tenant.post(activity, token))[0] in (200, 503)
        for _ in range(6):
            odd = json.loads(json.dumps(activity))
            path = chance.choice(places(odd))
            part: Any = odd
            for step in path[:-1]:
                part = part[step]
            part[path[-1]] = chance.choice(ODD)
            assert (await tenant.post(odd, token))[0] in (200, 403, 503), path
    assert (await tenant.say(staff.marsh, "Can I?")).words()
    assert bot.teams.trouble() == ""


async def test_nothing_that_somebody_wrote_and_nobodys_name_is_written_down(
    tenant: Tenant, staff: Staff, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither where all is well nor where much is not."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs:
        shown = await tenant.say(staff.marsh, "Can I post Zebedee?")
        tenant.faults = [(500, "", ""), (400, "BadSyntax", ""), (413, "", "")]
        await tenant.say(staff.marsh, "And Zebedee's sister?")
        tenant.faults = [(403, "MessageWritesBlocked", "")] * 2
        await tenant.press(staff.marsh, shown, "Yes")
        await tenant.until(lambda: not tenant.faults)
        tenant.faults = [(503, "", ""), (503, "", "")]
        await tenant.post(tenant.message(staff.hill, "Zebedee again"))
        page = await tenant.open(staff.marsh, await tenant.say(staff.marsh, "Can I?"), "Ask the head")
        await tenant.submit(page, "Next", words="About Zebedee", subjects="phones")
    written = json.dumps(logs, default=str) + caplog.text
    assert "reply_not_sent" in written
    for word in ("Zebedee", "Marsh", "Hill", "larkfield.example", tenant.secret, tenant.token()[:40]):
        assert word not in written
