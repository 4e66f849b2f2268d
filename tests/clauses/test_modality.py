"""What a clause does: forbid, require, allow, advise, or state a fact."""

from __future__ import annotations

import pytest

from knowledge.clauses.modality import modality_of
from knowledge.model import Modality

P, D, A, V, S = Modality.PROHIBITION, Modality.OBLIGATION, Modality.PERMISSION, Modality.ADVICE, Modality.STATEMENT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must not accept friend requests from pupils.", P),
        ("Personal use is never permitted during lessons.", P),
        ("It is unacceptable to insult colleagues online.", P),
        ("Employees should not post photographs that could embarrass the school.", P),
        ("Staff may not use their own phones to photograph pupils.", P),
        ("No photographs of pupils may be taken on personal devices.", P),
        ("Under no circumstances should staff share a pupil's data.", P),
        ("Practitioners do not use personal phones in the rooms.", P),
        ("Staff should avoid comments about parents.", P),
        ("Photographs which show a uniform must not be published.", P),
        ("If a pupil contacts you, you must report it to the head.", D),
        ("Should a pupil contact an employee then this should be reported to the head.", D),
        ("All employees are expected to follow this code.", D),
        ("Headteachers will ensure that staff know the rules.", D),
        ("Report any concern to the designated safeguarding lead.", D),
        ("Staff are personally responsible for what they post.", D),
        ("Staff may use social media during their lunch break.", A),
        ("Employees are free to have their own views.", A),
        ("There is nothing to stop you commenting on good news.", A),
        ("This policy is not intended to prevent staff from using social media.", A),
        ("Employees are encouraged to use professional networks.", A),
        ("The school does not expect staff to give up contact with their family.", A),
        ("Posts can only be made by those who are authorised.", A),
        ("Employees are not prohibited from having accounts.", A),
        ("Employees are advised to check their privacy settings.", V),
        ("Staff should consider searching for their own name.", V),
        ("Staff should be cautious when inviting colleagues to be friends.", V),
        ("Employees must always be mindful that the council is political.", V),
        ("Caution is advised when tagging friends.", V),
        ("It would be unwise to share it online.", V),
        ("It is recommended that written records are kept.", V),
        ("Social media can have potential dangers.", S),
        ("Breach of this policy may result in disciplinary action.", S),
        ("Staff should have no expectation of privacy in the school's systems.", S),
        ("You may come across posts that mention the school.", S),
        ("The school reserves the right to monitor the use of its network.", S),
        ("This policy should be read in conjunction with the code of conduct.", S),
        # Said the other way round, or with the "no" somewhere else.
        ("Nothing in this policy prevents staff from replying to a pupil through the school's system.", A),
        ("Nothing in this guidance should be taken to limit anyone's right to speak to the police.", A),
        ("It is never unacceptable to report a concern about a colleague.", A),
        ("It is never forbidden to ask for help.", A),
        ("Staff are not required to give the head their passwords.", A),
        ("No member of staff is obliged to have an account.", A),
        ("Former learners may not be added until they are 19.", P),
        ("Trainees may not post about pupils, nor may they name the school.", P),
        ("Without the agreement of the chair, no account may be opened in the school's name.", P),
        ("Unless the head has cleared it, nothing about an inspection may be put online.", P),
        ("Other than the headteacher, nobody may post on the school's account.", P),
        ("Staff must at no time post about a pupil.", P),
        ("On no account may staff message a pupil.", P),
        ("There must be no pictures of pupils on private phones.", P),
        ("Staff should not hesitate to contact the head.", D),
        ("Staff must not fail to report a concern.", D),
        ("Contact the head at once.", D),
        ("Contact with former pupils is discouraged until two years have gone by.", V),
        ("The content of a page may not be accurate.", S),
        ("Staff are permitted neither to follow pupils nor to be followed by them.", P),
        ("A member of staff may not be required to use their own phone.", A),
        ("Staff must not be expected to answer messages at night.", A),
        ("Do not worry about liking the school's posts.", S),
        ("No employee is prevented from naming the Trust on LinkedIn.", A),
        ("A colleague may only film a lesson where the head has agreed.", A),
        ("Nobody other than the Principal may speak to the press.", P),
        ("Anyone who is contacted by a pupil is to tell the head.", D),
        ("It is preferable that accounts are private.", V),
        ("It would be wise not to accept invitations from parents.", V),
        ("Staff need not be friends with colleagues, nor may they be pressed to be.", A),
        ("If a pupil sends you a request, simply ignore it. You need not reply.", D),
    ],
)
def test_the_words_of_a_clause_say_what_it_does(text: str, expected: Modality) -> None:
    assert modality_of(text) is expected


@pytest.mark.parametrize(
    ("lead_in", "text", "expected"),
    [
        ("It is important that you do not:", "Post photos of pupils", P),
        ("Staff must not:", "Harass or bully other staff", P),
        ("Employees should therefore:", "Not give out personal numbers to pupils", P),
        ("Employees should therefore:", "Never share passwords", P),
        ("Employees should therefore:", "Refrain from naming the school", P),
        ("Employees should therefore:", "Be aware that friends can tag them", V),
        ("Employees should therefore:", "Think carefully before posting", V),
        ("Employees should therefore:", "Check who is following them", D),
        ("The following should be adhered to by all employees:", "Employees are advised to lock their accounts", V),
        ("The following should be adhered to by all employees:", "Employees must not contact pupils", P),
        ("The following steps must be taken:", "The form is signed", D),
        ("Staff may:", "use their phones in the staff room", A),
        ("You should bear the following in mind:", "The same laws apply online", V),
        ("The more you know, the more you can help:", "The age limit is 13", S),
    ],
)
def test_a_lead_in_governs_an_item_that_has_no_verb_of_its_own(lead_in: str, text: str, expected: Modality) -> None:
    assert modality_of(text, lead_in) is expected
