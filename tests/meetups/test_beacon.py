"""Colour, symbol and word: no two meetings that run within 500 m of each other show the same."""

import pytest

from meetups import meetings, policy
from places.models import MeetingPoint
from tests import builders


@pytest.fixture
def few(monkeypatch):
    """Let there be so few beacons that two meetings would soon choose alike."""

    def few(*words):
        monkeypatch.setattr(policy, "COLOURS", ("amber",))
        monkeypatch.setattr(policy, "SHAPES", ("moon",))
        monkeypatch.setattr(policy, "WORDS", words)

    return few


@pytest.fixture
def agree(places):
    """Two more people agree to meet at that place."""

    def agree(one, other, point, cell=builders.HERE):
        members = [builders.person(name) for name in (one, other)]
        for member in members:
            builders.live(member, cell=cell)
        return builders.meeting(*members, point=MeetingPoint.objects.get(name=point).pk)

    return agree


def beacon(row):
    return row.colour, row.shape, row.word


def test_both_phones_show_one_of_many(agree):
    colour, shape, word = beacon(agree("Ann", "Ben", "Elielinaukio"))
    assert (colour in policy.COLOURS, shape in policy.SHAPES, word in policy.WORDS) == (True, True, True)
    assert len(policy.COLOURS) * len(policy.SHAPES) * len(policy.WORDS) == 1536


@pytest.mark.parametrize("round_", range(2))
def test_two_meetings_near_each_other_never_share_one(agree, few, round_):
    few("tango", "piano")
    here = agree("Ann", "Ben", "Helsinki Central Station")
    near = agree("Cat", "Dan", "Finnish National Theatre", cell=builders.NEXT)
    assert {here.word, near.word} == {"tango", "piano"}


def test_far_from_each_other_they_may(agree, few):
    few("tango")
    assert beacon(agree("Ann", "Ben", "Elielinaukio")) == beacon(
        agree("Cat", "Dan", "Kerava Station", cell=builders.FAR)
    )


def test_what_is_over_gives_its_beacon_back(agree, few, clock):
    few("tango")
    over = agree("Ann", "Ben", "Elielinaukio")
    person = over.parties.first().person
    meetings.cancel(meeting_id=over.pk, by=person, now=clock.now, reason="other")
    assert beacon(agree("Cat", "Dan", "Elielinaukio")) == beacon(over)
