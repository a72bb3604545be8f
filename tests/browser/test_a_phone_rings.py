"""The page about ringing, the real service worker and a push to it; each state of a device is a screen."""

import json
import re
import uuid

import pytest
from django.db import transaction
from playwright.sync_api import expect

from kernel import clock
from notifications.carriers import payload
from notifications.events import EnoughPeopleFree, Notice
from notifications.models import Notification, PushSubscription
from notifications.publish import publish
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/me/ringing/"
PATIENCE = 500  # looks, 50 ms apart: a machine that is busy with other things takes its time
ENDPOINT = "https://fcm.googleapis.com/fcm/send/a-browser-under-test"
FRENCH = "fr-FR,fr;q=0.9,en;q=0.7"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.5 Mobile/15E148 Safari/604.1"
)

# No push service is asked in a test: the browser answers as if one had.
SUBSCRIBES = """({endpoint, p256dh, auth}) => {
  const given = {endpoint, keys: {p256dh, auth}};
  let current = null;
  const subscription = {
    options: {applicationServerKey: null}, toJSON: () => given,
    unsubscribe: async () => { current = null; return true; },
  };
  PushManager.prototype.subscribe = async (options) => {
    window.askedWith = options;
    sessionStorage.setItem('subscribed', '1');
    return (current = subscription);
  };
  PushManager.prototype.getSubscription = async () =>
    current ?? (sessionStorage.getItem('subscribed') ? subscription : null);
}"""
ASKED = {"endpoint": ENDPOINT, "p256dh": builders.P256DH, "auth": "A" * 22}


@pytest.fixture
def eve(places):
    return builders.person("Eve")


@pytest.fixture
def mine(phone_of, eve, house):
    one = phone_of(eve)
    one.context.grant_permissions(["geolocation", "notifications"], origin=house.url)
    one.context.add_init_script(f"({SUBSCRIBES})({json.dumps(ASKED)})")
    return one


def deliver(phone, data):
    """What the browser does with a push that has come to it: the protocol's own door to the worker."""
    phone.page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => null)")
    phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
    devtools = phone.context.new_cdp_session(phone.page)
    found = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"]))
    devtools.send("ServiceWorker.enable")
    for _ in range(PATIENCE):
        if found and not found[-1]["isDeleted"]:
            break
        phone.page.wait_for_timeout(50)
    origin = phone.page.evaluate("location.origin")
    where = {"origin": origin, "registrationId": found[-1]["registrationId"]}
    devtools.send("ServiceWorker.deliverPushMessage", {**where, "data": data})


SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return (await registration.getNotifications()).map(
    ({title, lang, tag, data, requireInteraction}) => ({title, lang, tag, data, requireInteraction}));
}"""


def shown(phone, count=1):
    for _ in range(PATIENCE):
        found = phone.page.evaluate(SHOWN)
        if len(found) >= count:
            return found
        phone.page.wait_for_timeout(50)
    raise AssertionError(found)


def message(name, about, language="en"):
    return payload.message(name=name, about=about, language=language).decode()


def test_one_tap_lets_the_device_ring_and_one_ends_it(mine, eve):
    mine.page.goto(PAGE)
    mine.tap("button", "Let this device ring")
    expect(mine.page.get_by_role("heading", name="This device rings", exact=True)).to_be_visible()
    row = PushSubscription.objects.get(person=eve)
    assert (row.endpoint, row.label) == (ENDPOINT, "Chrome, Linux")
    expect(mine.page.get_by_text("(this one)")).to_be_visible()
    assert mine.page.get_by_label("On the clock of").input_value() == "Europe/Helsinki"
    assert mine.page.get_by_label("Quiet from").input_value() == "22:00"
    mine.page.evaluate("sessionStorage.removeItem('subscribed')")
    mine.tap("button", "Stop ringing here")
    expect(mine.page.get_by_role("button", name="Let this device ring")).to_be_visible()
    assert not PushSubscription.objects.exists()


def test_a_push_is_shown_by_the_worker_and_a_newer_one_takes_its_place(mine):
    mine.page.goto(PAGE)
    ring = uuid.uuid4()
    deliver(mine, message("invitation-received", ring, "fr"))
    [one] = shown(mine)
    assert one["title"] == "Se voir maintenant\u202f? Quelqu’un près de vous le propose."
    assert (one["lang"], one["tag"], one["requireInteraction"]) == ("fr", ring.hex, True)
    assert one["data"]["navigate"].endswith(f"/invitations/{ring}/")
    deliver(mine, message("invitation-received", ring))
    deliver(mine, message("plan-due", uuid.uuid4()))
    both = shown(mine, 2)
    assert sorted(one["title"] for one in both) == [
        "Meet now? Somebody near you asks.",
        "What you planned begins soon. Are you free?",
    ]


def test_what_is_not_ours_is_shown_as_nothing_in_particular(mine):
    mine.page.goto(PAGE)
    deliver(mine, "no JSON")
    [one] = shown(mine)
    assert (one["title"], one["data"]["navigate"]) == ("Kairos", "/now/")


CLICK = """async () => {
  const registration = await self.registration;
  const [one] = await registration.getNotifications();
  const event = new NotificationEvent('notificationclick', {notification: one});
  self.focused = [];
  const waits = [];
  event.waitUntil = (promise) => waits.push(promise);
  // A finger lets a worker focus and open; a test has none, so what it would do is noted.
  WindowClient.prototype.focus = async function () { self.focused.push(this.url); return this; };
  self.clients.openWindow = async (url) => { self.focused.push(`opens ${url}`); };
  self.dispatchEvent(event);
  await Promise.allSettled(waits);
  return {focused: self.focused, left: (await registration.getNotifications()).length};
}"""


def worker_of(phone):
    for _ in range(PATIENCE):
        if phone.context.service_workers:
            return phone.context.service_workers[0]
        phone.page.wait_for_timeout(50)
    raise AssertionError("no worker")


def test_a_tap_on_it_leads_the_open_page_there(mine, house):
    """The worker's own answer to a tap, in the real browser: the page that is open goes to the meeting."""
    mine.page.goto(PAGE)
    deliver(mine, message("plan-due", uuid.uuid4()).replace("http://testserver", house.url))
    shown(mine)
    went = worker_of(mine).evaluate(CLICK)
    assert went == {"focused": [f"{house.url}{PAGE}"], "left": 0}
    mine.arrives_at("/now/")


