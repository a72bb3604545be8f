"""At most sixty new people a day are shown to one viewer, by whichever door; those seen today stay."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching import availability, exposure, policy
from matching.models import Seen
from meetups import invitations
from meetups.invitations import InvitationRefused
from tests import builders
from tests.cast import refuses

NAMES = ("Cem", "Dan", "Elif")


@pytest.fixture
def ann(places):
    member = builders.person("Ann")
    builders.live(member, minutes=120)
    return member


@pytest.fixture
def three(ann):
    members = [builders.person(name) for name in NAMES]
    for member in members:
        builders.live(member, minutes=120)
    return members


def see(member, clock):
    """The list of a person, as a door shows it."""
    availability.beat(by=member, now=clock.now)
    return exposure.show(availability.current(builders.again(member), now=clock.now), now=clock.now)


def names(shown):
    return {card.first_name for card in shown.cards}


def strangers(member, clock, count):
    """So many others were shown to a person already."""
    exposure.admit(member.pk, [uuid4() for _ in range(count)], now=clock.now)


def opened(member, other, clock):
    viewer = availability.current(builders.again(member), now=clock.now)
    return exposure.open_card(viewer, builders.session_of(other).pk, now=clock.now)


def test_who_is_on_the_list_is_remembered_with_the_time_and_nothing_else(ann, three, clock):
    assert names(see(ann, clock)) == set(NAMES)
    row = Seen.objects.get()
    assert (row.viewer_id, set(row.people), row.at) == (ann.pk, {one.pk for one in three}, [clock.now] * 3)
    assert {field.name for field in Seen._meta.get_fields()} == {"viewer", "people", "at", "oldest_at"}


def test_a_list_seen_before_writes_nothing(ann, three, clock):
    see(ann, clock)
    viewer = availability.current(builders.again(ann), now=clock.now)
    with CaptureQueriesContext(connection) as asked:
        exposure.show(viewer, now=clock.now)
    assert {query["sql"].split()[0] for query in asked} <= {"SELECT", "WITH"}


def test_the_sixty_first_is_not_shown(ann, three, clock):
    strangers(ann, clock, 58)
    shown = see(ann, clock)
    assert (len(shown.cards), shown.limit_reached) == (2, True)
    assert names(see(ann, clock)) == names(shown)
    assert len(Seen.objects.get().people) == policy.SEEN_MOST == 60


def test_sixty_real_people_are_shown_and_the_next_is_not(ann, clock):
    met = set()
    for number in range(64):
        other = builders.person(f"P{number}")
        session = builders.live(other, now=clock.now, minutes=20)
        met |= names(see(ann, clock))
        availability.close(session, now=clock.now, by=other.pk)
    assert met == {f"P{number}" for number in range(60)}


def test_below_the_limit_nothing_is_said_of_it(ann, three, clock):
    assert see(ann, clock).limit_reached is False


def test_who_was_seen_today_stays_even_in_another_window(ann, three, clock):
    see(ann, clock)
    strangers(ann, clock, 57)
    newcomer = builders.person("New")
    builders.live(newcomer)
    cem = three[0]
    availability.close(builders.session_of(cem), now=clock.now, by=cem.pk)
    builders.live(cem, now=clock.tick(minutes=1))
    assert names(see(ann, clock)) == set(NAMES)


def test_gauge_and_list_are_of_the_same_people_once_sixty_are_reached(ann, three, clock):
    strangers(ann, clock, 60)
    shown = see(ann, clock)
    assert (shown.cards, shown.liquidity.count, shown.limit_reached) == ([], 0, True)


def test_a_card_from_elsewhere_counts_as_shown(ann, three, clock):
    assert opened(ann, three[0], clock).first_name == "Cem"
    assert Seen.objects.get().people == [three[0].pk]


def test_a_card_from_elsewhere_stays_closed_once_sixty_are_reached(ann, three, clock):
    see(ann, clock)
    strangers(ann, clock, 57)
    newcomer = builders.person("New")
    builders.live(newcomer)
    assert (opened(ann, newcomer, clock), opened(ann, three[0], clock).first_name) == (None, "Cem")


def test_a_session_from_elsewhere_cannot_be_rung_once_sixty_are_reached(ann, three, clock):
    strangers(ann, clock, 60)
    with refuses(InvitationRefused, "not-reachable"):
        builders.invitation(ann, three[0])
    assert three[0].pk not in Seen.objects.get().people


def test_asking_counts_even_where_it_is_refused(ann, three, clock):
    """Else the refusals would tell, without end, who is in reach."""
    with refuses(InvitationRefused, "too-long"):
        builders.invitation(ann, three[0], length_min=90)
    assert Seen.objects.get().people == [three[0].pk]


def test_who_rings_can_be_answered_by_ringing_back(ann, three, clock):
    strangers(ann, clock, 60)
    builders.invitation(three[0], ann)
    asked = invitations.invite(by=builders.again(ann), to=builders.session_of(three[0]).pk, now=clock.now)
    assert asked.meeting is not None


def test_each_makes_room_a_day_after_the_first_sight_and_no_midnight_does(ann, three, clock):
    strangers(ann, clock, 30)
    clock.tick(hours=12)
    strangers(ann, clock, 30)
    for at, room in (
        (timedelta(hours=11, minutes=59), 0),
        (timedelta(hours=12), 30),
        (timedelta(hours=24), 60),
    ):
        assert 60 - len(exposure.seen_by(ann.pk, now=clock.now + at)) == room


def test_what_is_a_day_old_is_forgotten(ann, clock):
    strangers(ann, clock, 2)
    assert exposure.forget_due(now=clock.now + timedelta(hours=23, minutes=59)) == 0
    clock.tick(hours=12)
    strangers(ann, clock, 1)
    clock.tick(hours=12)
    assert [exposure.forget_due(now=clock.now) for _ in range(2)] == [1, 0]
    assert len(Seen.objects.get().people) == 1
    exposure.forget_due(now=clock.tick(hours=12))
    assert not Seen.objects.exists()


def test_two_devices_share_what_is_left(ann, three, clock):
    """One device looked when a place was left; the other has used it since."""
    strangers(ann, clock, 59)
    assert len(exposure.admit(ann.pk, [three[0].pk], now=clock.now)) == 60
    late = exposure.admit(ann.pk, [three[1].pk, three[0].pk], now=clock.now)
    assert (three[0].pk in late, three[1].pk in late) == (True, False)


def test_no_row_holds_more_than_sixty(ann):
    columns = {"people": [UUID(int=number) for number in range(61)], "at": [ann.date_joined] * 61}
    with pytest.raises(Exception, match="seen_sixty_a_day"):
        Seen.objects.create(viewer=ann, oldest_at=ann.date_joined, **columns)
