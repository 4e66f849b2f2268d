"""The staff list, read from whatever a school's system exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.staff_columns import MappingFault, shown
from bot.staff_file import StaffFileFault, day_of, read_staff
from tests.staff_list import WOOD

ONE = [WOOD]
EXPORTS = {
    "legal and preferred names": (
        "Legal forename,Preferred forename,Legal surname,Work email,Business Role(s)\n"
        'Ann,Anna,Wood,Wood@larkfield.example,"Headteacher"\n'
    ),
    "semicolons and quotation marks": (
        '"Forename";"Surname";"E-mail";"Job Title"\n"Anna";"Wood";"Wood@larkfield.example";"Headteacher"\n'
    ),
    "a report with a title, and tabs": (
        "Staff list\n\nFull Name\tWork Email\tPost\tDate of Arrival\tDate of Leaving\n"
        "Wood, Anna\tWood@larkfield.example\tHeadteacher\t\t\n"
    ),
    "a directory of accounts": (
        "displayName,userPrincipalName,jobTitle\nAnna Wood,Wood@larkfield.example,Headteacher\n"
    ),
    "what separates, said by Excel": (
        "sep=;\r\nName;E-mail address;Role\r\nAnna Wood;Wood@larkfield.example;Headteacher\r\n"
    ),
    "lines as old Macs end them": "Name,Email,Position\rAnna Wood,mailto:Wood@larkfield.example,Headteacher\r",
}


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_export_says_the_same(kind: str, encoding: str) -> None:
    found = read_staff(EXPORTS[kind].encode(encoding))
    assert list(found.lines) == ONE
    assert found.faults == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_names_keep_their_letters(encoding: str) -> None:
    (one,) = read_staff("Name,Email\nZoë O’Brien-Núñez,zoe@larkfield.example\n".encode(encoding)).lines
    assert one.name == "Zoë O’Brien-Núñez"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31/08/2027", "2027-08-31"), ("1/9/2020", "2020-09-01"), ("01/09/20", "2020-09-01"),
        ("01/09/98", "1998-09-01"), ("2027-08-31", "2027-08-31"), ("2027/08/31", "2027-08-31"),
        ("3 March 2027", "2027-03-03"), ("3rd Mar 2027", "2027-03-03"), ("03-Mar-2027", "2027-03-03"),
        ("Wednesday, 3 March 2027", "2027-03-03"), ("31.08.2027", "2027-08-31"), ("01/09/2020 00:00:00", "2020-09-01"),
        ("2020-09-01T00:00:00", "2020-09-01"), ("3 Sept 2027", "2027-09-03"), ("", ""), (" - ", ""), ("Present", ""),
        ("29/02/2028", "2028-02-29"), ("29/02/2027", None), ("08/31/2027", None), ("soon", None), ("2027", None),
        ("31/08/0027", None), ("3 Brumaire 2027", None),
    ],
)  # fmt: skip
def test_days_as_people_in_britain_write_them(written: str, meant: str | None) -> None:
    assert day_of(written) == meant


def test_every_faulty_line_is_named_with_all_that_is_wrong_and_the_rest_is_read() -> None:
    """The lines are those that a text editor shows, also after a cell that runs over two lines."""
    text = (
        "Name,Email,Start date,End date,Post\n"
        'Anna Wood,Wood@larkfield.example,,,"Head\nteacher"\n'
        "\n"
        ",nobody,01/13/2027,,\n"
        "Bob Hill,,,,\n"
        "Jo Marsh,marsh@larkfield.example,01/09/2027,31/08/2027,\n"
        "Mr Field,wood@larkfield.example,,,\n"
        "Total: 4,,,,\n"
    )
    found = read_staff(text.encode())
    assert [(one.name, one.job) for one in found.lines] == [("Anna Wood", "Head teacher")]
    assert found.faults == (
        "line 5: no name; “nobody” is not an e-mail address; the first day “01/13/2027” is no date; write it like "
        "31/08/2027",
        "line 6: no e-mail address",
        "line 7: the last day is before the first",
        "line 8: Mr Field has the same e-mail address as Anna Wood in line 2",
        "line 9: no e-mail address",
    )


def test_somebody_with_several_posts_is_one_person_from_the_first_day_to_the_last() -> None:
    text = (
        "Name,Email,Post,Start date,End date\n"
        "Jo Marsh,marsh@larkfield.example,Assistant,01/09/2018,31/08/2021\n"
        "Jo Marsh,Marsh@larkfield.example,Teacher,01/09/2021,\n"
        "Jo Marsh,marsh@larkfield.example,Music lead,01/09/2024,\n"
    )
    found = read_staff(text.encode())
    (one,) = found.lines
    assert (one.job, one.begins, one.ends) == ("Teacher and Music lead", "2018-09-01", "")
    assert found.several == 1


def test_what_somebody_is_comes_from_a_column_a_value_or_what_the_office_says() -> None:
    text = (
        "Name,Email,Staff type,Governor,Role\n"
        "A,a@x.example,Teaching,,\nB,b@x.example,,yes,\nC,c@x.example,Parent governor,no,\n"
        "D,d@x.example,Volunteer helper,,\nE,e@x.example,Agency worker,,\nF,f@x.example,,,Governor\n"
        "S,s@x.example,Supply teacher,,\nT,t@x.example,Temporary,,\nU,u@x.example,casual staff,,\n"
        "G,g@x.example,,,Clerk to the governors\n"
    )

    def kinds(default: str) -> list[str]:
        return [one.capacity for one in read_staff(text.encode(), capacity=default).lines]

    assert kinds("staff") == [
        "staff", "governors", "governors", "volunteers", "contractors", "governors", "supply", "supply", "supply",
        "staff",
    ]  # fmt: skip
    assert kinds("volunteers")[-1] == "volunteers"


def test_a_column_called_role_is_a_job_and_nothing_else() -> None:
    (one,) = read_staff(b"Name,Email,Role\nMr Field,field@larkfield.example,head\n").lines
    assert one.job == "head"


def test_a_private_address_is_nobodys_key_unless_the_office_says_so() -> None:
    text = b"Name,Home email\nAnna Wood,anna@home.example\n"
    with pytest.raises(StaffFileFault, match=r"No column is the e-mail address.*“Home email”.*--map"):
        read_staff(text)
    assert read_staff(text, {"home e-mail": "email"}).lines[0].key == "anna@home.example"


def test_the_offices_own_words_for_columns_go_first() -> None:
    text = b"Wer,Email,Kontakt\nAnna Wood,private@home.example,wood@larkfield.example\n"
    (one,) = read_staff(text, {"Wer": "name", "Kontakt": "email", "Email": "ignore"}).lines
    assert (one.name, one.key) == ("Anna Wood", WOOD.key)
    with pytest.raises(MappingFault, match="There is no column “Nom”"):
        read_staff(text, {"Nom": "name"})
    with pytest.raises(MappingFault, match="“role” is nothing"):
        read_staff(text, {"Wer": "role"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"PK\x03\x04....", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0", "Excel workbook"),
        (b"Name,Email\x00\n", "no text"),
        (b"Name\x81,Email", "no text"),
        (b"Name,Email\n", "only headings"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b'Name,Email\nA,a@x.example\n"B,b@x.example\n', "line 3: a quotation mark"),
        (b'"Name,Email', "line 1: a quotation mark"),
        (b"Colour,Size\nred,4\n", "No column is the name or the e-mail address"),
        (b"Forename,Email\nAnna,a@x.example\n", "No column is the name"),
    ],
)
def test_a_file_that_no_list_can_be_read_from_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(StaffFileFault, match=words):
        read_staff(data)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"Name,Email\n{text}".encode(errors="replace")))
def test_any_file_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        found = read_staff(data)
    except StaffFileFault:
        return
    for line in found.lines:
        assert "@" in line.key
        assert line.name == shown(line.name)


def test_nothing_that_a_terminal_would_obey_is_kept() -> None:
    (one,) = read_staff("Name,Email\nAnna \x1b[2J\u202eWood\x07\x9b,a@x.example\n".encode()).lines
    assert one.name == "Anna [2J Wood"
