"""Ranked lines in, an outline out: which heading each passage stands under, and which lead-in governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.clauses.headings import Role
from knowledge.clauses.levels import Ranked
from knowledge.clauses.lines import Line
from knowledge.clauses.sentences import sentences
from knowledge.model import Kind

_BASE_VERB = re.compile(
    r"(?:not|never|always|be|ensure|use|post|share|keep|report|check|consider|think|exercise|maintain|refrain"
    r"|avoid|inform|make|"
    r"accept|add|publish|upload|contact|mention|reveal|disclose|follow|comply|respect|do|give|take|protect|set"
    r"|ask|breach|harass|"
    r"bully|defame|provide|discuss|identify|access|communicate|create|remember|read|seek|remove|delete|bring"
    r"|engage|express|"
    r"represent|send|tell|talk|store|record|write|act|promote|encourage|monitor|review|remain|understand|assume"
    r"|store|log)\b",
    re.IGNORECASE,
)
_OPEN_TAIL = re.compile(
    r"\b(?:to|not|never|should|must|will|may|can|that|are|is|by|about|for|from|with|therefore"
    r"|include|including|following)\W*$",
    re.IGNORECASE,
)
_OWN_VERB = re.compile(
    r"\b(?:must|should|shall|may|cannot|will|never)\b|\b(?:staff|employees|pupils|you|it) (?:is|are)\b", re.IGNORECASE
)
_BARE = re.compile(r"(?:appendix|annex(?:e)?|schedule|section|part|chapter|article)\W*(?:\w{1,4})?\W*$", re.IGNORECASE)
_URL = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """A passage with the list that it leads in."""

    line: Line
    path: tuple[str, ...]
    children: list[Node] = field(default_factory=list)
    fact: bool = False

    @property
    def end(self) -> int:
        return self.children[-1].end if self.children else self.line.end


def outline(ranks: list[Ranked], text: str) -> list[Node]:
    """The passages of a policy, list items under the passage that leads them in, each with its heading path."""
    nodes: list[Node] = []
    path: list[tuple[int, str]] = []
    open_lists: list[Node] = []
    after_heading = False
    for ranked in ranks:
        if ranked.role is Role.HEADING:
            path = _under(path, ranked, fresh=after_heading)
            open_lists = []
        elif ranked.role in (Role.TEXT, Role.FACT):
            node = Node(ranked.line, tuple(name for _, name in path), fact=ranked.role is Role.FACT)
            open_lists = [] if node.fact else _place(node, open_lists, nodes)
            if node.fact:
                nodes.append(node)
        after_heading = ranked.role is Role.HEADING
    return list(_with_runs(nodes))


def _under(path: list[tuple[int, str]], ranked: Ranked, *, fresh: bool) -> list[tuple[int, str]]:
    """The path with the new heading; a bare "Appendix:" and the heading below it are one."""
    label = _label(ranked.line)
    if fresh and path and _BARE.match(path[-1][1]):
        rank, name = path[-1]
        return [*path[:-1], (rank, f"{name} {label}")]
    return [one for one in path if one[0] < ranked.rank] + [(ranked.rank, label)]


def _label(line: Line) -> str:
    return f"{line.number} {line.text}" if line.number and not line.style.startswith("question") else line.text


def _place(node: Node, open_lists: list[Node], nodes: list[Node]) -> list[Node]:
    """Hang the node under the passage that leads it in, or put it among the top passages; the lists then open."""
    lists = list(open_lists)
    while lists and not _belongs(node, lists):
        lists.pop()
    if lists:
        lists[-1].children.append(node)
    else:
        nodes.append(node)
    if leads(node.line) or node.line.style == "head":
        lists.append(node)
    elif not lists and not node.line.style and node.line.kind is not Kind.ROW and node.line.text[-1] not in ".!?)":
        lists.append(node)  # "Staff must not", and a list below it
    return lists


def leads(line: Line) -> bool:
    """Does the passage lead in a list?"""
    return line.text.rstrip("\"'”’").endswith((":", ":-", ":–"))


def _belongs(node: Node, lists: list[Node]) -> bool:
    leader = lists[-1]
    line = node.line
    if "row" in (line.style, line.kind.value) or leader.line.style == "head":
        return leader.line.style == "head" and line.style == "row"
    if leader.children:
        return _continues_list(line, leader, outer=lists[:-1])
    if line.style and line.kind is not Kind.ROW:
        return _opens_list(line, leader.line)
    return leads(leader.line) and _is_plain_item(line, leader.line)


def _opens_list(line: Line, leader: Line) -> bool:
    if line.style == "bullet":
        return True
    if line.style == leader.style and not leader.style.startswith("decimal1"):
        return False
    if leader.style.startswith("decimal") and line.style.startswith("decimal"):
        return _depth(line) > _depth(leader) or (")" in line.style) != (")" in leader.style)
    if line.style.startswith("decimal") and _depth(line) > 1:  # "Staff must not:" and below it "2.1 message pupils"
        return leads(leader) and not _OWN_VERB.search(line.text) and re.search(r"\b1\W*$", line.number) is not None
    return not (line.style.startswith("decimal") and _first(line) > 1)


def _continues_list(line: Line, leader: Node, outer: list[Node]) -> bool:
    first, last = leader.children[0].line, leader.children[-1].line
    if line.style != first.style:
        if not line.style and not first.style:
            return _is_plain_item(line, leader.line)
        return line.style == "bullet" and last.style not in ("bullet", "") and leads(last)
    if not line.style:
        return _is_plain_item(line, leader.line)
    if line.kind is Kind.ITEM and line.level < first.level:
        return False
    nested = leader.line.style == line.style and bool(outer)
    if nested and (line.kind is not Kind.ITEM or line.level <= leader.line.level):
        # One bullet for both lists: whatever leads in a list, or is no fragment, belongs to the outer one.
        return not leads(line) and is_fragment(line.text)
    return True


def _is_plain_item(line: Line, leader: Line) -> bool:
    """A list whose bullets were lost: short lines, or lines that begin with the verb which the lead-in asks for."""
    if line.style or line.kind is Kind.ROW:
        return False
    if _URL.match(line.text) or line.text.endswith((";", "; and", "; or")):
        return True
    if len(line.text) <= 90 and not line.text.endswith((".", ":")):
        return True
    return bool(_OPEN_TAIL.search(leader.text)) and bool(_BASE_VERB.match(line.text))


def is_fragment(text: str) -> bool:
    """Is the item a few words that complete the lead-in, and no instruction of its own?"""
    short = len(text.split()) <= 14 and len(sentences(text, 0, len(text))) == 1
    return short and not _BASE_VERB.match(text) and not _OWN_VERB.search(text)


def _with_runs(nodes: list[Node]) -> Iterator[Node]:
    """A passage that led in nothing stays a passage; facts that stand together become one."""
    run: Node | None = None
    for node in nodes:
        if node.fact and run and run.path == node.path and len(run.children) < 12:
            run.children.append(node)
            continue
        if run:
            yield run
        run = node if node.fact else None
        if not node.fact:
            yield node
    if run:
        yield run


def _depth(line: Line) -> int:
    return line.number.count(".") + 1 - line.number.rstrip().endswith(".")


def _first(line: Line) -> int:
    found = re.search(r"\d+", line.number)
    return int(found[0]) if found else 0
