"""When one must leave, told by a wrong clock: refused in words, and nothing changes."""

import pytest

from matching.models import Availability
from tests import builders
from tests.api.conftest import assert_refused

WISHES = {
    "cell": builders.HERE, "minutes": 45, "intention": "swap-ideas", "topic": "Small boats", "reach_min": 10,
}  # fmt: skip


def go_live(program, hard_stop, **headers):
    return program.post("availability", {**WISHES, "hard_stop": hard_stop}, **headers)


@pytest.mark.parametrize(
    ("hard_stop", "code"),
    [
        ("2026-06-17T09:02:30Z", "hard-stop"),  # this very moment
        ("2026-06-17T08:00:00Z", "hard-stop"),
        ("1970-01-01T00:00:00Z", "hard-stop"),
        ("0001-01-01T00:00:00Z", "hard-stop"),
        ("2026-06-17T11:30:00+05:00", "hard-stop"),  # half past eleven, elsewhere: long over
        ("2026-06-18T09:02:31Z", "hard-stop-far"),
        ("2126-06-17T10:00:00Z", "hard-stop-far"),
        ("9999-12-31T23:59:59Z", "hard-stop-far"),
    ],
)
def test_a_time_that_is_over_or_days_away_is_refused(eves, places, hard_stop, code):
    assert_refused(go_live(eves, hard_stop), 422, code)
    assert not Availability.objects.exists()


@pytest.mark.parametrize(
    "hard_stop",
    [
        "2026-06-17T10:00:00",  # whose ten o'clock?
        "2026-06-17 10:00",
        "2026-06-17",
        "10:00",
        "2026-06-17T25:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-06-17T10:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "now",
        "",
        1_781_690_400,
        [],
        {},
        "x" * 10_000,
    ],
)
def test_what_is_no_moment_is_named(eves, places, hard_stop):
    answer = go_live(eves, hard_stop)
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == ["hard_stop"]
    assert not Availability.objects.exists()


@pytest.mark.parametrize("hard_stop", ["2026-06-17T10:00:00Z", "2026-06-17T13:00:00+03:00"])
def test_the_same_moment_in_any_zone_is_the_same(eves, places, hard_stop):
    answer = go_live(eves, hard_stop)
    assert (answer.status_code, answer.json()["hard_stop"]) == (201, "2026-06-17T10:00:00Z")


def test_it_is_said_in_french_to_the_french(eves, places):
    far = go_live(eves, "2126-06-17T10:00:00Z", **{"Accept-Language": "fr"}).json()["detail"]
    assert far.startswith("Vous dites devoir partir dans plus d’un jour")
    without = go_live(eves, "2026-06-17T10:00:00", **{"Accept-Language": "fr"}).json()["errors"]
    assert without == {
        "hard_stop": ["Indiquez le fuseau horaire de cette heure, par exemple avec Z ou +02:00."]
    }
