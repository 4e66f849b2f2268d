"""The documents say what is there: paths, modules, commands, settings, dependencies, examples."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.__main__ import cli
from bot.concern_settings import ConcernSettings, ContactEntry, ContactSettings, MailSettings
from bot.connections import SlackSettings, TeamsSettings
from bot.school_settings import SchoolSettings, StaffEntry
from bot.settings import PREFIX, Settings, load, variables
from docs import make_pictures
from docs.make_examples import examples, said
from handlers.concerns.kinds import Kind
from handlers.desk import Role
from knowledge.answering import Answerer
from knowledge.language.lexicon import shipped
from knowledge.model import Verdict
from knowledge.policy import read_policy

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "manifest").glob("*.md")])
TOP = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} | {".ci"}

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)\s#]*)(#[^)\s]*)?\)")
_FILE = re.compile(r"[\w./*{},-]+\.(py|md|txt|list|npz|toml|jsonl|yaml|json)|[\w.-]+/[\w./*-]*")
_ENTRY = re.compile(r"[\w.]+\.py|\w+/")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


# --- paths and modules ---


def paths_in(page: Path) -> Iterator[str]:
    """What stands as code and looks like a path of this repository."""
    for word in _CODE.findall(prose(page)):
        if _FILE.fullmatch(word) and word.split("/")[0] in TOP and ("/" in word or "." in word):
            yield word


@pages
def test_every_path_that_a_document_names_is_there(page: Path) -> None:
    missing = [word for word in paths_in(page) if not list(ROOT.glob(word.rstrip("/")))]
    assert missing == []


@pages
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    for where, anchor in _LINK.findall(page.read_text("utf-8")):
        target = (page.parent / where).resolve() if where else page
        assert target.exists(), f"{where} is not there"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor[1:] in slugs, f"{where} has no heading for {anchor}"


@pages
def test_every_module_that_a_document_names_can_be_imported(page: Path) -> None:
    named = re.findall(r"`((?:bot|handlers|knowledge)(?:\.\w+)+)`", prose(page))
    missing = [name for name in named if not _importable(name)]
    assert missing == []


def _importable(name: str) -> bool:
    """Whether it is a module, or a name that its module defines."""
    if (ROOT / name).exists():
        return True
    try:
        if find_spec(name):
            return True
    except ModuleNotFoundError:
        pass
    module, _, member = name.rpartition(".")
    spec = find_spec(module)
    return spec is not None and spec.origin is not None and member in _names(Path(spec.origin))


def _names(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if hasattr(node, "name")}


def test_the_layout_shows_what_is_there_and_leaves_no_folder_out() -> None:
    layout = doc("architecture.md").split("```")[1]
    top = ""
    shown = set()
    for line in layout.splitlines():
        words = line.split("  ")[0] if not line.startswith(" ") else line.strip().split("  ")[0]
        if line and not line.startswith(" "):
            top = line.split()[0]
        for entry in _ENTRY.findall(words):
            path = ROOT / ("" if not line.startswith(" ") else top) / entry
            assert path.exists(), f"the layout names {path.relative_to(ROOT)}, which is not there"
            shown.add(str(path.relative_to(ROOT)))
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {"/".join(name.split(".")[:2]) for name in packages}
    assert folders - shown <= {"bot/commands"}, "a package that the layout does not name"


# --- the command line ---


def commands(group: click.Group, path: str = "proviso") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


@pytest.mark.parametrize(
    ("name", "command"), [*commands(cli)], ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    page = doc("command-line.md")
    assert name in page
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in page, f"{name} {option.opts[0]}"


def test_every_example_of_the_command_line_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PROVISO_DATA", str(tmp_path))
    shown = re.findall(r"^```console\n(.*?)^```$", doc("command-line.md"), re.MULTILINE | re.DOTALL)
    lines = [line for block in shown for line in block.splitlines()]
    assert len(lines) > 10
    for line in lines:
        assert line.startswith("$ proviso ")
        result = CliRunner().invoke(cli, shlex.split(line)[2:])
        assert result.exit_code == 0, f"{line}\n{result.output}"
        assert result.stdout


def test_the_readme_shows_what_the_program_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = examples((ROOT / "README.md").read_text("utf-8"))
    assert len(shown) >= 3
    for words, was in shown:
        assert said(words) == was, "run: python -m docs.make_examples, and read what changed"


@pytest.fixture(scope="module")
def sample() -> Answerer:
    path = ROOT / "bot" / "web" / "sample" / "policy.md"
    return Answerer([read_policy(path.read_bytes(), path.name)])


@pytest.mark.parametrize(
    ("question", "verdict", "number"),
    [
        (make_pictures.FORBIDDEN, Verdict.NO, "4.6"),
        (make_pictures.LAPTOP, Verdict.NO, "5.4"),
        (make_pictures.FOLLOWED, Verdict.ONLY_IF, "10.1"),
        (make_pictures.TELLING, Verdict.MUST, "11.1"),
    ],
)
def test_the_questions_in_the_pictures_are_good_examples(
    sample: Answerer, question: str, verdict: Verdict, number: str
) -> None:
    answer = sample.answer(question, capacity="staff")
    assert (answer.verdict, answer.shown) == (verdict, True)
    assert answer.cited[0].clause.number == number
    assert (answer.follow_up is not None) == (question == make_pictures.FOLLOWED)
    assert answer.disclosure == (question == make_pictures.TELLING)


def test_the_pictures_silences_are_silences(sample: Answerer) -> None:
    for question in make_pictures.SILENT:
        assert sample.answer(question).verdict is Verdict.NOT_COVERED


# --- settings ---


def rows(page: str, section: str) -> dict[str, tuple[str, str]]:
    """The table of a section: setting → (variable, default)."""
    table = page.partition(f"\n## {section}")[2].partition("\n## ")[0]
    found = re.findall(r"^\| `([\w.]+)` \| (.+?) \| (.+?) \| .+ \|$", table, re.MULTILINE)
    return {name: (variable, default) for name, variable, default in found}


# Section of the document → part of the settings, and its model.
PARTS = {
    "The school": ("school", SchoolSettings),
    "Concerns": ("concerns", ConcernSettings),
    "Contacts": ("contacts", ContactSettings),
    "Mail": ("mail", MailSettings),
    "Slack": ("slack", SlackSettings),
    "Microsoft Teams": ("teams", TeamsSettings),
}


def test_every_setting_and_its_variable_is_documented() -> None:
    page = doc("settings.md")
    shown = {name: row for title in ("The program", *PARTS) for name, row in rows(page, title).items()}
    by_setting = {setting: variable for variable, setting in variables().items()}
    names = set(Settings.model_fields) - {part for part, _ in PARTS.values()}
    names |= {f"{part}.{name}" for part, model in PARTS.values() for name in model.model_fields}
    assert set(shown) == names
    for name, (variable, _) in shown.items():
        assert variable == (f"`{by_setting[name]}`" if name in by_setting else "none, in the file alone")
    for name in StaffEntry.model_fields:
        assert f"| `{name}` |" in page
    for name in ContactEntry.model_fields:
        assert f"`{name}`" in page
    for word in (*Role, *Kind):
        assert f"`{word.value}`" in page


def test_the_settings_of_the_document_are_good_settings(tmp_path: Path) -> None:
    connected, page, concerns = re.findall(r"```toml\n(.*?)```", doc("settings.md"), re.DOTALL)
    (tmp_path / "proviso.toml").write_text(page, "utf-8")
    settings = load(tmp_path / "proviso.toml", {})
    assert len(settings.school.school().holders(Role.SAFEGUARDING_LEAD)) == 1
    (tmp_path / "proviso.toml").write_text(concerns, "utf-8")
    school = load(tmp_path / "proviso.toml", {}).bare_school()
    assert school.calendar.knows(date(2027, 3, 3))
    assert school.contacts.for_role(Role.CHAIR).number == "01632 960155"
    secrets = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "TEAMS_SECRET": "1"}
    (tmp_path / "proviso.toml").write_text(connected, "utf-8")
    settings = load(tmp_path / "proviso.toml", {f"{PREFIX}{name}": value for name, value in secrets.items()})
    assert settings.slack is not None
    assert settings.teams is not None


def test_every_default_is_the_one_in_the_document() -> None:
    page = doc("settings.md")
    shown = {name: default.strip("`") for title in ("The program", *PARTS)
             for name, (_, default) in rows(page, title).items() if default.startswith("`")}  # fmt: skip
    models = {"": Settings, **dict(PARTS.values())}
    assert len(shown) >= 20
    for setting, default in shown.items():
        part, _, name = setting.rpartition(".")
        real = models[part].model_fields[name].default
        assert str(real).lower() == default.lower() if isinstance(real, bool) else str(real) == default


# --- dependencies ---


def test_every_dependency_has_its_sentence_and_nothing_else_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [*project["dependencies"], *(one for some in project["optional-dependencies"].values() for one in some)]
    wanted = {re.split(r"[\[<>=! ]", one)[0] for one in listed}
    rows = re.findall(r"^\|(?: `\w+` \|)? `([\w-]+)` \| (.+) \|$", doc("dependencies.md"), re.MULTILINE)
    assert {name for name, _ in rows} == wanted
    assert all(len(sentence.split()) > 1 for _, sentence in rows)


def test_what_the_program_needs_is_imported_by_the_program() -> None:
    """A dependency that nothing imports has no business among those to run; one of the tests' own has neither."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[\[<>=! ]", one)[0].replace("-", "_") for one in project["dependencies"]} - {"tzdata"}
    code = "\n".join(
        path.read_text("utf-8") for folder in ("bot", "handlers", "knowledge") for path in (ROOT / folder).rglob("*.py")
    )
    names = {{"fpdf2": "fpdf"}.get(name, name) for name in names}  # where the package is called otherwise
    unused = [name for name in names if not re.search(rf"^\s*(?:from|import) {name}\b", code, re.MULTILINE)]
    assert unused == []


# --- the library ---


def test_every_concept_and_file_of_the_library_page_exists() -> None:
    page = doc("library.md")
    concepts = {concept for by_word in shipped().forms.values() for some in by_word.values() for _, concept, _ in some}
    named = set(re.findall(r"\b((?:who|act|thing|when|where|ood)\.[a-z_]+)\b", page))
    assert named
    assert named <= concepts
    for entry in (ROOT / "knowledge" / "data").iterdir():
        assert f"knowledge/data/{entry.name}" in page
    for group in {concept.split(".")[0] for concept in concepts}:
        assert f"`{group}`" in page
