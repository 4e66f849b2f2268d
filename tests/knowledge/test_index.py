"""The index file: what is in it, how it is found again, and that it is swapped while questions run."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.index import Index, IndexFault, build, name_of, path_of
from knowledge.model import Policy
from knowledge.policy import read_policy
from knowledge.shelf import Shelf

PHOTOS = """# Photograph policy

Adopted 4 May 2026

## Taking pictures

1.1 Staff must not take photographs of pupils on a personal phone.

1.2 Photographs may be taken on a school camera, unless a parent has objected.
"""
FRIENDS = """# Social media policy

Last reviewed March 2025

## Contact with pupils

2.1 Staff must not accept friend requests from pupils on any personal account.

2.2 Staff must report contact by a pupil to the headteacher immediately.
"""


@pytest.fixture(scope="module")
def policy() -> Callable[[str], Policy]:
    return lambda text: read_policy(text.encode(), "policy.md")


def test_the_file_is_named_by_its_content_and_made_once(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    photos = policy(PHOTOS)
    first = build([photos], tmp_path)
    made = first.stat().st_mtime_ns
    assert first == path_of(tmp_path, name_of([photos.sha]))
    assert build([photos], tmp_path) == first
    assert first.stat().st_mtime_ns == made
    assert build([photos, policy(FRIENDS)], tmp_path) != first
    assert not list(tmp_path.glob(".*.making"))


def test_a_policy_comes_out_as_it_went_in(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    both = (policy(PHOTOS), policy(FRIENDS))
    index = Index(build(both, tmp_path))
    assert index.policies == both
    index.close()


def test_words_are_found_in_any_form_and_quotes_do_no_harm(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    index = Index(build([policy(PHOTOS), policy(FRIENDS)], tmp_path))
    assert [one.clause.number for one in index.search("photograph pupil")] == ["1.1"]
    assert index.search("reporting")[0].policy.title == "Social media policy"
    for odd in ('" OR 1', "NEAR(", "*", "", "clauses_fts:", "AND AND"):
        index.search(odd)
    index.close()


def test_the_sqlite_utils_command_reads_it(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    path = build([policy(FRIENDS)], tmp_path)

    def ask(*words: str) -> list[dict[str, object]]:
        command = [sys.executable, "-m", "sqlite_utils", *words]
        found: list[dict[str, object]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        return found

    assert {row["table"] for row in ask("tables", str(path))} >= {"policies", "clauses", "clauses_fts", "meta"}
    found = ask("search", str(path), "clauses", "friend")
    assert [row["number"] for row in found] == ["2.1"]
    assert found[0]["modality"] == "prohibition"


def test_a_file_that_is_no_index_is_refused_and_made_again(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    friends = policy(FRIENDS)
    path = path_of(tmp_path / "school", name_of([friends.sha]))
    path.parent.mkdir()
    path.write_bytes(b"not a database at all, but long enough to look like a page of one" * 20)
    with pytest.raises(IndexFault):
        Index(path)
    shelf = Shelf(tmp_path)
    assert not shelf.take("school", path.stem)
    shelf.put("school", [friends])
    held = shelf.get("school")
    assert held is not None
    assert held.policies() == (friends,)


def test_a_school_without_policies_has_nothing_to_answer_from(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.get("school") is None
    shelf.put("school", [policy(FRIENDS)])
    assert shelf.name("school") is not None
    shelf.put("school", [])
    assert shelf.get("school") is None


def test_the_old_file_lasts_until_its_last_reader_has_finished(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("school", [policy(PHOTOS)])
    reader, old = shelf.get("school"), path_of(tmp_path / "school", shelf.name("school") or "")
    shelf.put("school", [policy(FRIENDS)])
    assert reader is not None
    assert old.exists()
    assert reader.search("camera")[0].policy.title == "Photograph policy"
    del reader
    gc.collect()
    assert not old.exists()
    assert len(list((tmp_path / "school").glob("*.sqlite"))) == 1


def test_schools_not_asked_for_long_are_opened_again(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    shelf = Shelf(tmp_path, most=1)
    shelf.put("oak", [policy(PHOTOS)])
    shelf.put("elm", [policy(FRIENDS)])
    for school, title in (("oak", "Photograph policy"), ("elm", "Social media policy"), ("oak", "Photograph policy")):
        held = shelf.get(school)
        assert held is not None
        assert [one.title for one in held.policies()] == [title]


def test_a_new_process_takes_the_index_that_is_there(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    before = Shelf(tmp_path)
    before.put("school", [policy(FRIENDS)])
    after = Shelf(tmp_path)
    assert after.take("school", before.name("school") or "")
    held = after.get("school")
    assert held is not None
    assert held.answer("can I accept a friend request from a pupil").question
    assert not after.take("school", "0" * 32)
    assert after.get("school") is held, "a failed swap leaves the old one in force"


def test_questions_go_on_while_the_index_is_swapped(tmp_path: Path, policy: Callable[[str], Policy]) -> None:
    shelf, sets = Shelf(tmp_path), [(policy(PHOTOS),), (policy(FRIENDS),), (policy(PHOTOS), policy(FRIENDS))]
    shelf.put("school", sets[0])
    faults: list[BaseException] = []
    asked, over = [0], threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                held = shelf.get("school")
                assert held is not None
                titles = {one.title for one in held.policies()}
                assert {one.policy.title for one in held.search("staff must")} <= titles
                assert {one.policy.title for one in held.answer("may I photograph a pupil").cited} <= titles
                asked[0] += 1
        except BaseException as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(9):
        shelf.put("school", sets[turn % 3])
    over.set()
    for reader in readers:
        reader.join()
    gc.collect()
    assert not faults
    assert asked[0] > 9
    assert len(list((tmp_path / "school").glob("*.sqlite"))) == 1
