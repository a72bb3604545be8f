"""A person is named through what two share, never by an id of their own."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from meetups import whom
from meetups.whom import KINDS
from tests import builders
from tests.builders import card, session_of
from tests.clock import NOON

other_person = partial(whom.other_person, now=NOON)


def test_behind_a_card_is_the_person_of_the_session(anna, bo):
    assert other_person(anna, "candidate", card(anna, bo).pk) == bo.pk


def test_a_card_that_one_was_never_shown_names_nobody(anna, bo):
    card(bo, anna)
    assert other_person(anna, "candidate", session_of(bo).pk) is None


@pytest.mark.parametrize("between", [builders.invitation, builders.met_and_parted])
def test_whom_one_rang_or_met_is_known_by_a_card_long_after_the_list(anna, bo, between):
    between(anna, bo)
    known = whom.other_person(anna, "candidate", session_of(bo).pk, now=NOON + timedelta(days=2))
    assert known == bo.pk


def test_behind_an_invitation_is_the_other_of_the_two(anna, bo):
    ring = builders.invitation(anna, bo)
    assert (other_person(anna, "invitation", ring.pk), other_person(bo, "invitation", ring.pk)) == (
        bo.pk,
        anna.pk,
    )


def test_behind_a_meeting_is_the_other_of_the_two_long_after_it(anna, bo):
    over = builders.met_and_parted(anna, bo)
    assert (other_person(anna, "meeting", over.pk), other_person(bo, "meeting", over.pk)) == (bo.pk, anna.pk)


@pytest.mark.parametrize("kind", ["invitation", "meeting"])
def test_a_stranger_names_nobody_through_what_others_share(anna, bo, eve, kind):
    meeting = builders.meeting(anna, bo)
    shared = {"invitation": meeting.invitation_id, "meeting": meeting.pk}[kind]
    assert (other_person(anna, kind, shared), other_person(eve, kind, shared)) == (bo.pk, None)


def test_nobody_is_behind_ones_own_card(anna):
    assert other_person(anna, "candidate", session_of(anna).pk) is None


@pytest.mark.parametrize("kind", [*KINDS, "person", ""])
def test_nobody_is_behind_what_does_not_exist(anna, bo, kind):
    assert other_person(anna, kind, uuid4()) is None


def test_a_persons_own_id_names_nobody(anna, bo):
    assert [other_person(anna, kind, bo.pk) for kind in KINDS] == [None, None, None]