def test_who_is_there_already_is_only_brought_to_the_front(mine, house):
    mine.page.goto("/now/")
    deliver(mine, message("plan-due", uuid.uuid4()).replace("http://testserver", house.url))
    shown(mine)
    assert worker_of(mine).evaluate(CLICK) == {"focused": [f"{house.url}/now/"], "left": 0}


def test_a_tap_never_leads_to_another_house(mine, house):
    mine.page.goto(PAGE)
    deliver(mine, message("plan-due", uuid.uuid4()).replace("http://testserver", "https://evil.example"))
    shown(mine)
    assert worker_of(mine).evaluate(CLICK) == {"focused": [], "left": 0}


def test_an_open_page_keeps_the_phone_silent(mine, eve, house):
    """What somebody looks at is acknowledged: the row that waited for the phone is seen."""
    builders.push_subscription(eve, now=clock.now())
    mine.page.goto("/now/")
    expect(mine.page.locator("kairos-status output")).to_have_text("Live")
    with transaction.atomic():
        publish([Notice(eve.pk, EnoughPeopleFree(uuid.uuid4()))], now=clock.now())
    for _ in range(PATIENCE):
        if Notification.objects.get().state == "seen":
            break
        mine.page.wait_for_timeout(50)
    assert Notification.objects.get().state == "seen"


# Each state of a device.

UNABLE = "delete window.PushManager"
UNASKED, DENIED = (
    f"Object.defineProperty(Notification, 'permission', {{get: () => '{said}'}})"
    for said in ("default", "denied")
)
SAVE = re.compile("Save|Enregistrer")
STATES = [
    ("off", UNASKED, {}),
    ("denied", DENIED, {}),
    ("unsupported", UNABLE, {}),
    ("install", UNABLE, {"user_agent": IPHONE}),
]


@pytest.mark.parametrize(("languages", "theme"), [("en-GB,en;q=0.9", "light"), (FRENCH, "dark")])
def test_every_state_is_a_screen_that_all_can_use(phone_of, eve, artefacts, languages, theme):
    flaws = []
    builders.push_subscription(eve, label="Safari, iPhone")
    builders.push_subscription(eve, label="Firefox, Windows", refused_at=builders.NOON)
    for state, script, more in STATES:
        phone = phone_of(eve, languages=languages, theme=theme, **more)
        phone.context.add_init_script(script)
        phone.page.goto(PAGE)
        block = phone.page.locator("[data-when]:not([hidden])")
        expect(block).to_have_count(1)
        assert block.get_attribute("data-when") == state
        flaws += phone.flaws()
        phone.picture(artefacts / "screens", f"ringing-{state}")
        if state == "off":
            phone.page.get_by_role("button", name=SAVE).scroll_into_view_if_needed()
            phone.picture(artefacts / "screens", "ringing-quiet")
        assert block.evaluate("block => block.getBoundingClientRect().bottom") <= phone.page.locator(
            "#devices"
        ).evaluate("devices => devices.getBoundingClientRect().top")  # nothing lies over anything
        phone.page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[theme])
        flaws += phone.flaws()
    assert flaws == []


def test_without_javascript_the_page_says_how_it_is(phone_of, eve, artefacts):
    phone = phone_of(eve, java_script_enabled=False)
    phone.page.goto(PAGE)
    expect(phone.page.get_by_text("Ringing needs JavaScript.")).to_be_visible()
    phone.page.get_by_label("Quiet from").fill("21:00")
    phone.page.get_by_label("until").fill("06:00")
    phone.page.get_by_label("On the clock of").fill("Europe/Paris")
    phone.tap("button", "Save")
    assert phone.page.get_by_label("Quiet from").input_value() == "21:00"
    phone.picture(artefacts / "screens", "ringing-plain")
