"""The whole demo over real HTTP: residents by their phones, a guest by the pages, the clock in hand."""

import re
from datetime import timedelta

import pytest

from demo import client as phones
from demo import driver, tasks
from demo.city import secret_of
from demo.client import NoAnswer, Phone, Refused, Site
from demo.models import Resident
from demo.people import CAST, STATION
from demo.steps import Step
from matching import availability
from matching.models import Availability
from meetups.models import Invitation, Meeting, Message
from tests import builders
from tests.demo.conftest import AINO, KEYS, resident

GO_LIVE = {
    "place_cell": STATION,
    "minutes": 90,
    "intention": "swap-ideas",
    "topic": "New markets",
    "reach_min": 10,
}
EVERY_S = 2  # as the timetable says
PATIENT_S = 60


@pytest.fixture
def site(live_server, settings, monkeypatch):
    # A busy machine may be slow here: what is tested is what happens, not how fast.
    monkeypatch.setattr(driver, "TICK_FOR_S", PATIENT_S)
    monkeypatch.setattr(phones, "ANSWERS_WITHIN_S", PATIENT_S)
    settings.KAIROS_INTERNAL_URL = live_server.url
    return Site(live_server.url, host="testserver")


@pytest.fixture
def pass_time(site, clock):
    """Let the city live, tick by tick, until something is true; how many seconds that took."""

    def until(happened, within_s, every_s=EVERY_S):
        for second in range(0, within_s, every_s):
            tasks.live()
            if happened():
                return second
            clock.tick(seconds=every_s)
        pytest.fail(f"not within {within_s} s")

    return until


@pytest.fixture
def guest(client, haunts):
    """Somebody who pressed the button and went live at the station."""
    client.post("/demo/enter/")
    client.post("/availability/", GO_LIVE)
    return Availability.objects.get(person__is_demo=False).person


def live_residents():
    return Availability.objects.filter(person__is_demo=True, state="live")


def all_are_live():
    return live_residents().count() == Resident.objects.count()


def running():
    return Meeting.objects.running().first()


def code_on_their_phone(client):
    page = client.get(f"/meetings/{running().pk}/beacon/").content.decode()
    return re.search(r'id="their-phone".*?([0-9]{4})</span>', page, re.DOTALL)[1]


def test_the_whole_city_is_live_within_ten_seconds(whole_city, pass_time):
    assert pass_time(all_are_live, within_s=10) <= 4


def test_residents_stay_visible(city, pass_time, clock):
    pass_time(all_are_live, within_s=10)
    for _look in range(5):
        clock.tick(seconds=40)
        tasks.live()
    lately = clock.now - timedelta(minutes=2)
    assert live_residents().filter(heartbeat_at__gte=lately).count() == len(KEYS)


def test_residents_begin_anew_when_their_time_is_over(city, pass_time, clock):
    pass_time(all_are_live, within_s=10)
    first = set(live_residents().values_list("pk", flat=True))
    live_residents().update(ends_at=clock.tick(seconds=2))
    availability.end_due(now=clock.now)
    pass_time(all_are_live, within_s=10)
    assert first.isdisjoint(live_residents().values_list("pk", flat=True))


def test_a_guest_who_asks_meets_somebody(city, pass_time, client, guest):
    pass_time(all_are_live, within_s=10)
    client.post("/invitations/", {"to": builders.session_of(resident(AINO)).pk, "length_min": 20})
    assert 5 <= pass_time(running, within_s=20) <= 14
    pass_time(lambda: builders.side_of(running(), resident(AINO)).here_at, within_s=60, every_s=5)
    client.post(f"/meetings/{running().pk}/proof/", {"code": code_on_their_phone(client)})
    assert running().state == "met"
    pass_time(lambda: running() is None, within_s=300, every_s=20)
    assert Meeting.objects.get().over_by == resident(AINO)


def test_a_guest_who_waits_is_asked(city, pass_time, client, guest, clock):
    rings = Invitation.objects.filter(invitee=guest, sender__is_demo=True)
    assert 20 <= pass_time(rings.exists, within_s=60, every_s=5) <= 45
    client.post(f"/invitations/{rings.get().pk}/acceptance/")
    assert running().other_than(guest).person.is_demo
    code = code_on_their_phone(client)
    client.post(f"/meetings/{running().pk}/proof/", {"code": code})
    assert running().state == "met"


def test_a_guest_who_shows_no_code_may_say_that_both_met(city, pass_time, client, guest):
    pass_time(all_are_live, within_s=10)
    client.post("/invitations/", {"to": builders.session_of(resident(AINO)).pk, "length_min": 20})
    pass_time(running, within_s=20)
    client.post(f"/meetings/{running().pk}/handshake/")
    pass_time(lambda: running().state == "met", within_s=60, every_s=5)


def test_a_tap_that_was_sent_twice_counts_once(city, site, newcomer, clock):
    builders.live(resident(AINO), cell=STATION, minutes=90, reach_min=20)
    meeting = builders.meeting(newcomer, resident(AINO), now=clock.now)
    with Phone(site, secret_of(CAST[AINO])) as phone:
        for _time in range(2):
            phone.tap(Step("say", clock.now, meeting.pk, "i-see-you"), CAST[AINO], clock.now)
    assert Message.objects.filter(meeting=meeting).count() == 1


def test_a_phone_says_why_it_was_refused(city, site, clock):
    with Phone(site, "kairos_unknown") as stranger, pytest.raises(Refused, match="401 not-signed-in"):
        stranger.look()
    with Phone(Site("http://127.0.0.1:9", "testserver"), "any") as unplugged, pytest.raises(NoAnswer):
        unplugged.look()
