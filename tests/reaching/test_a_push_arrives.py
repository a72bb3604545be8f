"""From a stage to the phone that alone can read it: what it says, how urgent, until when, and how it looks outside."""

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


def test_an_invitation_rings_on_a_phone_whose_pages_are_shut(
    phone_of, service, tell, climb, states, eve, now
):
    phone_of(eve, language="fr")
    invitation = uuid.uuid4()
    tell(eve, InvitationReceived(invitation, expires_at=now + timedelta(seconds=90)))
    climb()
    [push] = service.received
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
    assert (states(), service.refused) == ([("invitation-received", "sent")], [])
    assert PushSubscription.objects.get().succeeded_at == now + timedelta(seconds=3)


def test_whatever_it_says_has_one_length(phone_of, service, tell, climb, eve, max, now):
    for member, language in ((eve, "en"), (max, "fr")):
        phone_of(member, language=language)
    for event in ALARMS:
        values = {name: uuid.uuid4() for name in schema_of(event)["properties"]}
        values |= {
            "expires_at": now + timedelta(seconds=90),
            "who": "other",
            "minutes": 5,
            "preset": "outside",
        }
        said = event(**{name: values[name] for name in schema_of(event)["properties"]})
        for member in (eve, max):
            tell(member, said)
    climb()
    assert {push.length for push in service.received} == {policy.PAYLOAD_BYTES + OVERHEAD}
    assert (
        len({push.notification["title"] for push in service.received}) == 2 * 9
    )  # the budget holds two back


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", BY_NAME)
def test_every_sentence_fits_and_is_one(name, language):
    text = payload.message(name=name, about=uuid.uuid4(), language=language)
    assert len(text) == policy.PAYLOAD_BYTES
    assert len(json.loads(text)["notification"]["title"]) <= 80


def test_two_who_meet_have_no_word_in_common(phone_of, service, tell, climb, eve, max):
    """The push service sees Topic and address: neither may say that two of its phones belong together."""
    for member in (eve, max):
        phone_of(member)
    meeting = uuid.uuid4()
    for member in (eve, max):
        tell(member, MeetingAgreed(meeting))
    climb()
    topics = [push.headers["topic"] for push in service.received]
    assert len(set(topics)) == 2
    assert not any(meeting.hex[:8] in topic for topic in topics)


def test_what_is_about_the_same_replaces_what_waits_on_the_same_phone(phone_of, service, tell, climb, eve):
    phone_of(eve)
    meeting = uuid.uuid4()
    for _ in range(2):
        tell(eve, MeetingAgreed(meeting))
    climb()
    assert len(service.received) == 2
    assert len({push.headers["topic"] for push in service.received}) == 1


def test_all_browsers_of_a_person_ring(phone_of, service, tell, climb, eve):
    phones = {phone_of(eve).endpoint for _ in range(3)}
    tell(eve, MeetingAgreed(uuid.uuid4()))
    climb()
    assert {service.origin + push.path for push in service.received} == phones


def test_nothing_of_anybody_is_in_it(phone_of, service, tell, climb, eve):
    phone_of(eve)
    alert = uuid.uuid4()
    tell(eve, EnoughPeopleFree(alert))
    climb()
    [push] = service.received
    assert push.notification.keys() == {"title", "lang", "dir", "navigate", "tag", "silent"}
    assert push.notification["navigate"] == f"{settings.SITE_URL}/now/"
