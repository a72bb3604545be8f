"""A subscription names whom we ask: only push services, by https, at addresses that all can reach."""

import socket
import time
import uuid

import pytest

from notifications.carriers import hosts, web_push
from notifications.carriers.web_push import NO_ANSWER, REFUSED_BY_US, Push
from notifications.events import MeetingAgreed
from notifications.models import Notification, PushSubscription
from notifications.subscriptions import Browser, SubscriptionRefused, subscribe
from tests import builders
from tests.reaching.push_service import Phone

FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.mark.parametrize(
    "endpoint",
    [
        FCM, "https://fcm.googleapis.com:443/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x", "https://wns2-par02p.notify.windows.com/w/?token=x",
    ],
)  # fmt: skip
def test_a_push_service_is_known_by_its_host(endpoint):
    assert hosts.is_push_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x", "https://evil.example/fcm.googleapis.com",
        "https://evil.example#.push.apple.com", "https://push.apple.com/x", "https://evilpush.apple.com/x",
        "https://evil.example/?.push.apple.com", "https://me@web.push.apple.com/x",
        "https://web.push.apple.com@evil.example/x", "https://127.0.0.1/x", "https://[::1]/x",
        "https://localhost/x", "https://169.254.169.254/latest/meta-data", "https://fcm.googleapis.com:x/",
        "https://fcm.googleapıs.com/x", "file:///etc/passwd", "https://", "",
        "https://notify.windows.com.local/x", "https://fcm.googleapis.com\\@evil/x",
    ],
)  # fmt: skip
def test_nothing_else_is_one(endpoint, eve, now):
    assert not hosts.is_push_service(endpoint)
    with pytest.raises(SubscriptionRefused) as refused:
        subscribe(by=eve.pk, browser=browser(endpoint=endpoint), now=now)
    assert refused.value.code == "unknown-push-service"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%lo", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
        "198.18.0.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_no_private_address_is_connected_to(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(hosts.HostRefused):
        hosts.connect_to((family, socket.SOCK_STREAM, 6, "", (address, 443)))


@pytest.mark.parametrize(
    "address", ["142.250.74.74", "17.188.143.34", "2a00:1450:400f:80c::200a", "64:ff9b::8efa:4a4a"]
)
def test_a_public_address_is(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    hosts.connect_to((family, socket.SOCK_STREAM, 6, "", (address, 443))).close()


def browser(**said):
    return Browser(**{"p256dh": builders.P256DH, "auth": "A" * 22, "language": "en", "label": "x"} | said)


class Listener:
    """Something private on this machine that counts who connects."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.3)
        self.address = self.socket.getsockname()

    def was_connected(self):
        try:
            self.socket.accept()[0].close()
        except TimeoutError:
            return False
        return True


@pytest.fixture
def inside():
    listener = Listener()
    yield listener
    listener.socket.close()


def sent(endpoint, now):
    [status] = sent_all([endpoint], now)
    return status


def sent_all(endpoints, now):
    rows = [PushSubscription(pk=uuid.uuid4(), language="en", **Phone(one).columns) for one in endpoints]
    pushes = [
        Push(browser=row, name="meeting-agreed", about=uuid.uuid4(), ttl_s=60, is_urgent=False)
        for row in rows
    ]
    return [answer.status for answer in web_push.send(pushes, now=now)]


def test_a_known_name_that_stands_for_something_inside_is_not_connected_to(names, inside, now):
    names(inside.address)
    assert sent(FCM, now) == NO_ANSWER
    assert not inside.was_connected()


def test_control_the_same_name_is_connected_to_where_nobody_looks(names, inside, now, monkeypatch):
    monkeypatch.setattr(hosts, "connect_to", hosts.connect_to_any)
    monkeypatch.setattr("notifications.policy.REQUEST_WITHIN_S", 1.0)
    names(inside.address)
    assert sent(FCM, now) == NO_ANSWER  # it speaks no TLS
    assert inside.was_connected()


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(names, inside, now):
    """Whoever looks first and then connects asks twice; here what is connected to is what is looked at."""
    names(("192.0.2.1", 9), inside.address)
    assert sent(FCM, now) == NO_ANSWER
    names(("142.250.74.74", 443), inside.address)
    asked = []
    genuine = hosts.connect_to

    def noting(address):
        asked.append(address[4][0])
        if address[4][0] == "142.250.74.74":
            raise OSError("the tests do not leave this machine")
        return genuine(address)

    hosts.connect_to = noting
    try:
        assert sent(FCM, now) == NO_ANSWER
    finally:
        hosts.connect_to = genuine
    assert asked == ["142.250.74.74"]
    assert not inside.was_connected()


def test_a_host_that_is_listed_no_more_is_not_asked(inside, now, settings):
    settings.PUSH_HOSTS = ()
    assert sent(FCM, now) == REFUSED_BY_US


def test_the_proxy_of_the_environment_takes_no_part(names, inside, now, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{inside.address[1]}")
    names(("192.168.0.1", 443))
    assert sent(FCM, now) == NO_ANSWER
    assert not inside.was_connected()


@pytest.fixture
def silent_resolver(monkeypatch):
    """It says nothing for six seconds, in which the look-up can be neither awaited nor ended."""
    asked = []

    def lookup(host, *_rest, **_more):
        asked.append(host)
        time.sleep(6)
        raise socket.gaierror("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr("notifications.policy.REQUEST_WITHIN_S", 0.5)
    return asked


def test_a_silent_resolver_takes_no_thread_of_the_caller_hostage(silent_resolver, now):
    for _ in range(2):  # the second is not behind the first
        began = time.monotonic()
        assert sent(FCM, now) == NO_ANSWER
        assert time.monotonic() - began < 3
    assert silent_resolver == ["fcm.googleapis.com"] * 2


def test_a_silent_resolver_holds_nobody_up_whose_address_is_known(silent_resolver, reaching, eve, max):
    known, unknown = reaching.phone(eve), builders.push_subscription(max, now=reaching.now)
    for member in (eve, max):
        reaching.tell(member, MeetingAgreed(uuid.uuid4()))
    reaching.climb()
    assert [reaching.service.origin + push.path for push in reaching.received] == [known.endpoint]
    assert Notification.objects.get(subscription=unknown.pk).state == "waiting"


def test_a_name_is_looked_up_once_a_batch(names, now, monkeypatch):
    names(("192.168.0.1", 443))
    asked, genuine = [], socket.getaddrinfo

    def noting(host, *rest, **more):
        asked.append(host)
        return genuine(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    for times in (1, 2):
        assert sent_all([FCM] * 20, now) == [NO_ANSWER] * 20
        assert asked == ["fcm.googleapis.com"] * times
