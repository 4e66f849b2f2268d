"""What `deploy/` says fits the program: files, folders, ports, extras, variables, the health check, the stop."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from aiohttp import web

from bot.pages.site import add_pages
from bot.public import Public
from bot.settings import Settings, load, variables
from bot.turn import Turn
from deploy.rehearse import DOCKERFILE, ROOT, becomes_healthy, serving, stages

DEPLOY = ROOT / "deploy"
BUILDING, FINAL = stages(DOCKERFILE.read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNIT = (DEPLOY / "proviso.service").read_text("utf-8")
EXAMPLE = (DEPLOY / "proviso.env.example").read_text("utf-8")


# --- the image ---


def copied() -> set[str]:
    return {file for words in BUILDING.all("COPY") for file in words.split()[:-1]}


def test_the_image_is_made_of_what_the_wheel_needs_and_all_of_it_is_there() -> None:
    packages = {name.split(".")[0] for name in PROJECT["tool"]["setuptools"]["packages"]}
    about = {"pyproject.toml", PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    assert copied() == packages | about | {"constraints.txt"}
    assert [file for file in copied() if not (ROOT / file).exists()] == []


def test_the_builder_is_sent_exactly_what_the_image_is_made_of() -> None:
    lines = Path(f"{DOCKERFILE}.dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*", "nothing is sent but what is named: settings and secrets stay here"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == copied()


def test_the_image_installs_every_platform_and_the_tested_versions() -> None:
    install = next(words for words in BUILDING.all("RUN") if " install " in words)
    extras = re.search(r"\.\[([\w,]+)\]", install)
    assert extras is not None
    assert (
        set(extras[1].split(",")) == {"slack", "teams", "postgres"} <= set(PROJECT["project"]["optional-dependencies"])
    )
    assert "-c constraints.txt" in install


def test_the_image_has_a_python_that_the_program_is_promised_to_run_on() -> None:
    assert BUILDING.base == FINAL.base, "an environment made by another Python would not run"
    minor = re.fullmatch(r"python:3\.(\d+)-slim-\w+", FINAL.base)
    assert minor is not None
    lowest, highest = map(int, re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"]))
    assert lowest <= int(minor[1]) < highest


def test_the_image_runs_as_nobody_special_with_a_number_that_stays() -> None:
    (user,) = FINAL.all("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    number = user.split(":")[0]
    made = " ".join(FINAL.all("RUN"))
    assert f"useradd --uid {number}" in made
    assert f"install -d -o {number} -g {number} -m 700 /data" in made
    names = [name for name, _ in FINAL.steps]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert not FINAL.all("ADD")


def test_the_images_variables_are_settings_of_ours() -> None:
    ours = {name: value for name, value in FINAL.environment.items() if name.startswith("PROVISO_")}
    settings = load(None, ours)
    assert str(settings.data) in FINAL.all("VOLUME")
    assert str(settings.port) in FINAL.all("EXPOSE")
    assert settings.port == Settings().port
    assert f":{settings.port}/healthz" in FINAL.health[-1]


# --- compose ---


def test_compose_names_files_that_are_there_or_that_its_first_lines_say_to_make() -> None:
    proviso, https = COMPOSE["services"]["proviso"], COMPOSE["services"]["https"]
    assert (DEPLOY / proviso["build"]["context"]).resolve() == ROOT
    assert ROOT / proviso["build"]["dockerfile"] == DOCKERFILE
    assert (DEPLOY / https["volumes"][0].split(":")[0]).is_file()
    head = (DEPLOY / "compose.yaml").read_text("utf-8").split("\nname:")[0]
    for made in (proviso["env_file"], Path(proviso["volumes"][0]["source"]).name):
        assert made in head
    assert (DEPLOY / f"{proviso['env_file']}.example").is_file()


def test_compose_mounts_settings_and_data_where_the_image_looks_for_them() -> None:
    settings, data = COMPOSE["services"]["proviso"]["volumes"]
    assert settings["target"] == f"{FINAL.all('WORKDIR')[0]}/proviso.toml"
    assert settings["read_only"]
    assert data.split(":")[1] == FINAL.environment["PROVISO_DATA"]


def test_compose_gives_the_container_nothing_that_it_does_not_need() -> None:
    proviso = COMPOSE["services"]["proviso"]
    assert proviso["read_only"] is True
    assert proviso["cap_drop"] == ["ALL"]
    assert "cap_add" not in proviso
    assert "no-new-privileges:true" in proviso["security_opt"]
    assert proviso["tmpfs"] == ["/tmp"]
    assert all(port.startswith("127.0.0.1:") for port in proviso["ports"]), "only a web server here may reach it"
    assert "profiles" not in proviso
    assert COMPOSE["services"]["postgres"]["profiles"] == ["postgres"]


def test_compose_asks_after_health_as_the_image_does() -> None:
    assert COMPOSE["services"]["proviso"]["healthcheck"]["test"] == ["CMD", *FINAL.health]


def test_compose_holds_no_secret() -> None:
    for service in COMPOSE["services"].values():
        given = service.get("environment", {})
        assert not [name for name in given if re.search("TOKEN|SECRET|PASSWORD$", name)]


# --- secrets ---


def test_the_example_of_the_secrets_names_every_secret_and_no_other_variable() -> None:
    named = set(re.findall(r"^#?(PROVISO_\w+)='", EXAMPLE, re.MULTILINE))
    secret = {name for name in variables() if re.search("TOKEN|SECRET|DATABASE|PASSWORD|KEY$", name)}
    assert named == secret
    assert not re.findall(r"^PROVISO_", EXAMPLE, re.MULTILINE), "what is not needed stays commented"


def test_the_secrets_file_is_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"proviso.env", "postgres-password"} <= set(ignored)


def test_a_shell_reads_the_secrets_as_they_are(tmp_path: Path) -> None:
    """Somebody logs in as proviso: a value with $, ~ and & is the same as the service has it."""
    odd = "abc8Q~x$HOME&`id`#?"
    (tmp_path / "proviso.env").write_text(f"# a remark\nPROVISO_TEAMS_SECRET='{odd}'\n", "utf-8")
    shell = ["sh", "-c", f". {DEPLOY / 'profile'}; printenv PROVISO_TEAMS_SECRET; printenv PATH"]
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    said = subprocess.run(shell, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[0] == odd
    assert said[1].startswith("/opt/proviso/bin:")


# --- systemd ---


def test_the_unit_finds_program_settings_secrets_and_data_where_the_walks_put_them() -> None:
    home = "/var/lib/proviso"
    for line in (
        "ExecStart=/opt/proviso/bin/proviso serve",
        "StateDirectory=proviso",
        f"WorkingDirectory={home}",
        f"EnvironmentFile={home}/proviso.env",
        "User=proviso",
    ):
        assert line in UNIT.splitlines()
    for page in ("slack.md", "teams.md"):
        walk = (ROOT / "docs" / page).read_text("utf-8")
        for named in ("/opt/proviso", home, "deploy/proviso.service", "deploy/profile", "deploy/proviso.env.example"):
            assert named in walk, f"{page} does not say {named}"


def test_the_unit_is_a_good_unit(tmp_path: Path) -> None:
    """systemd itself reads it; only the program is another, since ours is not installed here."""
    judge = shutil.which("systemd-analyze")
    if judge is None:
        if os.environ.get("PROVISO_REQUIRE_SYSTEMD") == "1":
            pytest.fail("PROVISO_REQUIRE_SYSTEMD is set, and there is no systemd-analyze")
        pytest.skip("there is no systemd-analyze (apt-get install systemd)")
    unit = tmp_path / "proviso.service"
    unit.write_text(UNIT.replace("/opt/proviso/bin/proviso", sys.executable), "utf-8")
    found = subprocess.run([judge, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False)
    ours = [line for line in found.stderr.splitlines() if "proviso.service" in line]
    assert (found.returncode, ours) == (0, [])


def test_whoever_stops_it_waits_as_long_in_a_container_as_under_systemd() -> None:
    stop = re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert stop is not None
    assert COMPOSE["services"]["proviso"]["stop_grace_period"] == f"{stop[1]}s"


# --- the web server before it ---


def test_the_web_server_passes_on_what_is_meant_for_others_and_nothing_else() -> None:
    words = (DEPLOY / "Caddyfile").read_text("utf-8")
    calls, pages, own = (set(line.split()) for line in re.findall(r"^\s*path (.+)$", words, re.MULTILINE))
    application = web.Application()
    Public("Larkfield").add_routes(application)
    assert pages == {route.resource.canonical for route in application.router.routes() if route.resource}
    assert calls == {"/api/messages", "/slack/events"}
    ours = web.Application()
    add_pages(ours, cast(Turn, None), "larkfield", "https://proviso.larkfield.example")
    routes = {route.resource.canonical for route in ours.router.routes() if route.resource}
    assert {one for one in routes if not any(fnmatch(one, way) for way in own)} == set()
    assert {way for way in own if not any(fnmatch(one, way) for one in routes)} == set()
    assert f"127.0.0.1:{Settings().port}" in words


# --- the walks ---


@pytest.mark.parametrize("page", ["slack.md", "teams.md"])
def test_what_the_walks_quote_is_what_the_program_says(page: str) -> None:
    """The first column of "When something is wrong": whoever searches the page for a line must find it."""
    table = (ROOT / "docs" / page).read_text("utf-8").split("## When something is wrong")[1]
    quoted = re.findall(r"^\|[^|]*?“([^”]+)”[^|]*\|", table, re.MULTILINE)
    code = "".join(file.read_text("utf-8") for part in ("bot", "handlers") for file in (ROOT / part).rglob("*.py"))
    others = {"Unable to reach app"}  # what Teams itself says
    assert len(quoted) > 12
    assert [words for words in quoted if words not in code and words not in others] == []


# --- running ---


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_the_health_check_says_no_before_it_serves_and_yes_while_it_does(tmp_path: Path) -> None:
    """The image's own command, against the real program with Slack connected; then the stop of a container."""
    port = _free_port()
    check = [sys.executable, *(word.replace(":3978/", f":{port}/") for word in FINAL.health[1:])]
    environment = {"PATH": os.environ["PATH"], "PROVISO_DATA": str(tmp_path / "data"), "PROVISO_PORT": str(port)}
    assert not becomes_healthy(check, environment, 0.1)
    with serving([sys.executable, "-m", "bot", "serve"], ROOT, environment):
        assert becomes_healthy(check, environment)
    assert not becomes_healthy(check, environment, 0.1)
