"""Seven people tap whatever comes to mind, in any order, as time passes. Phones and tables agree."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest

from kernel.models import Move
from kernel.refusals import Refusal
from matching import availability
from matching.models import Availability
from meetups import invitations, meetings, partings, proof, states
from meetups.models import Invitation, Meeting, Party
from tests import builders
from tests.builders import HERE, NEXT
from tests.journey.phone import Phone, fetched
from tests.races.invariants import broken

STEPS = 100
LISTED = {
    "meetups.invitation": states.INVITATION_MOVES,
    "meetups.meeting": states.MEETING_MOVES,
    "matching.availability": availability.MOVES,
}


class Walk:
    """One random life of seven people; the same seed lives the same life."""

    def __init__(self, seed, clock):
        self.random, self.clock = Random(seed), clock
        self.people = [builders.person(name) for name in ("Ann", "Ben", "Cat", "Dan", "Eli", "Fay", "Gus")]

    def step(self):
        self.clock.tick(seconds=self.random.choice((1, 2, 3, 5, 10, 60)))
        if self.random.random() < 0.8:  # else every phone is silent for a while
            for member in self.people:
                availability.beat(by=member, now=self.clock.now)
        verb, by = self.random.choice(VERBS), self.random.choice(self.people)
        with suppress(Refusal):
            verb(self, by, self.clock.now)

    def settle(self):
        invitations.expire_due(now=self.clock.now)
        meetings.close_due(now=self.clock.now)
        availability.end_due(now=self.clock.now)

    def any_of(self, rows, *order):
        found = list(rows.order_by(*order))
        return self.random.choice(found) if found else None


def go_live(walk, by, now):
    cell = walk.random.choice((HERE, NEXT))
    availability.start(by=by, now=now, cell=cell, minutes=60, intention="hire", reach_min=20)


def ring(walk, by, now):
    if other := walk.any_of(Availability.objects.open().exclude(person=by), "person__email"):
        invitations.invite(by=builders.again(by), to=other.pk, now=now)


def answer(verb) -> Callable[..., None]:
    def answering(walk, _by, now):
        if row := walk.any_of(Invitation.objects.pending(), "sender__email", "invitee__email"):
            verb(invitation_id=row.pk, by=row.invitee, now=now)

    return answering


def withdraw(walk, _by, now):
    if row := walk.any_of(Invitation.objects.pending(), "sender__email", "invitee__email"):
        invitations.withdraw(invitation_id=row.pk, by=row.sender, now=now)


def tap(verb, **said) -> Callable[..., None]:
    def tapping(walk, _by, now):
        if side := walk.any_of(Party.objects.filter(running=True), "person__email"):
            verb(meeting_id=side.meeting_id, by=side.person, now=now, **said)

    return tapping


def prove(walk, _by, now):
    if side := walk.any_of(Party.objects.filter(running=True), "person__email"):
        theirs = side.meeting.other_than(side.person)
        proof.prove(meeting_id=side.meeting_id, by=side.person, now=now, code=theirs.code)


def go_invisible(_walk, by, now):
    partings.go_invisible(by=by, now=now)


def block_for_a_moment(walk, by, now):
    other = walk.random.choice([member for member in walk.people if member != by])
    partings.unblock(by=by, block_id=partings.block(by=by, other_id=other.pk, now=now).pk)


VERBS = [
    *[go_live] * 7, *[ring] * 9, *[answer(invitations.accept)] * 6, answer(invitations.refuse),
    answer(invitations.extend), withdraw, go_invisible, block_for_a_moment, tap(meetings.depart),
    tap(meetings.late, minutes=5), tap(meetings.arrive), tap(meetings.say, preset="outside"), prove,
    tap(proof.vouch), tap(meetings.end), tap(meetings.release), tap(meetings.cancel, reason="other"),
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_tapped_the_phones_show_what_the_tables_hold(places, clock, seed):
    walk = Walk(seed, clock)
    phones = [Phone(member) for member in walk.people]
    for number in range(STEPS):
        walk.step()
        if number % 5 == 0:
            walk.settle()
            for phone in phones:
                phone.catch_up()
                assert phone.shows == fetched(phone.person, now=clock.now)
            assert broken() == {}
    unlisted = [
        move
        for move in Move.objects.values_list("subject_type", "was", "became")
        if move[1:] not in LISTED[move[0]]
    ]
    assert unlisted == []
    assert Meeting.objects.count() > 1


def test_a_phone_that_was_told_too_little_is_found_out(places, clock):
    """The control: one event kept from a phone, and it no longer shows what the tables hold."""
    ann, ben = builders.person("Ann"), builders.person("Ben")
    phone = Phone(ben)
    for member in (ann, ben):
        builders.live(member)
    phone.catch_up()
    builders.invitation(ann, ben)
    assert phone.shows != fetched(ben, now=clock.now)
    phone.catch_up()
    assert phone.shows == fetched(ben, now=clock.now)
