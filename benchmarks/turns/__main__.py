"""`python -m benchmarks.turns`: our bot under load beside bare echo bots, in one run on this machine."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from benchmarks.turns import bots, slack, teams
from benchmarks.turns.load import Load, serve

QUESTIONS = (
    "Can I accept a friend request from a pupil?",
    "Can I post a photo of my class on my own page?",
    "Can I use WhatsApp with parents?",
    "Can I look up a pupil's Instagram?",
    "Can I use my phone at lunch?",
    "Can I wear jeans on an INSET day?",
    "Do I have to tell anyone if a parent messages me?",
    "Can I put a pupil's name into ChatGPT?",
    "May I name the school on my profile?",
    "A parent wrote something rude about me on Facebook, what do I do?",
)
PACE, PACED = 20.0, 15.0  # turns per second, seconds
OURS, BARE, DURABLE = "Proviso", "bare echo", "echo with one durable write"
Results = dict[str, dict[str, float]]


@click.command()
@click.option("--turns", default=3000, help="Turns flat out.")
@click.option("--together", default=32, help="Turns at a time.")
@click.option("--rounds", default=2, help="How often all take turns; the best of each counts.")
@click.option("--only", type=click.Choice(["slack", "teams"]), help="One platform alone.")
@click.option("--json", "as_json", is_flag=True)
def main(turns: int, together: int, rounds: int, only: str | None, as_json: bool) -> None:
    """Print turns per second and times of every bot, and ours as a share of the others."""
    results = {
        name: asyncio.run(_best(name, turns, together, rounds)) for name in ([only] if only else ["slack", "teams"])
    }
    if as_json:
        click.echo(json.dumps(results, indent=2))
        return
    for platform, bots_of_it in results.items():
        for bot, figures in bots_of_it.items():
            click.echo(f"{platform}: {bot}")
            click.echo("".join(f"  {what:36} {value}\n" for what, value in figures.items()))


async def _best(platform: str, turns: int, together: int, rounds: int) -> Results:
    best: Results = {}
    for _ in range(rounds):
        found = await (_slack if platform == "slack" else _teams)(turns, together)
        for bot, figures in found.items():
            if bot not in best or figures["turns per second"] > best[bot]["turns per second"]:
                best[bot] = figures
    for other in (BARE, DURABLE):
        best[OURS][f"share of the {other}"] = round(best[OURS]["turns per second"] / best[other]["turns per second"], 2)
    return best


async def _slack(turns: int, together: int) -> Results:
    platform = slack.SlackLoad(QUESTIONS)
    runner, port = await serve(platform.application())
    api = f"http://127.0.0.1:{port}/api/"
    settings = {
        "PROVISO_SLACK_BOT_TOKEN": slack.TOKEN,
        "PROVISO_SLACK_SIGNING_SECRET": slack.SECRET,
        "PROVISO_SLACK_SOCKET_MODE": "false",
        "PROVISO_SLACK_API": api,
    }
    try:
        return await _each(platform, "benchmarks.turns.slack_echo", api, settings, turns, together)
    finally:
        await runner.cleanup()


async def _teams(turns: int, together: int) -> Results:
    platform = teams.TeamsLoad(QUESTIONS)
    runner, port = await serve(platform.application())
    service = f"http://127.0.0.1:{port}/"
    platform.begin(service)
    settings = {
        "PROVISO_TEAMS_APP_ID": teams.APP,
        "PROVISO_TEAMS_TENANT": teams.TENANT,
        "PROVISO_TEAMS_SECRET": "of-the-benchmark",
        "PROVISO_TEAMS_OPENID": f"{service}openid",
        "PROVISO_TEAMS_LOGIN": service.rstrip("/"),
    }
    try:
        return await _each(platform, "benchmarks.turns.teams_echo", service, settings, turns, together)
    finally:
        await runner.cleanup()


async def _each(
    platform: slack.SlackLoad | teams.TeamsLoad,
    echo: str,
    service: str,
    settings: Mapping[str, str],
    turns: int,
    together: int,
) -> Results:
    """Every bot in turn, each in a process of its own, alone on the machine with the load."""
    found: Results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await bots.prepare(folder)
        if "teams" in echo:  # which hosts may have our token is a list, so that it stands in the file
            (folder / "proviso.toml").write_text('[teams]\nhosts = ["127.0.0.1"]\n', "utf-8")
        for bot in (BARE, DURABLE, OURS):
            at = bots.free_port()
            ours = {**settings, "PROVISO_DATA": str(folder)} if bot == OURS else {}
            command = _command(bot, echo, at, service, folder)
            async with bots.process(command, at, ours, folder) as running:
                platform.address = running.address
                found[bot] = await _measured(platform.load, running, turns, together)
    return found


def _command(bot: str, echo: str, port: int, service: str, folder: Path) -> Sequence[str]:
    if bot == OURS:
        return bots.python("bot", "serve", "--port", port)
    return bots.python(echo, port, service, *([folder / "echo.sqlite"] if bot == DURABLE else []))


async def _measured(load: Load, running: bots.Running, turns: int, together: int) -> dict[str, float]:
    await load.flat_out(together * 10, together)  # warm
    before = running.busy()
    flat_out = (await load.flat_out(turns, together)).summary()
    busy = (running.busy() - before) / turns * 1000
    steady = (await load.steadily(PACE, PACED)).summary()
    at_pace = {f"{name}, at {PACE:g} a second": value for name, value in steady.items() if name != "turns per second"}
    return {"turns per second": flat_out["turns per second"], "processor ms a turn": round(busy, 2), **at_pace}


if __name__ == "__main__":
    main()
