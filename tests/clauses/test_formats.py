"""Policies come in every shape; each is split into what a headteacher would quote."""

from __future__ import annotations

from itertools import pairwise

import pytest

from knowledge.model import Modality, Section
from tests.clauses.samples import HANDBOOK, LETTER, NURSERY, QUESTIONS, TABLE, clause, read

EVERY = pytest.mark.parametrize("text", [NURSERY, HANDBOOK, QUESTIONS, LETTER, TABLE])


@EVERY
def test_a_clause_is_the_documents_own_words_where_its_offsets_say(text: str) -> None:
    policy = read(text)
    for one in policy.clauses:
        assert " ".join(policy.document.text[one.start : one.end].split()) == one.text


@EVERY
def test_clauses_come_in_order_do_not_overlap_and_have_ids_of_their_own(text: str) -> None:
    clauses = read(text).clauses
    assert all(one.end <= other.start for one, other in pairwise(clauses))
    assert len({one.id for one in clauses}) == len(clauses)


@EVERY
def test_reading_the_same_file_again_gives_the_same_ids(text: str) -> None:
    assert [one.id for one in read(text).clauses] == [one.id for one in read(text).clauses]


def test_a_clause_keeps_its_id_when_something_is_added_before_it() -> None:
    longer = NURSERY.replace("1.2 In this policy", "1.15 Please read all of it.\n\n1.2 In this policy")
    assert clause(read(longer), "staff room").id == clause(read(NURSERY), "staff room").id


def test_a_numbered_nursery_policy_keeps_numbers_letters_and_headings_apart_from_the_text() -> None:
    policy = read(NURSERY)
    item = clause(policy, "not carry a phone")
    assert (item.number, item.lead_in, item.heading) == ("(c)", "Practitioners must:", ("2. MOBILE PHONES",))
    assert item.text == "not carry a phone or smart watch in the rooms, the garden or on outings."
    assert item.quotation.startswith("Practitioners must: not carry")
    assert clause(policy, "staff room").number == "2.2"


def test_lines_that_were_broken_by_hand_are_joined() -> None:
    assert clause(read(NURSERY), "students on placement, volunteers").number == "1.1"


def test_contents_page_and_signatures_are_left_out_with_the_reason() -> None:
    policy = read(NURSERY)
    assert {"contents page", "signature block"} <= {one.what for one in policy.left_out}
    assert not any("....." in one.text or "____" in one.text for one in policy.clauses)


def test_a_handbook_is_cited_by_article_section_and_letter() -> None:
    coach = clause(read(HANDBOOK), "A coach may use")
    assert coach.number == "B."
    assert coach.heading == ("ARTICLE II. ELECTRONIC COMMUNICATION WITH STUDENTS", "Section 1. Permitted communication")
    assert clause(read(HANDBOOK), "up to and including").section is Section.BREACH
    assert clause(read(HANDBOOK), "The purpose of").section is Section.INTRODUCTION


def test_a_question_is_the_heading_of_its_answer_and_yes_and_no_are_heard() -> None:
    policy = read(QUESTIONS)
    refusal = clause(policy, "Politely decline")
    assert refusal.heading == ("Can I accept a friend request from a pupil?",)
    assert refusal.modality is Modality.PROHIBITION
    assert clause(policy, "we would love you to").modality is Modality.PERMISSION


def test_questions_marked_q_and_a_are_headings_and_answers() -> None:
    policy = read("Our phone guidance\n\nQ. May I use my phone at lunch?\nA. Yes, in the staff room.\n")
    answer = clause(policy, "in the staff room")
    assert (answer.heading, answer.number, answer.text) == (
        ("May I use my phone at lunch?",),
        "",
        "Yes, in the staff room.",
    )


def test_a_list_whose_bullets_were_lost_is_still_a_list_under_its_lead_in() -> None:
    policy = read(LETTER)
    assert clause(policy, "name a pupil").lead_in == "You must never:"
    assert clause(policy, "name a pupil").modality is Modality.PROHIBITION


def test_a_poster_of_short_rules_without_full_stops_is_rules_and_not_headings() -> None:
    policy = read("Phone policy\n\nKeep your phone in your bag\n\nNever photograph a pupil\n\nTell the office.\n")
    assert [one.text for one in policy.clauses][:2] == ["Keep your phone in your bag", "Never photograph a pupil"]


def test_a_table_is_read_row_by_row_under_its_heads() -> None:
    policy = read(TABLE)
    row = clause(policy, "WhatsApp")
    assert row.modality is Modality.PROHIBITION
    assert "May staff use it with pupils?" in row.lead_in
    assert clause(policy, "Teams Yes").modality is Modality.PERMISSION


