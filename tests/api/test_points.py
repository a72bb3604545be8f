"""Public places around one's own session, and around nothing else."""

from places.models import MeetingPoint
from tests import builders
from tests.api.conftest import assert_refused


def test_the_nearest_place_comes_first_with_its_opening(annas, places):
    answer = annas.get("points")
    nearest = MeetingPoint.objects.get(name="Helsinki Central Station")
    assert answer.status_code == 200
    assert answer.json()["next"] is None
    assert answer.json()["results"][0] == {
        "id": str(nearest.pk),
        "name": "Helsinki Central Station",
        "kind": "station",
        "where": "",
        "lon": nearest.lon,
        "lat": nearest.lat,
        "walk_min": 2,
        "is_open": True,
        "open_until": None,
    }


def test_they_follow_my_session_and_not_the_address(annas, places):
    elsewhere = annas.get("points", {"cell": builders.FAR})
    assert elsewhere.json() == annas.get("points").json()


def test_somebody_in_a_meeting_still_sees_them(annas, anna, bo):
    builders.meeting(anna, bo)
    assert annas.get("points").status_code == 200


def test_who_is_not_live_sees_no_places(eves, anna):
    assert_refused(eves.get("points"), 409, "not-available")
