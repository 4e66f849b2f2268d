"""Invented policies in the shapes that schools use, and how the tests read them."""

from __future__ import annotations

from knowledge.model import Clause, Policy
from knowledge.policy import read_policy

NURSERY = """LITTLE ACORNS DAY NURSERY

Mobile Phone, Camera and Social Networking Policy

CONTENTS
1. Aims ......... 2
2. Mobile phones ......... 2
3. Photographs ......... 3

1. AIMS

1.1 This policy aims to keep every child safe. It applies to all staff, students on placement,
volunteers and visiting professionals.

1.2 In this policy "device" means any phone, tablet, camera or smart watch.

2. MOBILE PHONES

2.1 Practitioners must:

(a) leave personal phones in the locked cabinet in the office;
(b) sign their phone in and out; and
(c) not carry a phone or smart watch in the rooms, the garden or on outings.

2.2 Staff may use their phones in the staff room during breaks.

2.3 The nursery manager may, in exceptional circumstances, allow a member of staff to keep a
phone with them. This must be agreed in writing in advance.

3. PHOTOGRAPHS

3.1 Only nursery cameras may be used to photograph children.

3.2 Photographs are never taken in the toilet or changing areas.

3.3 Parents are asked not to photograph other people's children at events.

Signed: ____________________

This policy was adopted on 3rd September 2024 by the committee.
It will be reviewed in September 2025.
"""

HANDBOOK = """RIVERBEND UNIFIED SCHOOL DISTRICT
Employee Handbook: Electronic Communications

Effective Date: July 1, 2023
Revised: 08/15/2024

ARTICLE I. PURPOSE

The purpose of this policy is to set expectations for employees who communicate electronically with students.

ARTICLE II. ELECTRONIC COMMUNICATION WITH STUDENTS

Section 1. Permitted communication

A. Employees may communicate with students through the District learning management system or District email.
B. A coach may use a team messaging app provided that the principal and at least one parent are included.
C. Employees shall not communicate with any student between 10:00 p.m. and 6:00 a.m. except in an emergency.

Section 2. Personal social media

A. Employees shall not "friend," "follow," or otherwise connect with a current student on a personal account.
B. Employees are not prohibited from having personal accounts.
C. The Superintendent shall designate an administrator to oversee District accounts.

ARTICLE III. VIOLATIONS

An employee who violates this policy is subject to discipline, up to and including termination.
"""

QUESTIONS = """Staying safe online: guidance for staff at Hilltop Federation

Last updated: Jan '24
Frequency of review: every two years

Can I accept a friend request from a pupil?

No. Politely decline and tell your line manager. If the pupil is a relative, speak to the head first.

Can I follow the school's own accounts?

Yes, we would love you to. Please think before you comment.

What should I do if a parent messages me?

Do not reply from your own account. Forward the message to the office, who will answer it.
"""

LETTER = """Purpose of this document
Our trust wants colleagues to enjoy social media and to stay safe. This document says how.

Using your own accounts

Colleagues can use their own accounts in their own time. It is a good idea to check your privacy
settings every term.

You must never:
post a photograph of a pupil
name a pupil or a parent
complain about the school

Please remember to:
- lock your account
- use a strong password

School accounts

i. Only the communications lead and people authorised by the principal can post on the trust's accounts.
ii. Before posting a photograph, check the consent list.

Approved by: Trust Board    Date: 12.05.23    Next review: Summer term 2026
"""

TABLE = """Acceptable Use Policy

Document control
Policy owner\tDate approved\tDate reviewed\tNext review date
The head\t1 May 2020\t4 May 2022\tMay 2024

Section 4 Devices and apps

App\tMay staff use it with pupils?\tConditions
Teams\tYes\tSchool account only
WhatsApp\tNo\tUse Teams

4.1.1 Staff should not install apps on school devices without the permission of the network manager.
4.1.2 It is acceptable to use a school tablet at home.
"""


def read(text: str, name: str = "policy.txt") -> Policy:
    """The policy that a text file would give."""
    return read_policy(text.encode(), name)


def clause(policy: Policy, words: str) -> Clause:
    """The one clause that contains the words."""
    found = [one for one in policy.clauses if words in one.text]
    assert len(found) == 1, f"{len(found)} clauses contain {words!r}"
    return found[0]
