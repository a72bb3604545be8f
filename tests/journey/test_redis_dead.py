"""Redis is dead and every bell fails. Whoever asks is answered, and nobody loses an event."""

import logging
from time import monotonic, sleep

import pytest
from channels.layers import channel_layers

from meetups import invitations, meetings, proof
from tests import builders
from tests.builders import code_of
from tests.journey.phone import Phone, fetched
from tests.races.invariants import broken

BELL = "notifications.carriers.socket"


@pytest.fixture
def places(transactional_db):
    """Committed, since bells ring after the commit."""
    return builders.places()


@pytest.fixture
def dead_redis(settings, tmp_path):
    """A socket behind which nobody answers."""
    layer = settings.CHANNEL_LAYERS["default"]
    config = layer["CONFIG"] | {"hosts": [{"address": f"unix://{tmp_path}/nobody.sock"}]}
    settings.CHANNEL_LAYERS = {"default": layer | {"CONFIG": config}}
    yield
    channel_layers.backends.clear()


def heard_within(caplog, seconds):
    """The bell's own complaint, once it has had the time to make it."""
    deadline = monotonic() + seconds
    while monotonic() < deadline:
        if complaints := [record for record in caplog.records if record.name == BELL]:
            return complaints
        sleep(0.02)
    return []


def meet(ann, ben, clock):
    """The whole way, from the ring to the goodbye."""
    builders.live(ann)
    builders.live(ben)
    ring = builders.invitation(ann, ben)
    meeting = invitations.accept(invitation_id=ring.pk, by=ben, now=clock.tick(seconds=20))
    meetings.depart(meeting_id=meeting.pk, by=ben, now=clock.tick(minutes=1))
    proof.prove(meeting_id=meeting.pk, by=ann, now=clock.tick(minutes=6), code=code_of(meeting, ben))
    meetings.end(meeting_id=meeting.pk, by=ben, now=clock.tick(minutes=15))


def test_people_meet_and_every_event_is_there_when_they_ask(places, dead_redis, clock, caplog):
    ann, ben = builders.person("Ann"), builders.person("Ben")
    with caplog.at_level(logging.WARNING, logger=BELL):
        meet(ann, ben, clock)
        assert heard_within(caplog, 5) != []
    for phone in (Phone(ann), Phone(ben)):
        phone.catch_up()
        assert (len(phone.names), phone.shows) == (9, fetched(phone.person, now=clock.now))
    assert broken() == {}


def test_control_with_redis_alive_no_bell_complains(places, clock, caplog):
    ann, ben = builders.person("Ann"), builders.person("Ben")
    with caplog.at_level(logging.WARNING, logger=BELL):
        meet(ann, ben, clock)
        assert heard_within(caplog, 1) == []
