"""What an imported staff list would change; it gives nobody a role and takes none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.staff_changes import Changes, compare
from handlers.desk import Role
from handlers.records import StaffLine, Standing
from tests.staff_list import HILL, LIST, MARSH, STONE, TODAY, WOOD, held


def test_new_changed_ended_and_missing_people_are_told_apart() -> None:
    field = StaffLine("field@larkfield.example", "Mr Field", "field@larkfield.example")
    gone = replace(HILL, ends="2027-02-28")
    found = compare(LIST, (field, replace(WOOD, job="Head"), gone), (), TODAY)
    assert found.new == (field,)
    assert found.changed == ((WOOD, replace(WOOD, job="Head")),)
    assert found.ended == (gone,)
    assert found.missing == (replace(MARSH, ends="2027-03-02"),)
    assert found.too_many, "two of three"


def test_the_same_file_again_changes_nothing() -> None:
    first = compare((), LIST, (), TODAY)
    assert compare(first.put, LIST, (), TODAY) == Changes(unchanged=3, here=3)


def test_people_who_left_before_are_not_taken_and_who_starts_later_is() -> None:
    left, later = replace(HILL, ends="2020-08-31"), replace(MARSH, begins="2027-09-01")
    found = compare((), (left, later), (), TODAY)
    assert (found.new, found.left_before) == ((later,), 1)


@pytest.mark.parametrize(
    "said",
    [replace(WOOD, ends="2027-03-02"), replace(WOOD, ends="2027-08-31"), replace(WOOD, begins="2027-03-04"), None],
    ids=["left", "leaves", "starts later", "absent"],
)
def test_whoever_holds_a_role_stays_whatever_the_file_says(said: StaffLine | None) -> None:
    """Whoever can write the file cannot take the head's role away by it, today or on a day to come."""
    file = (HILL, MARSH) if said is None else (said, HILL, MARSH)
    found = compare(LIST, file, [held(WOOD, Role.HEAD), held(WOOD, Role.SAFEGUARDING_LEAD)], TODAY)
    assert found.put == ()
    ((line, why, roles),) = found.kept
    assert (line, roles) == (WOOD, "head and safeguarding lead")
    assert why


def test_a_role_holders_name_and_job_are_kept_up_to_date_all_the_same() -> None:
    said = replace(WOOD, name="Anna Wood-Hill", ends="2027-08-31")
    found = compare(LIST, (said, HILL, MARSH), [held(WOOD, Role.HEAD)], TODAY)
    assert found.changed == ((WOOD, replace(WOOD, name="Anna Wood-Hill")),)


@pytest.mark.parametrize("standing", [Standing.NAMED, Standing.ACCEPTED, Standing.DECLINED, Standing.ENDED])
def test_a_role_that_is_not_in_effect_keeps_nobody(standing: Standing) -> None:
    found = compare(LIST, (WOOD, HILL), [held(MARSH, Role.HEAD, standing)], TODAY)
    assert [one.key for one in found.missing] == [MARSH.key]


@pytest.mark.parametrize("standing", [Standing.NAMED, Standing.ACCEPTED, Standing.HELD])
def test_nobody_comes_back_into_a_role(standing: Standing) -> None:
    """Mr Hill was deputy, and left. Years later somebody else is given his address."""
    role = held(HILL, Role.DEPUTY, standing)
    before = (WOOD, replace(HILL, ends="2020-08-31"))
    other = StaffLine(HILL.key, "Bert Hill", HILL.email)
    found = compare(before, (WOOD, other), [role], TODAY)
    assert found.back == (other,)
    assert found.closed == (role,)


def test_a_list_of_governors_leaves_staff_alone_and_the_other_way_round() -> None:
    before = (*LIST, STONE)
    staff_governor = replace(MARSH, capacity="governors", job="")
    only_governors = compare(before, (STONE, staff_governor), (), TODAY)
    assert only_governors == Changes(unchanged=1, apart=1 + 2, here=4)
    assert compare(before, LIST, (), TODAY) == Changes(unchanged=3, apart=1, here=4)


def test_supply_staff_leave_with_the_file_of_the_staff() -> None:
    supply = replace(MARSH, capacity="supply")
    assert [one.key for one in compare((WOOD, HILL, supply), (WOOD, HILL), (), TODAY).missing] == [MARSH.key]
    assert compare((WOOD, supply), (STONE,), (), TODAY).missing == (), "of a list of governors they are no part"


def test_a_volunteer_who_is_employed_becomes_staff() -> None:
    volunteer = replace(MARSH, capacity="volunteers")
    assert compare((WOOD, volunteer), (WOOD, MARSH), (), TODAY).changed == ((volunteer, MARSH),)


def test_what_the_file_has_no_column_for_stays_as_it_was() -> None:
    bare = replace(WOOD, job="")
    assert compare((WOOD,), (bare,), (), TODAY, silent=("job",)).unchanged == 1
    assert compare((WOOD,), (bare,), (), TODAY).changed == ((WOOD, bare),)


def test_a_file_with_skipped_lines_ends_nobody_for_being_absent() -> None:
    assert compare(LIST, (WOOD,), (), TODAY, whole=False).put == ()
