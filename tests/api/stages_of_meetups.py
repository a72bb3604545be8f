"""Scenes of meetups and of moderation: asking, answering, meeting, parting."""

from contextlib import suppress

from kernel.refusals import Refusal
from matching import availability
from meetups import dispatch, invitations, meetings, partings, proof, tables
from moderation import decisions
from tests import builders
from tests.api.scenes import shows
from tests.builders import code_of


@shows("meetups.invitations.asking.invite")
def _(scene):
    yield
    scene.ring()


@shows("meetups.invitations.answering.accept", "meetups.invitations.answering.agree")
def _(scene):
    """Somebody else rings at Bo too, and hears that the moment has passed."""
    ring = scene.ring()
    builders.invitation(scene.fay(), scene.bo, now=scene.now)
    yield
    invitations.accept(**scene.of(ring, scene.bo))


@shows("meetups.invitations.answering.refuse")
def _(scene):
    ring = scene.ring()
    yield
    invitations.refuse(**scene.of(ring, scene.bo))


@shows("meetups.invitations.answering.extend")
def _(scene):
    ring = scene.ring()
    yield
    invitations.extend(**scene.of(ring, scene.bo))


@shows("meetups.invitations.ending.withdraw")
def _(scene):
    ring = scene.ring()
    yield
    invitations.withdraw(**scene.of(ring, scene.anna))


@shows("meetups.invitations.ending.expire_due")
def _(scene):
    scene.ring()
    yield
    invitations.expire_due(now=scene.clock.tick(seconds=90))


@shows("meetups.dispatch.ring")
def _(scene):
    for member in scene.people:
        availability.wish(**scene.own(member), surprise=True)
    yield
    dispatch.dispatch_due(now=scene.now)


@shows("meetups.dispatch.let_be")
def _(scene):
    table = scene.table()
    tables.expire_due(now=table.expires_at)
    yield
    dispatch.dispatch_due(now=table.expires_at)


@shows("meetups.tables.answering.accept", "meetups.tables.answering.agree")
def _(scene):
    table = scene.table()
    tables.accept(**scene.of(table, scene.anna))
    yield
    tables.accept(**scene.of(table, scene.bo))


@shows("meetups.tables.answering.refuse")
def _(scene):
    table = scene.table()
    yield
    tables.refuse(**scene.of(table, scene.bo))


@shows("meetups.tables.answering.join")
def _(scene):
    fay = scene.fay(surprise=True)
    table = builders.table(scene.anna, scene.bo, fay, now=scene.now)
    for member in (scene.anna, scene.bo):
        tables.accept(**scene.of(table, member))
    yield
    tables.accept(**scene.of(table, fay))


@shows("meetups.tables.ending.expire_due")
def _(scene):
    scene.table()
    yield
    tables.expire_due(now=scene.clock.tick(seconds=90))


@shows("meetups.meetings.way.depart")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.depart(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.way.late")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.late(**scene.of(meeting, scene.bo), minutes=5)


@shows("meetups.meetings.way.arrive")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.arrive(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.way.say")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.say(**scene.of(meeting, scene.bo), preset="outside")


@shows("meetups.proof.prove")
def _(scene):
    meeting = scene.agreed()
    yield
    proof.prove(**scene.of(meeting, scene.anna), code=code_of(meeting, scene.bo))


@shows("meetups.proof.vouch")
def _(scene):
    meeting = scene.agreed()
    proof.vouch(**scene.of(meeting, scene.anna))
    yield
    proof.vouch(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.leaving.cancel")
def _(scene):
    """One of three goes, two go on."""
    fay = scene.fay(surprise=True)
    meeting = builders.seated(scene.anna, scene.bo, fay, now=scene.now)
    yield
    meetings.cancel(**scene.of(meeting, fay), reason="other")


@shows("meetups.meetings.leaving.release")
def _(scene):
    meeting = scene.agreed()
    scene.clock.tick(minutes=3)
    yield
    meetings.release(**scene.of(meeting, scene.anna))


@shows("meetups.meetings.leaving.end")
def _(scene):
    meeting = builders.met(scene.anna, scene.bo, now=scene.now)
    yield
    meetings.end(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.leaving.close_one")
def _(scene):
    meeting = scene.agreed()
    scene.clock.tick(minutes=40)
    yield
    meetings.close_one(meeting.pk, now=scene.now)


@shows("meetups.meetings.leaving.held_settled")
def _(scene):
    """Too late to call off what no worker has closed: it is closed here."""
    meeting = scene.agreed()
    scene.clock.tick(minutes=40)
    yield
    whatever_it_says(meetings.cancel, scene.of(meeting, scene.anna) | {"reason": "other"})


@shows("meetups.partings.go_invisible")
def _(scene):
    scene.ring()
    yield
    partings.go_invisible(by=scene.anna, now=scene.now)


@shows("meetups.partings.block")
def _(scene):
    scene.agreed()
    yield
    partings.block(by=scene.anna, other_id=scene.bo.pk, now=scene.now)


@shows("moderation.decisions.freeze")
def _(scene):
    scene.agreed()
    yield
    decisions.freeze(person=scene.anna, facts="Danger.", clause="Conduct 3", now=scene.now)


def whatever_it_says(stage, given):
    """Whatever it answers or refuses."""
    with suppress(Refusal):
        stage(**given)
