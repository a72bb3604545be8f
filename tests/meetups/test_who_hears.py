"""Every event there is: one act that makes it, and who hears it. Nobody else does, near or far."""

from datetime import timedelta

import pytest

from accounts.models import Profile
from matching import alerts, availability, plans, pulses
from matching.models import Pledge
from meetups import invitations, meetings, partings, proof, tables
from meetups.models import Meeting
from moderation import decisions
from notifications import events
from tests import builders
from tests.builders import NEXT, code_of, session_of
from tests.clock import NOON
from tests.matching.planning import A_WALK_AWAY, EVENING, NEXT_DOOR, STATION, point
from tests.races import crowd


class Scene:
    """Anna and Bo, free near each other; Dora looks on beside them, Eve is not live, Chen is far away."""

    def __init__(self, anna, bo, clock):
        self.anna, self.bo, self.clock = anna, bo, clock

    @property
    def now(self):
        return self.clock.now

    def ring(self):
        return builders.invitation(self.anna, self.bo)

    def table(self):
        return builders.table(self.anna, self.bo)

    def of(self, row, by):
        return {f"{row._meta.model_name}_id": row.pk, "by": by, "now": self.now}

    def agreed(self):
        return builders.meeting(self.anna, self.bo)


def extend(scene):
    availability.extend(session_id=session_of(scene.anna).pk, by=scene.anna, now=scene.now)


def vanish(scene):
    partings.go_invisible(by=scene.anna, now=scene.now)


def expired(scene):
    scene.ring()
    invitations.expire_due(now=scene.clock.tick(seconds=90))


def superseded(scene):
    """Fay wins; she hears of her own yes only."""
    scene.ring()
    fay = builders.person("Fay")
    builders.live(fay)
    invitations.accept(**scene.of(builders.invitation(fay, scene.bo), scene.bo))


def proven(scene):
    meeting = scene.agreed()
    proof.prove(**scene.of(meeting, scene.anna), code=code_of(meeting, scene.bo))
    return meeting


def released(scene):
    meeting = scene.agreed()
    scene.clock.tick(minutes=3)
    meetings.release(**scene.of(meeting, scene.anna))


def passed(scene):
    scene.table()
    tables.expire_due(now=scene.clock.tick(seconds=90))


def third(scene):
    """Fay sits at the table too, and comes to the two."""
    fay = builders.person("Fay")
    builders.live(fay, surprise=True)
    builders.seated(scene.anna, scene.bo, fay)
    return fay


def left(scene):
    fay = third(scene)
    meetings.cancel(**scene.of(Meeting.objects.get(), fay), reason="other")


def planned(scene):
    plans.add(
        by=scene.anna, now=scene.now, point=point().pk, starts_at=EVENING, intention="hire",
        ends_at=EVENING + timedelta(hours=1),
    )  # fmt: skip


def due(scene):
    planned(scene)
    plans.tell_due(now=EVENING)


def gathered(scene):
    """Five come, on either side of Anna: six round her, too few round each of them."""
    pulses.pledge(by=scene.anna, now=scene.now, point=point(NEXT_DOOR).pk, starts_at=EVENING)
    for member, name in zip(crowd.members(5, now=NOON), [STATION] * 3 + [A_WALK_AWAY] * 2, strict=True):
        Pledge.objects.create(
            person=member, point=point(name), created_at=NOON, starts_at=EVENING,
            ends_at=EVENING + timedelta(hours=1),
        )  # fmt: skip
    pulses.gather_due(now=EVENING - timedelta(minutes=15))


def filled(scene):
    alerts.watch(by=scene.anna, now=scene.now, point=point().pk, until=scene.now + timedelta(hours=1))
    people = crowd.members(5, now=NOON)
    crowd.live(people, now=NOON)
    Profile.objects.filter(user__in=people).update(met_once_at=NOON)
    alerts.fire_due(now=scene.clock.tick(minutes=2, seconds=45))


