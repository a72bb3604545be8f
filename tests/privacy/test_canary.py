"""Two people meet, each standing where nobody else stands; afterwards those places are written nowhere."""

# ruff: noqa: F811 -- the fixtures of the browser's tests, by their names

import json
import os
import re
import struct
import time
import urllib.error
import urllib.request

import pytest
import redis
from django.conf import settings
from django.db import connection

from accounts.models import Profile
from places import cells
from tests import builders
from tests.browser.conftest import ENGLISH, browser, kept_rows, places  # noqa: F401 -- fixtures
from tests.browser.phone import Phone
from tests.browser.test_two_people_meet import EN, FR, FRENCH_AND_ENGLISH, first_time
from tests.privacy.canary import remains
from tests.privacy.canary.writings import Place, geohash, hits, mercator, plus_code

# Where they start and where they stand when they meet: digits that no place of the city shares.
ANNAS = (Place(24.9427318, 60.1731364), Place(24.9438472, 60.1726483))
BOS = (Place(24.9467294, 60.1737183), Place(24.9446517, 60.1727318))
CANARIES = (*ANNAS, *BOS)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    bell = settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"]
    with django_db_blocker.unblock():
        running = remains.LoggingHouse(
            connection.settings_dict["NAME"], bell, tmp_path_factory.mktemp("house")
        )
    running.start()
    yield running
    running.stop()


def goes_to(phone, place):
    phone.context.set_geolocation({"longitude": place.lon, "latitude": place.lat, "accuracy": 15})


def meet(anna, bo, house):
    """The whole journey, each asking the phone for its position wherever a screen offers it."""
    first_time(anna, house, EN, name="Anna", role="Founder", address="anna@nordlys.example")
    first_time(bo, house, FR, name="Bo", role="CFO", address="bo@tallow.example")
    anna.tap("link", "Bo")
    anna.arrives_at("/people/")
    anna.tap("button", EN.propose)
    bo.arrives_at("/invitations/")
    bo.tap("button", re.compile(FR.accept))
    for one, words in ((anna, EN), (bo, FR)):
        one.arrives_at("/meetings/")
        one.page.locator("kairos-walk output").first.wait_for()
        one.tap("button", words.on_my_way)
        one.page.get_by_role("button", name=words.here).wait_for()
    for one, words, place in ((anna, EN, ANNAS[1]), (bo, FR, BOS[1])):
        goes_to(one, place)
        arrow = one.page.locator("kairos-arrow button")
        if arrow.count():
            arrow.first.click()
            one.page.wait_for_function("document.querySelector('kairos-arrow output').value")
        one.tap("button", words.here)
        one.tap("link", re.compile(words.find))
        one.arrives_at("/beacon/")
    code = "".join(re.findall(r"\d", bo.page.locator("p.code").inner_text()))
    anna.write(re.compile(EN.their_code), code)
    anna.tap("button", EN.found)
    for one, words in ((anna, EN), (bo, FR)):
        one.sees(re.compile(words.met))
    anna.tap("button", EN.end)
    for one, words in ((anna, EN), (bo, FR)):
        one.page.get_by_role("button", name=words.end).wait_for(state="detached")


def read(answer):
    """An answer's text; a redirect has none."""
    try:
        return answer.text()
    except Exception:  # noqa: BLE001 -- the browser keeps no body of a redirect or of a page it has left
        return ""


@pytest.fixture
def left(browser, house, places, tmp_path):
    """What a meeting leaves behind, by where it was left."""
    wire, phones = remains.Wire(), []
    with remains.overheard() as told:
        for place, languages in ((ANNAS[0], ENGLISH), (BOS[0], FRENCH_AND_ENGLISH)):
            one = Phone(browser, languages=languages, theme="light", place=place, base_url=house.url)
            one.folder = tmp_path
            wire.tap(one.page)
            phones.append(one)
        meet(*phones, house)
        found = {
            "answers": "\n".join(read(answer) for answer in wire.answers),
            "the phones' storage": json.dumps(
                [
                    one.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
                    for one in phones
                ]
            ),
        }
    for one in phones:
        one.context.close()
    return found | {
        "requests": "\n".join(wire.sent), "frames": "\n".join(wire.heard), "told to Redis": "\n".join(told),
        "kept in Redis": remains.kept_in_redis(), "database": remains.database(),
        "logs": house.log.read_text(errors="replace"), "mails": remains.mails(house.mails),
    }  # fmt: skip


