"""A list that would be the same is not made again: nobody is judged, nothing is rendered, nothing is sent."""

import pytest
from django.test import Client

from accounts import profiles
from matching import candidates
from matching.models import Availability
from matching.policy import slot_of
from tests import builders
from tests.builders import HERE, NEXT


@pytest.fixture
def mark(annas, bo):
    """What stands for the list that Anna's phone has."""
    return annas.get("candidates").headers["ETag"]


def answer(annas, mark):
    return annas.get("candidates", **{"If-None-Match": mark})


def test_nobody_is_judged_for_a_list_that_the_phone_has(annas, mark, monkeypatch):
    monkeypatch.setattr(candidates, "judge", None)
    assert (answer(annas, mark).status_code, answer(annas, mark).content) == (304, b"")


def test_a_page_is_answered_alike(anna, bo, clock, monkeypatch):
    page = Client()
    page.force_login(anna)
    first = page.get("/candidates/", headers={"HX-Request": "true"})
    monkeypatch.setattr(candidates, "judge", None)
    again = page.get("/candidates/", headers={"HX-Request": "true", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_asking_is_a_heartbeat_all_the_same(annas, anna, mark, clock):
    assert answer(annas, mark).status_code == 304
    clock.tick(seconds=20)
    answer(annas, mark)
    assert builders.session_of(anna).heartbeat_at == clock.now


def test_somebody_who_comes_makes_it_new(annas, mark):
    builders.live(builders.person("Ole"), cell=NEXT)
    assert answer(annas, mark).status_code == 200


def test_somebody_who_goes_makes_it_new(annas, bo, mark, clock):
    builders.meeting(bo, _newcomer(), now=clock.now)
    assert answer(annas, mark).status_code == 200


def test_another_topic_of_somebody_makes_it_new(annas, bo, mark):
    profiles.update(by=bo, changes=profiles.Changes(offers=["crm"]))
    assert answer(annas, mark).status_code == 200


def test_another_language_of_the_reader_makes_it_new(annas, mark):
    assert annas.get("candidates", **{"If-None-Match": mark, "Accept-Language": "fr"}).status_code == 200


def test_the_next_slot_of_the_clock_makes_it_new(annas, mark, clock):
    clock.tick(minutes=5)
    assert answer(annas, mark).status_code == 200


def test_whom_others_are_shown_leaves_it_as_it_is(annas, mark, program_of):
    ole = builders.person("Ole", languages=["sv"])  # whom Anna does not see
    builders.live(ole, cell=NEXT)
    program_of(ole).get("candidates")
    assert answer(annas, mark).status_code == 304


def test_the_order_in_which_people_are_asked_for_leaves_it_as_it_is(anna, clock):
    """Ida, owed a place, comes before Ole, who is farther; shown to somebody, behind him. Anna sees both."""
    ole = builders.person("Ole", offers=["cybersecurity"])
    builders.live(ole, cell=NEXT)
    ida = builders.live(builders.person("Ida"), cell=HERE)
    Availability.objects.filter(person=ole).update(shown_slot=slot_of(clock.now))
    asked, marks = [], []
    for shown in (0, slot_of(clock.now)):
        Availability.objects.filter(pk=ida.pk).update(shown_slot=shown)
        sight = candidates.sight_of(builders.session_of(anna), now=clock.now, seen=frozenset())
        asked.append([person.id for person in sight.free])
        marks.append(sight.etag)
    assert (len(asked[0]), asked[0], marks[0]) == (2, asked[1][::-1], marks[1])


def _newcomer():
    member = builders.person("Ida")
    builders.live(member, cell=NEXT)
    return member


def test_it_asks_six_questions(anna, bo, clock, django_assert_num_queries):
    page = Client()
    page.force_login(anna)
    first = page.get("/candidates/", headers={"HX-Request": "true"})
    # The session; the person, all the gate asks; what is open; who was seen, what is less liked, who is free.
    with django_assert_num_queries(6):
        page.get("/candidates/", headers={"HX-Request": "true", "If-None-Match": first.headers["ETag"]})


def test_a_browser_that_rings_for_the_reader_makes_it_new(annas, anna, mark):
    """The page says it beneath the list."""
    builders.push_subscription(anna)
    assert answer(annas, mark).status_code == 200


def test_somebody_whose_pages_are_shut_makes_it_new(annas, bo, clock):
    builders.push_subscription(bo)
    mark = annas.get("candidates").headers["ETag"]
    clock.tick(seconds=44)
    assert answer(annas, mark).status_code == 304
    clock.tick(seconds=1)
    assert answer(annas, mark).status_code == 200
