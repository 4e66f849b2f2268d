"""The scorer: what counts as a hit, a right silence, a false permission."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha1
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.evaluation import Question, figures, hit, judge
from knowledge.model import Answer, Cited, Clause, Dates, Document, Modality, Policy, Verdict
from knowledge.policy import read_policy

SHARED = Path(__file__).parents[2].parent / "shared"
RULE = "Staff must not accept friend requests from pupils."
POLICY = Policy("P", Dates(), (), Document("p", "txt", "", ()), (), "0" * 64)
ASKED = Question("1", "p", "may I?", "no", (RULE,))
SILENCE = Question("2", "p", "may I wear jeans?", "not_covered", ())


def answer(verdict: Verdict, *texts: str, shown: bool = True) -> Answer:
    clauses = (Clause(text, "", (), "", text, 0, 1, Modality.PROHIBITION, ()) for text in texts)
    return Answer("", verdict, shown, 0.5, "", tuple(Cited(one, POLICY, 0.5) for one in clauses))


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        (RULE, True),
        (f"As a guide:\n {RULE}  Decline them.", True),
        ("Staff must not accept friend requests", True),
        ("friend requests", False),
        ("Staff must not", False),
        ("Pupils must not accept friend requests from staff.", False),
        (RULE + " x" * 1000, False),
    ],
)
def test_a_clause_hits_where_either_text_contains_the_other(text: str, hits: bool) -> None:
    assert hit(text, (RULE,)) is hits


def test_a_snippet_may_be_given_by_its_hash() -> None:
    snippet = {"len": len(RULE), "sha": sha1(RULE.encode(), usedforsecurity=False).hexdigest()[:16]}
    assert hit(f"Note that {RULE}", (snippet,))
    assert not hit(RULE.replace("not ", ""), (snippet,))


def test_right_needs_both_clause_and_verdict_or_a_right_silence() -> None:
    scored = [
        judge(ASKED, answer(Verdict.NO, RULE)),
        judge(ASKED, answer(Verdict.NO, "Something quite different here.", RULE)),
        judge(ASKED, answer(Verdict.NOT_COVERED, RULE)),
        judge(SILENCE, answer(Verdict.NOT_COVERED)),
    ]
    found = figures(scored)
    assert (found.hit1, found.hit3) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert found.right == 0.5
    assert found.verdict == 0.75
    assert (found.silence_recall, found.silence_precision) == (1.0, 0.5)
    assert found.recalls["no"] == pytest.approx(2 / 3)


def test_a_yes_is_a_false_permission_only_where_somebody_sees_it() -> None:
    seen, unseen = answer(Verdict.YES, RULE), answer(Verdict.YES, RULE, shown=False)
    assert judge(ASKED, seen).false_permission
    assert not judge(ASKED, unseen).false_permission
    assert not judge(replace(ASKED, verdict="take_care"), seen).false_permission


def test_also_lists_other_right_verdicts() -> None:
    assert judge(replace(ASKED, also=("must",)), answer(Verdict.MUST, RULE)).verdict


def test_a_set_without_questions_has_no_shares() -> None:
    assert figures([]).hit1 is None


@pytest.mark.parametrize("change", [{"verdict": "perhaps"}, {"question": " "}, {"also": ["perhaps"]}])
def test_a_line_with_an_unknown_verdict_or_no_question_is_refused(change: dict[str, object]) -> None:
    line = {"id": "1", "policy": "p", "question": "may I?", "verdict": "no", "gold": [RULE]}
    with pytest.raises(ValueError, match=r"perhaps|empty"):
        Question.from_json({**line, **change})


@pytest.mark.skipif(not (SHARED / "eval" / "score.py").exists(), reason="the shared evaluation set is not here")
def test_the_figures_are_those_of_the_reference_scorer(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in (SHARED / "eval" / "questions.jsonl").read_text("utf-8").splitlines()]
    lines = [line for line in lines if line["policy"] == "wigan"]
    answerer = Answerer([read_policy((SHARED / "policies" / "wigan.txt").read_bytes(), "wigan.txt")])
    scored = [judge(Question.from_json(line), answerer.answer(line["question"])) for line in lines]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, lines)))
    given = [
        {"id": one.question.id, "verdict": one.answer.verdict, "shown": one.answer.shown,
         "clauses": [cited.clause.text for cited in one.answer.cited]}
        for one in scored
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, given)))
    command = [sys.executable, SHARED / "eval" / "score.py", tmp_path / "q.jsonl", tmp_path / "a.jsonl", "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["all"]
    ours = figures(scored)
    pairs = [
        (ours.hit1, "hit1"), (ours.hit3, "hit3"), (ours.verdict, "verdict"), (ours.right, "right_answer"),
        (ours.silence_recall, "abstain_recall"), (ours.silence_precision, "abstain_precision"),
        (ours.shown, "shown"), (ours.verdict_when_shown, "verdict_when_shown"),
    ]  # fmt: skip
    for mine, name in pairs:
        assert (None if mine is None else round(mine, 4)) == theirs[name], name
    assert len(ours.false_permissions) == theirs["false_permission"]