pytestmark = pytest.mark.django_db(transaction=True)


def test_where_two_people_stood_is_written_nowhere(left):
    cell = cells.cell_for(**ANNAS[0]._asdict())
    # The search looks where things are: the cell was sent and kept, the mail sent, the bell rung, all logged.
    seen = {
        "requests": cell, "database": cell, "logs": "POST /availability/", "mails": "nordlys.example",
        "told to Redis": "PUBLISH", "frames": "meeting-agreed", "answers": "Bo",
        "the phones' storage": cell,
    }  # fmt: skip
    assert [where for where, sign in seen.items() if sign not in left[where]] == []
    found = {
        where: spots
        for where, text in left.items()
        if (spots := [hit for place in CANARIES for hit in hits(text, place)])
    }
    assert found == {}


LON, LAT = ANNAS[0]


@pytest.mark.parametrize(
    "written",
    [
        f"{LON},{LAT}", f"lat={LAT:.4f}", f"{LON:.5f}".replace(".", ","), f"?q={LAT}%2C{LON}",
        f'"latE7": {LAT * 1e7:.0f}', f"lon_e6={LON * 1e6:.0f} ",
        f"[{int(LON * 1e5)}]",
        "EPSG:3857 " + " ".join(f"{one:.2f}" for one in mercator(ANNAS[0])),
        geohash(ANNAS[0]), f"near:{geohash(ANNAS[0])[:7]}", plus_code(ANNAS[0]).lower(),
        cells.cell_for(lon=LON, lat=LAT) + "2130", cells.cell_for(lon=LON, lat=LAT) + "2",
        f"60° 10' {LAT * 3600 % 60:.1f}\" N",
        "0101000020E6100000" + struct.pack("<dd", LON, LAT).hex().upper(),
    ],
)  # fmt: skip
def test_however_it_is_written_it_would_be_found(written):
    if written.startswith(cells.cell_for(lon=LON, lat=LAT)):
        written = written[:16] + f"{finer(LON, LAT)}" + written[17:]
    assert hits(f"left {written} lying", ANNAS[0])


def finer(lon, lat):
    """The digit that follows the cell's in a finer quadkey."""
    box, key = cells.centre(cells.cell_for(lon=lon, lat=lat)), 0
    return key + (lon >= box.lon) + 2 * (lat < box.lat)


def test_the_cell_and_its_centre_are_not_taken_for_a_position():
    cell = cells.cell_for(lon=LON, lat=LAT)
    assert hits(f"{cell} {tuple(cells.centre(cell))} {cells.parent(cell)}", ANNAS[0]) == []


def found_in_time(look, within_s=15):
    """What a server logs of an answer may be written a little after it."""
    until = time.monotonic() + within_s
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_left_in_any_one_of_them_it_is_found(house, places, tmp_path):
    """The control: the same search, after somebody was careless in each of these."""
    member = builders.person("Carl")
    Profile.objects.filter(pk=member.pk).update(headline=f"seen at {LAT}")
    assert hits(remains.database(), ANNAS[0])

    with pytest.raises(urllib.error.HTTPError):  # refused, and yet its address is in the log
        urllib.request.urlopen(f"{house.url}/?lat={LAT}&lon={LON}")
    assert found_in_time(lambda: hits(house.log.read_text(errors="replace"), ANNAS[0]))

    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    with remains.overheard() as told:
        client.publish("anybody", f"{LON} {LAT}")
        client.set("kairos:trail", f"{LON} {LAT}")
    try:
        assert hits("\n".join(told), ANNAS[0])
        assert hits(remains.kept_in_redis(), ANNAS[0])
    finally:
        client.delete("kairos:trail")
        client.close()

    (tmp_path / "mail").write_text(f"Subject: {LON}")
    assert hits(remains.mails(tmp_path), ANNAS[0])


def test_what_a_browser_sends_is_overheard(browser, house, places):
    wire = remains.Wire()
    phone = Phone(browser, languages=ENGLISH, theme="light", place=ANNAS[0], base_url=house.url)
    wire.tap(phone.page)
    phone.page.goto("/")
    phone.page.evaluate(
        "([lon, lat]) => fetch('/', {method: 'POST', body: `at ${lon} ${lat}`})", list(ANNAS[0])
    )
    phone.page.wait_for_load_state("networkidle")
    phone.context.close()
    assert hits("\n".join(wire.sent), ANNAS[0])