def test_a_list_of_examples_is_one_quotation_and_a_list_of_rules_is_one_quotation_each() -> None:
    policy = read(
        "Phone policy\n\nBullying\n\nBullying online includes:\n- name calling\n- exclusion\n- rumours\n\n"
        "Rules\n\nStaff must not:\n- reply to such messages from pupils\n- delete such messages\n"
    )
    assert clause(policy, "name calling").text == "Bullying online includes: - name calling - exclusion - rumours"
    assert clause(policy, "delete such").lead_in == "Staff must not:"


def test_a_list_within_a_list_keeps_both_lead_ins() -> None:
    policy = read(
        "Phone policy\n\n1. Rules\n\n1.1 Staff must not:\n(a) post without permission;\n(b) use a private account to:\n"
        "(i) send messages about lessons to any pupil in the school;\n(ii) share photographs of pupils."
        "\n\n1.2 Staff may ask the office.\n"
    )
    inner = clause(policy, "share photographs")
    assert inner.lead_in == "Staff must not: use a private account to:"
    assert (inner.number, inner.modality) == ("(ii)", Modality.PROHIBITION)
    assert clause(policy, "ask the office").lead_in == ""


def test_long_prose_is_cut_where_a_new_rule_begins_and_never_in_a_reason() -> None:
    policy = read(
        "Phone policy\n\nPhones\n\nStaff must not use phones in class. This is because pupils notice. Staff should "
        "lock their phones away. Governors may visit lessons.\n"
    )
    assert [one.text for one in policy.clauses] == [
        "Staff must not use phones in class. This is because pupils notice.",
        "Staff should lock their phones away.",
        "Governors may visit lessons.",
    ]


def test_abbreviations_do_not_end_a_sentence() -> None:
    policy = read(
        "Phone policy\n\nPhones\n\nStaff at St. Mary's must not use apps, e.g. Snapchat, or the like (e.g. TikTok). "
        "Mr. Hall will advise.\n"
    )
    assert policy.clauses[0].text.endswith("(e.g. TikTok).")


def test_advice_to_parents_and_the_glossary_stay_findable_but_are_marked() -> None:
    policy = read(
        "Phone policy\n\n1. Rules\n\n1.1 Staff must lock phones away.\n\nAppendix A\n\nAdvice for parents\n\n"
        "Talk to your child about the sites they use.\n\nGlossary\n\nApp – a program that runs on a telephone.\n"
    )
    advice = clause(policy, "Talk to your child")
    assert (advice.section, advice.binds, advice.modality) == (Section.PARENTS, ("parents",), Modality.ADVICE)
    assert clause(policy, "a program that").section is Section.GLOSSARY
    kept = [one for one in policy.left_out if "kept apart" in one.why]
    assert [one.what for one in kept] == ["appendix for parents", "glossary"]


def test_a_lettered_item_is_cited_with_the_paragraph_it_stands_in() -> None:
    text = (
        "Online Conduct Policy\n\n7.3 Before each post on the school's page, staff must check that:\n"
        "(a) every parent of a pupil who appears in the picture has agreed to it in writing; and\n"
        "(b) nothing in the words or in the picture tells the full name of a pupil.\n"
    )
    assert [one.reference for one in read(text).clauses if one.number.startswith("(")] == ["7.3(a)", "7.3(b)"]


def test_a_rule_and_the_list_of_its_exceptions_are_one_clause() -> None:
    text = (
        "Online Conduct Policy\n\n4.7 Staff must not add parents on social media, unless:\n"
        "(a) the parent is a member of their own family; and\n"
        "(b) the headteacher has been told of it.\n"
    )
    (rule,) = (one for one in read(text).clauses if one.number == "4.7")
    assert rule.text.startswith("Staff must not add parents")
    assert rule.text.endswith("told of it.")
    assert [one.kind for one in rule.conditions] == ["exception"]


def test_numbered_items_below_an_unnumbered_lead_in_keep_the_words_that_govern_them() -> None:
    policy = read(
        "CONDUCT ONLINE\n\n2 MUST NOT\nColleagues must not, whether in or out of school:\n"
        "2.1 message a student from a personal account;\n2.2 post a picture of a student.\n\n"
        "3 OTHER RULES\nThese rules are for everybody:\n3.1 Staff must keep their passwords to themselves.\n"
    )
    message, post = (clause(policy, words) for words in ("message a student", "post a picture"))
    assert {message.lead_in, post.lead_in} == {"Colleagues must not, whether in or out of school:"}
    assert {message.modality, post.modality} == {Modality.PROHIBITION}
    assert clause(policy, "passwords").modality is Modality.OBLIGATION


def test_a_number_that_says_where_it_stands_is_not_said_twice() -> None:
    policy = read(
        "CONDUCT ONLINE\n\n1 Staff must keep accounts private.\n"
        "2 Staff must not:\n2.1 message pupils;\n2.2 add pupils.\n"
    )
    assert [clause(policy, words).reference for words in ("message pupils", "add pupils")] == ["2.1", "2.2"]
