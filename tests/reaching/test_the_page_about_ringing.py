"""My devices and my quiet hours, on the page; and what browsers ask of the root of the site."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from notifications.browsers import label_of
from notifications.models import Preference, PushSubscription
from notifications.subscriptions import preference_of
from tests import builders

FCM = "https://fcm.googleapis.com/fcm/send/"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.5 Mobile/15E148 Safari/604.1"
)
GIVEN = {"endpoint": FCM + "one", "p256dh": builders.P256DH, "auth": "A" * 22, "time_zone": "Europe/Paris"}


def browser_of(member):
    client = Client(headers={"User-Agent": IPHONE})
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def mine(eve):
    return browser_of(eve)


def add(client, **said):
    return client.post("/me/ringing/browsers/", {**GIVEN, **said})


def test_one_tap_lets_this_browser_ring_and_offers_quiet_nights(mine, eve):
    assert add(mine).status_code == 302
    row = PushSubscription.objects.get()
    assert (row.person, row.label, row.endpoint) == (eve, "Safari, iPhone", FCM + "one")
    wishes = Preference.objects.get(person=eve)
    assert [str(wishes.quiet_from), str(wishes.quiet_until), wishes.time_zone, wishes.may_mail] == [
        "22:00:00", "07:00:00", "Europe/Paris", False,
    ]  # fmt: skip
    page = mine.get("/me/ringing/").content.decode()
    assert "(this one)" in page
    assert 'value="22:00"' in page
    assert "data-here" in page


def test_said_twice_it_is_one_and_my_own_hours_stay(mine, eve):
    add(mine)
    Preference.objects.filter(person=eve).update(quiet_from=None, quiet_until=None)
    add(mine)
    assert PushSubscription.objects.count() == 1
    assert preference_of(eve.pk).quiet_from is None


def test_a_sixth_browser_takes_the_place_of_the_oldest(mine, eve):
    for number in range(6):
        add(mine, endpoint=f"{FCM}{number}")
    assert sorted(PushSubscription.objects.values_list("endpoint", flat=True)) == [
        f"{FCM}{number}" for number in range(1, 6)
    ]


def test_who_signs_in_next_takes_the_browser_over(mine, eve, max):
    add(mine)
    add(browser_of(max))
    assert list(PushSubscription.objects.values_list("person", flat=True)) == [max.pk]


def test_signing_out_ends_it(mine):
    add(mine)
    mine.post("/sign-out/")
    assert not PushSubscription.objects.exists()


def test_a_device_is_removed_by_who_owns_it_and_nobody_else(mine, max):
    add(mine)
    row = PushSubscription.objects.get()
    browser_of(max).post(f"/me/ringing/browsers/{row.pk}/removal/")
    assert PushSubscription.objects.exists()
    mine.post(f"/me/ringing/browsers/{row.pk}/removal/")
    assert not PushSubscription.objects.exists()


def test_an_address_that_is_no_push_service_is_refused_in_clear_words(mine):
    answer = mine.post("/me/ringing/browsers/", {**GIVEN, "endpoint": "https://10.0.0.1/x"}, follow=True)
    assert "The push service of this browser is none that Kairos knows." in answer.content.decode()


@pytest.mark.parametrize(
    "field", [{"p256dh": "B" * 87}, {"p256dh": ""}, {"auth": "A" * 21}, {"auth": "é" * 22}]
)
def test_keys_that_are_none_are_refused(mine, field):
    assert add(mine, **field).status_code in {302, 303}  # back to the page, which says why
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "status"),
    [
        ("23:00", "06:30", 302),
        ("", "", 302),
        ("23:00", "", 422),
        ("07:00", "07:00", 422),
        ("25:00", "07:00", 422),
    ],
)
def test_quiet_hours_are_both_ends_or_neither(mine, eve, quiet_from, quiet_until, status):
    said = {
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "time_zone": "Europe/Paris",
        "may_mail": "on",
    }
    answer = mine.post("/me/ringing/", said)
    assert answer.status_code == status
    kept = preference_of(eve.pk)
    assert kept.may_mail is (status == 302)
    assert bool(kept.quiet_from) is (status == 302 and bool(quiet_from))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "/etc/localtime", "x" * 50])
def test_there_must_be_such_a_time_zone(mine, zone):
    assert mine.post("/me/ringing/", {"time_zone": zone}).status_code == 422


def test_a_house_without_push_says_so(mine, settings):
    settings.PUSH_KEY = ""
    page = mine.get("/me/ringing/").content.decode()
    assert "This installation of Kairos sends no push messages." in page
    assert "kairos-ringing" not in page
    add(mine)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (IPHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0", "Firefox, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/123.0 Safari/537.36 Edg/123.0", "Edge, Windows"),
        ("curl/8", "Web"),
        ("", "Web"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent, label):
    assert label_of(agent) == label


# The root of the site.


def test_the_worker_is_at_the_root_fresh_and_whole(db):
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert b"pushsubscriptionchange" in answer.content


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_manifest_lets_it_be_installed(db, language):
    answer = Client(headers={"Accept-Language": language}).get("/manifest.webmanifest")
    said = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (said["display"], said["start_url"], said["scope"], said["lang"]) == (
        "standalone",
        "/now/",
        "/",
        language,
    )
    assert [icon["sizes"] for icon in said["icons"]] == ["192x192", "512x512"]


def test_a_browser_that_moved_says_its_old_address_and_no_other_may(mine, eve):
    add(mine)
    new = {"endpoint": FCM + "two", "p256dh": builders.P256DH, "auth": "B" * 22}

    def renew(**said):
        return Client(enforce_csrf_checks=True).post("/push/renewal/", {**new, **said}, "application/json")

    assert renew(old=FCM + "guessed").status_code == 204  # and nothing is learnt by it
    assert PushSubscription.objects.get().endpoint == FCM + "one"
    assert renew(old=FCM + "one", endpoint="https://evil.example/x").status_code == 422
    assert renew(old=FCM + "one").status_code == 204
    assert PushSubscription.objects.get().endpoint == FCM + "two"
    assert Client().post("/push/renewal/", "[]", "application/json").status_code == 422
    assert Client().post("/push/renewal/", "{", "application/json").status_code == 422


def test_the_page_works_in_french(max, clock):
    member = builders.person("Lou", interface_language="fr")
    client = browser_of(member)
    page = client.get("/me/ringing/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Comment vous prévenir" in page
    assert not re.search(r"This device|Quiet hours", page)


def test_who_speaks_another_language_is_rung_in_it(mine, eve):
    add(mine)
    mine.post("/language/", {"language": "fr"})
    assert (PushSubscription.objects.get().language, Preference.objects.get().language) == ("fr", "fr")


def test_a_device_that_is_refused_is_offered_anew(mine):
    add(mine)
    PushSubscription.objects.update(refused_at=builders.NOON)
    assert "data-here" not in mine.get("/me/ringing/").content.decode()
    add(mine, endpoint=FCM + "anew")
    assert "data-here" in mine.get("/me/ringing/").content.decode()
