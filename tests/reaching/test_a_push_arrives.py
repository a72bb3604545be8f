"""From a stage to the phone that alone can read it: what it says, and what is seen of it on the way."""

import json
import uuid
from datetime import timedelta

import pytest
from django.conf import settings

from notifications import policy
from notifications.alarms import ALARMS, BY_NAME
from notifications.carriers import payload
from notifications.events import EnoughPeopleFree, InvitationReceived, MeetingAgreed, schema_of
from notifications.models import PushSubscription

OVERHEAD = 16 + 4 + 1 + 65 + 1 + 16  # RFC 8188: salt, record size, key id, its length; delimiter and tag


def test_an_invitation_rings_on_a_phone_whose_pages_are_shut(reaching, eve):
    reaching.phone(eve, language="fr")
    invitation = uuid.uuid4()
    reaching.tell(eve, InvitationReceived(invitation, expires_at=reaching.now + timedelta(seconds=90)))
    reaching.climb()
    [push] = reaching.received
    assert push.said == {
        "web_push": 8030,
        "notification": {
            "title": "Se voir maintenant\u202f? Quelqu’un près de vous le propose.",
            "lang": "fr",
            "dir": "ltr",
            "navigate": f"{settings.SITE_URL}/invitations/{invitation}/",
            "tag": invitation.hex,
            "silent": False,
            "require_interaction": True,
        },
    }
    assert (push.headers["urgency"], push.headers["ttl"]) == ("high", "87")
    assert (reaching.states, reaching.service.refused) == ([("invitation-received", "sent")], [])
    assert PushSubscription.objects.get().succeeded_at == reaching.now + timedelta(seconds=3)


def test_whatever_it_says_has_one_length(reaching, eve, max):
    for member, language in ((eve, "en"), (max, "fr")):
        reaching.phone(member, language=language)
    for event in ALARMS:
        values = {name: uuid.uuid4() for name in schema_of(event)["properties"]}
        values |= {
            "expires_at": reaching.now + timedelta(seconds=90),
            "who": "other",
            "minutes": 5,
            "preset": "outside",
        }
        said = event(**{name: values[name] for name in schema_of(event)["properties"]})
        for member in (eve, max):
            reaching.tell(member, said)
    reaching.climb()
    assert {push.length for push in reaching.received} == {policy.PAYLOAD_BYTES + OVERHEAD}
    assert (
        len({push.notification["title"] for push in reaching.received}) == 2 * 9
    )  # the budget holds two back


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", BY_NAME)
def test_every_sentence_fits_and_is_one(name, language):
    text = payload.message(name=name, about=uuid.uuid4(), language=language)
    assert len(text) == policy.PAYLOAD_BYTES
    assert len(json.loads(text)["notification"]["title"]) <= 80


def test_two_who_meet_have_no_word_in_common(reaching, eve, max):
    """The push service sees Topic and address: neither may say that two of its phones belong together."""
    for member in (eve, max):
        reaching.phone(member)
    meeting = uuid.uuid4()
    for member in (eve, max):
        reaching.tell(member, MeetingAgreed(meeting))
    reaching.climb()
    topics = [push.headers["topic"] for push in reaching.received]
    assert len(set(topics)) == 2
    assert not any(meeting.hex[:8] in topic for topic in topics)


def test_what_is_about_the_same_replaces_what_waits_on_the_same_phone(reaching, eve):
    reaching.phone(eve)
    meeting = uuid.uuid4()
    for after_s in (0, 10):
        reaching.tell(eve, MeetingAgreed(meeting), after_s=after_s)
        reaching.climb(after_s + 3)
    assert len(reaching.received) == 2
    assert len({push.headers["topic"] for push in reaching.received}) == 1


def test_all_browsers_of_a_person_ring(reaching, eve):
    phones = {reaching.phone(eve).endpoint for _ in range(3)}
    reaching.tell(eve, MeetingAgreed(uuid.uuid4()))
    reaching.climb()
    assert {reaching.service.origin + push.path for push in reaching.received} == phones


def test_nothing_of_anybody_is_in_it(reaching, eve):
    reaching.phone(eve)
    alert = uuid.uuid4()
    reaching.tell(eve, EnoughPeopleFree(alert))
    reaching.climb()
    [push] = reaching.received
    assert push.notification.keys() == {"title", "lang", "dir", "navigate", "tag", "silent"}
    assert push.notification["navigate"] == f"{settings.SITE_URL}/now/"