BOTH, ANNA, BO = ["Anna", "Bo"], ["Anna"], ["Bo"]
ACTS = {
    events.AvailabilityStarted: (ANNA, lambda s: (vanish(s), builders.live(s.anna, now=s.now))),
    events.AvailabilityChanged: (ANNA, extend),
    events.AvailabilityEnded: (ANNA, vanish),
    events.InvitationSent: (ANNA, lambda s: s.ring()),
    events.InvitationReceived: (BO, lambda s: s.ring()),
    events.InvitationAccepted: (BOTH, lambda s: s.agreed()),
    events.InvitationRefused: (BO, lambda s: invitations.refuse(**s.of(s.ring(), s.bo))),
    events.InvitationExpired: (BOTH, expired),
    events.InvitationWithdrawn: (BOTH, lambda s: invitations.withdraw(**s.of(s.ring(), s.anna))),
    events.InvitationSuperseded: (BOTH, superseded),
    events.InvitationExtended: (BOTH, lambda s: invitations.extend(**s.of(s.ring(), s.bo))),
    events.TableOffered: (BOTH, lambda s: s.table()),
    events.TableAccepted: (BO, lambda s: tables.accept(**s.of(s.table(), s.bo))),
    events.TableRefused: (BO, lambda s: tables.refuse(**s.of(s.table(), s.bo))),
    events.TablePassed: (BOTH, passed),
    events.MeetingAgreed: (BOTH, lambda s: s.agreed()),
    events.MeetingJoined: ([*BOTH, "Fay"], third),
    events.MeetingLeft: ([*BOTH, "Fay"], left),
    events.MeetingDeparted: (BOTH, lambda s: meetings.depart(**s.of(s.agreed(), s.bo))),
    events.MeetingLate: (BOTH, lambda s: meetings.late(**s.of(s.agreed(), s.bo), minutes=5)),
    events.MeetingArrived: (BOTH, lambda s: meetings.arrive(**s.of(s.agreed(), s.bo))),
    events.MeetingMessaged: (BOTH, lambda s: meetings.say(**s.of(s.agreed(), s.bo), preset="outside")),
    events.MeetingMet: (BOTH, proven),
    events.MeetingCancelled: (BOTH, lambda s: meetings.cancel(**s.of(s.agreed(), s.bo), reason="other")),
    events.MeetingReleased: (BOTH, released),
    events.MeetingEnded: (BOTH, lambda s: meetings.end(**s.of(proven(s), s.bo))),
    events.PlansChanged: (ANNA, planned),
    events.PlanDue: (ANNA, due),
    events.PulseGathers: (ANNA, gathered),
    events.EnoughPeopleFree: (ANNA, filled),
    events.AccountFrozen: (ANNA, lambda s: decisions.freeze(person=s.anna, facts="x", clause="y", now=s.now)),
}


def test_every_event_that_is_declared_stands_here():
    assert set(ACTS) == set(events.ALL)


@pytest.fixture
def scene(anna, bo, clock):
    return Scene(anna, bo, clock)


@pytest.fixture
def onlookers(dora, eve, chen):
    return dora, eve, chen


@pytest.mark.parametrize("event", ACTS, ids=lambda event: event.name)
def test_those_hear_it_and_nobody_else(scene, onlookers, ears, event):
    hearers, act = ACTS[event]
    act(scene)
    heard = ears.heard()
    assert sorted(name for name, told in heard.items() if event.name in dict(told)) == hearers
    assert set(heard) <= {"Anna", "Bo", "Fay"}


@pytest.mark.parametrize("event", ACTS, ids=lambda event: event.name)
def test_it_carries_what_is_declared_and_nothing_more(scene, ears, event):
    ACTS[event][1](scene)
    payloads = [payload for told in ears.heard().values() for name, payload in told if name == event.name]
    declared = events.schema_of(event)["required"]
    assert [sorted(payload) for payload in payloads] == [sorted(declared)] * len(payloads)
    assert [word for word in ("Anna", "Bo", scene.anna.email, NEXT) if word in repr(payloads)] == []
