"""On the way to a demo person, their phone is shown beside one's own: the same sign, and their code."""

import pytest

from tests import builders
from tests.demo.conftest import AINO, free

PANEL = 'id="their-phone"'


@pytest.fixture
def meeting(city, newcomer, client, clock):
    client.force_login(newcomer)
    return builders.meeting(newcomer, free(AINO), now=clock.now)


def beacon(client, meeting):
    return client.get(f"/meetings/{meeting.pk}/beacon/")


def test_their_phone_shows_the_sign_of_both_and_their_code(meeting, client):
    shown = beacon(client, meeting).context["demo_phone"]
    row = builders.stored(meeting)
    assert (shown.colour, shown.shape, shown.word) == (row.colour, row.shape, row.word)
    assert shown.code == builders.code_of(
        meeting, row.other_than(builders.again(meeting.invitation.sender)).person
    )


def test_the_panel_is_on_the_page_with_the_codes(meeting, client):
    page = beacon(client, meeting)
    assert page.content.decode().count(PANEL) == 1
    assert f">{page.context['demo_phone'].code}<" in page.content.decode()


def test_after_a_wrong_code_the_panel_is_still_there(meeting, client, newcomer):
    wrong = builders.wrong_code_for(meeting, meeting.invitation.invitee)
    page = client.post(f"/meetings/{meeting.pk}/proof/", {"code": wrong})
    assert (page.status_code, page.content.decode().count(PANEL)) == (422, 1)


def test_what_it_shows_proves_the_meeting(meeting, client):
    code = beacon(client, meeting).context["demo_phone"].code
    client.post(f"/meetings/{meeting.pk}/proof/", {"code": code})
    assert builders.stored(meeting).state == "met"


def test_a_real_persons_phone_is_never_shown(haunts, newcomer, client, clock):
    other = builders.person("Other", open_to="all")
    builders.live(other, cell=builders.HERE, minutes=90)
    meeting = builders.meeting(newcomer, other, now=clock.now)
    client.force_login(newcomer)
    page = beacon(client, meeting)
    assert (page.status_code, PANEL in page.content.decode(), bool(page.context["demo_phone"])) == (
        200,
        False,
        False,
    )
    assert builders.code_of(meeting, other) not in page.content.decode()
