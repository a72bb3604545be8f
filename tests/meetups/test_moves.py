"""Every move that an invitation, a meeting or a window may make is listed; every other is refused.

First the engine, from every state to every state in every role. Then every verb of every person against every
state: whatever it answers, the row has made a listed move or none.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from kernel.models import Move
from kernel.moves import MoveRefused, move
from kernel.refusals import Refusal
from matching import availability
from matching.models import AvailabilityState
from meetups import invitations, meetings, partings, proof, states
from meetups.models import Invitation, InvitationState, Meeting, MeetingState, Party
from tests import builders
from tests.builders import another_world, session_of
from tests.cast import refuses
from tests.clock import NOON

ROLES = ("sender", "invitee", "party", "person", "system", "stranger")
LATER = NOON + timedelta(seconds=20)


def put(row, state):
    """The row in that state, as it would have come there."""
    ended = {
        Invitation: {"settled_at": None if state == "sent" else NOON},
        Meeting: {
            "over_at": None if state in states.RUNNING else NOON,
            "met_at": NOON if state in (states.MET, states.CLOSED) else None,
        },
    }
    columns = ended.get(type(row), {"ended_at": NOON if state == "ended" else None})
    type(row).objects.filter(pk=row.pk).update(state=state, **columns)
    if isinstance(row, Meeting):
        Party.objects.filter(meeting=row).update(running=state in states.RUNNING, proven_at=columns["met_at"])
        # Whatever became of a meeting, its invitation was accepted; and who is not in it is free.
        for party in Party.objects.filter(meeting=row).select_related("session"):
            put(party.session, "committed" if state in states.RUNNING else "live")
    return builders.stored(row)


def fields_of(row, to):
    """What the new state says of itself, as its constraints ask."""
    if isinstance(row, Invitation):
        return {"settled_at": None if to == "sent" else LATER}
    if isinstance(row, Meeting):
        return {"over_at": None if to in states.RUNNING else LATER, "met_at": LATER}
    return {"ended_at": LATER if to == "ended" else None}


@pytest.fixture
def rows(anna, bo, eve, max):
    for member in (eve, max):
        builders.live(member)
    return {
        Invitation: builders.invitation(anna, bo),
        Meeting: builders.meeting(eve, max),
        type(session_of(anna)): session_of(anna),
    }


MACHINES = {
    "invitation": (InvitationState.values, states.INVITATION_MOVES),
    "meeting": (MeetingState.values, states.MEETING_MOVES),
    "availability": (AvailabilityState.values, availability.MOVES),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_unlisted_move_is_refused_and_every_listed_one_is_made(machine, rows):
    row = next(row for row in rows.values() if row._meta.model_name == machine)
    every_state, allowed = MACHINES[machine]
    made = set()
    for was in every_state:
        here = put(row, was)
        for to, role in product(every_state, ROLES):
            step = {"by": None, "now": LATER, "allowed": allowed, "fields": fields_of(here, to)}
            if role in allowed.get((was, to), ()):
                with another_world():
                    move(builders.stored(row), to, role=role, **step)
                    made.add((was, builders.stored(row).state, role))
            else:
                with refuses(MoveRefused, "not-a-move"):
                    move(here, to, role=role, **step)
        assert builders.stored(row).state == here.state == was
    assert made == {(*step, role) for step, roles in allowed.items() for role in roles}


@pytest.mark.parametrize("machine", MACHINES)
def test_nothing_leaves_a_state_that_is_an_end(machine):
    every_state, allowed = MACHINES[machine]
    ends = {"invitation": 4, "meeting": 3, "availability": 1}[machine]
    assert len(set(every_state) - {was for was, _to in allowed}) == ends


def test_of_two_at_the_same_moment_one_is_let_through(anna, bo):
    ring = builders.invitation(anna, bo)
    mine, yours = builders.stored(ring), builders.stored(ring)
    settle = {"by": None, "now": LATER, "allowed": states.INVITATION_MOVES, "fields": {"settled_at": LATER}}
    move(mine, states.EXPIRED, role="system", **settle)
    with refuses(MoveRefused, "moved-already"):
        move(yours, states.WITHDRAWN, role="sender", **settle)
    assert list(Move.objects.filter(subject_id=ring.pk).values_list("was", "became", "by", "at")) == [
        ("sent", "expired", None, LATER)
    ]


# Every verb, by everybody, against every state.

Verb = Callable[..., object]

OF_INVITATIONS: dict[str, Verb] = {
    "accept": lambda row, by: invitations.accept(invitation_id=row.pk, by=by, now=LATER),
    "refuse": lambda row, by: invitations.refuse(invitation_id=row.pk, by=by, now=LATER),
    "extend": lambda row, by: invitations.extend(invitation_id=row.pk, by=by, now=LATER),
    "withdraw": lambda row, by: invitations.withdraw(invitation_id=row.pk, by=by, now=LATER),
    "sweep in time": lambda row, by: invitations.expire_due(now=LATER),
    "sweep after": lambda row, by: invitations.expire_due(now=NOON + timedelta(minutes=2)),
    "go invisible": lambda row, by: partings.go_invisible(by=by, now=LATER),
    "block the sender": lambda row, by: partings.block(by=by, other_id=row.sender_id, now=LATER),
    "block the invitee": lambda row, by: partings.block(by=by, other_id=row.invitee_id, now=LATER),
}
BECOMES_OF_INVITATIONS = {
    ("sent", "accept", "Bo"): "accepted",
    ("sent", "withdraw", "Anna"): "withdrawn",
    ("sent", "go invisible", "Anna"): "withdrawn",
    ("sent", "block the invitee", "Anna"): "withdrawn",
    **{("sent", "sweep after", name): "expired" for name in ("Anna", "Bo", "Dan")},
}


def put_with_its_meeting(ring, state, bo):
    """An accepted invitation has its meeting; any other has none."""
    if state == "accepted":
        invitations.accept(invitation_id=ring.pk, by=bo, now=NOON)
        return builders.stored(ring)
    return put(ring, state)


@pytest.mark.parametrize("was", InvitationState.values)
def test_no_verb_of_anybody_moves_an_invitation_where_it_may_not_go(was, anna, bo):
    dan = builders.person("Dan")
    builders.live(dan)
    ring = builders.invitation(anna, bo)
    row, became = put_with_its_meeting(ring, was, bo), {}
    for (verb, done), by in product(OF_INVITATIONS.items(), (anna, bo, dan)):
        with another_world():
            attempt(done, row, by)
            if (now_is := builders.stored(ring).state) != was:
                became[was, verb, by.profile.first_name] = now_is
    assert became == {key: value for key, value in BECOMES_OF_INVITATIONS.items() if key[0] == was}


OF_MEETINGS: dict[str, Verb] = {
    "depart": lambda row, by: meetings.depart(meeting_id=row.pk, by=by, now=LATER),
    "late": lambda row, by: meetings.late(meeting_id=row.pk, by=by, now=LATER, minutes=5),
    "arrive": lambda row, by: meetings.arrive(meeting_id=row.pk, by=by, now=LATER),
    "say": lambda row, by: meetings.say(meeting_id=row.pk, by=by, now=LATER, preset="outside"),
    "cancel": lambda row, by: meetings.cancel(meeting_id=row.pk, by=by, now=LATER, reason="other"),
    "release too soon": lambda row, by: meetings.release(meeting_id=row.pk, by=by, now=LATER),
    "release": lambda row, by: meetings.release(meeting_id=row.pk, by=by, now=NOON + timedelta(minutes=3)),
    "end": lambda row, by: meetings.end(meeting_id=row.pk, by=by, now=LATER),
    "prove wrongly": lambda row, by: proof.prove(meeting_id=row.pk, by=by, now=LATER, code=wrong(row, by)),
    "prove": lambda row, by: proof.prove(meeting_id=row.pk, by=by, now=LATER, code=right(row, by)),
    "vouch alone": lambda row, by: proof.vouch(meeting_id=row.pk, by=by, now=LATER),
    "sweep in time": lambda row, by: meetings.close_due(now=LATER),
    "sweep after": lambda row, by: meetings.close_due(now=NOON + timedelta(hours=2)),
    "block": lambda row, by: partings.block(by=by, other_id=other(row, by).person_id, now=LATER),
    "go invisible": lambda row, by: partings.go_invisible(by=by, now=LATER),
}
PARTIES = ("Anna", "Bo")
UNDER_WAY_BY = {("agreed", verb): "under-way" for verb in ("depart", "arrive")}
OVER_BY = {
    ("cancel", "agreed"): "cancelled",
    ("cancel", "under-way"): "cancelled",
    ("release", "agreed"): "released",
    ("release", "under-way"): "released",
    ("prove", "agreed"): "met",
    ("prove", "under-way"): "met",
    ("end", "met"): "closed",
    **{("block", state): "cancelled" for state in states.RUNNING},
}
BECOMES_OF_MEETINGS = {
    **{(was, verb, name): to for (was, verb), to in UNDER_WAY_BY.items() for name in PARTIES},
    **{(was, verb, name): to for (verb, was), to in OVER_BY.items() for name in PARTIES},
    **{(was, "sweep after", name): "closed" for was in states.RUNNING for name in (*PARTIES, "Dan")},
}


def other(row, by):
    return Party.objects.filter(meeting=row).exclude(person=by).order_by("pk").first()


def right(row, by):
    return other(row, by).code


def wrong(row, by):
    codes = set(Party.objects.filter(meeting=row).values_list("code", flat=True))
    return next(f"{guess:04d}" for guess in range(3) if f"{guess:04d}" not in codes)


@pytest.mark.parametrize("was", MeetingState.values)
def test_no_verb_of_anybody_moves_a_meeting_where_it_may_not_go(was, anna, bo):
    dan = builders.person("Dan")
    builders.live(dan)
    row, became = put(builders.meeting(anna, bo), was), {}
    for (verb, done), by in product(OF_MEETINGS.items(), (anna, bo, dan)):
        with another_world():
            attempt(done, row, by)
            if (now_is := builders.stored(row).state) != was:
                became[was, verb, by.profile.first_name] = now_is
    assert became == {key: value for key, value in BECOMES_OF_MEETINGS.items() if key[0] == was}


def attempt(done, row, by):
    with suppress(Refusal), transaction.atomic():
        done(row, by)
