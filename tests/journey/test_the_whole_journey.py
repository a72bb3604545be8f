"""From going live to goodbye, through the stages that every door calls; what each hears is the story."""

import pytest

from matching import availability
from matching.candidates import candidates_for
from matching.models import Acquaintance, Standing
from meetups import invitations, meetings, proof
from tests import builders
from tests.builders import NEXT, code_of
from tests.journey.phone import Phone, fetched
from tests.races.invariants import broken

ANNA_HEARD = [
    "availability-started", "invitation-sent", "invitation-extended", "invitation-accepted", "meeting-agreed",
    "availability-changed", "meeting-departed", "meeting-departed", "meeting-late", "meeting-messaged",
    "meeting-arrived", "meeting-arrived", "meeting-met", "meeting-ended", "availability-changed",
]  # fmt: skip


@pytest.fixture
def ann(places):
    return builders.person("Ann", offers=["grants"], seeks=["cybersecurity"])


@pytest.fixture
def ben(places):
    return builders.person("Ben", offers=["cybersecurity"])


def test_two_strangers_meet_and_are_free_again(ann, ben, clock):
    phones = [Phone(ann), Phone(ben)]

    def both_phones_are_right():
        for phone in phones:
            phone.catch_up()
            assert phone.shows == fetched(phone.person, now=clock.now)
        assert broken() == {}

    mine = builders.live(ann, now=clock.now, topic="Rail freight")
    builders.live(ben, now=clock.tick(minutes=1), cell=NEXT)
    both_phones_are_right()

    [card] = candidates_for(availability.current(ann, now=clock.now), now=clock.now).cards
    assert (card.first_name, card.reasons[0].text) == ("Ben", "Offers what you look for: Cybersecurity")

    ring = invitations.invite(by=ann, to=card.id, now=clock.tick(seconds=15)).invitation
    both_phones_are_right()
    invitations.extend(invitation_id=ring.pk, by=ben, now=clock.tick(seconds=80))
    meeting = invitations.accept(invitation_id=ring.pk, by=ben, now=clock.tick(seconds=30))
    both_phones_are_right()

    which = {"meeting_id": meeting.pk}
    meetings.depart(**which, by=ben, now=clock.tick(minutes=1))
    meetings.depart(**which, by=ann, now=clock.tick(minutes=1))
    meetings.late(**which, by=ann, now=clock.tick(minutes=1), minutes=5)
    meetings.say(**which, by=ben, now=clock.tick(minutes=1), preset="by-the-entrance")
    meetings.arrive(**which, by=ben, now=clock.tick(minutes=2))
    meetings.arrive(**which, by=ann, now=clock.tick(minutes=4))
    both_phones_are_right()

    proof.prove(**which, by=ann, now=clock.tick(seconds=20), code=code_of(meeting, ben))
    both_phones_are_right()
    meetings.end(**which, by=ben, now=clock.tick(minutes=18))
    both_phones_are_right()

    assert availability.current(ann, now=clock.now).pk == mine.pk
    assert candidates_for(availability.current(ann, now=clock.now), now=clock.now).cards == []
    assert (Acquaintance.objects.count(), list(Standing.objects.values_list("committed", "kept"))) == (
        1, [(1, 1), (1, 1)],
    )  # fmt: skip
    assert phones[0].names == ANNA_HEARD
    assert phones[1].names == [name.replace("-sent", "-received") for name in ANNA_HEARD]


def test_when_it_goes_wrong_both_are_free_and_the_next_one_is_met(ann, ben, eve, clock):
    phones = [Phone(member) for member in (ann, ben, eve)]
    for member in (ann, ben, eve):
        builders.live(member)
    first, second = builders.invitation(ann, ben), builders.invitation(ann, eve)
    meeting = invitations.accept(invitation_id=first.pk, by=ben, now=clock.tick(seconds=30))
    meetings.release(meeting_id=meeting.pk, by=ann, now=clock.tick(minutes=4))
    availability.beat(by=eve, now=clock.now)
    again = builders.meeting(ann, eve, now=clock.now)
    meetings.cancel(meeting_id=again.pk, by=eve, now=clock.tick(minutes=1), reason="cannot-find")
    for phone in phones:
        phone.catch_up()
        assert phone.shows == fetched(phone.person, now=clock.now)
    assert (builders.stored(second).state, broken()) == ("superseded", {})
