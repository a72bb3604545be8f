"""Surprise me: who is rung together, who is left alone, and that nobody is rung twice with the same."""

from datetime import timedelta
from uuid import uuid4

import pytest

from matching import availability, exposure, standing
from matching.models import Availability
from meetups import dispatch, forgetting, invitations, partings, tables
from meetups.models import Seat, Table
from notifications.events import AvailabilityChanged, TableOffered
from tests import builders
from tests.builders import session_of
from tests.cast import told


def wish(*members, now, surprise=True):
    for member in members:
        availability.wish(session_id=session_of(member).pk, by=member, now=now, surprise=surprise)


def at_tables():
    """Who sits with whom, by first name."""
    return sorted(
        sorted(seat.person.profile.first_name for seat in table.seats.select_related("person__profile"))
        for table in Table.objects.all()
    )


def run(clock, **later):
    return dispatch.dispatch_due(now=clock.tick(**later) if later else clock.now)


def test_two_who_asked_and_suit_each_other_are_rung_at_once(anna, bo, clock, ears):
    wish(anna, bo, now=clock.now)
    ears.heard()
    assert run(clock) == 1
    table = Table.objects.get()
    offered = told(TableOffered(table.pk, clock.now + timedelta(seconds=90)))
    assert ears.heard() == {"Anna": offered, "Bo": offered}
    assert (table.state, table.host, table.length_min) == ("offered", None, 20)
    assert {seat.session for seat in table.seats.all()} == {session_of(anna), session_of(bo)}
    assert all(seat.open and not seat.yes_at and seat.reasons for seat in table.seats.all())


def test_who_did_not_ask_is_left_alone(anna, bo, clock):
    wish(anna, now=clock.now)
    assert (run(clock), at_tables()) == (0, [])
    wish(bo, now=clock.now)
    wish(bo, now=clock.now, surprise=False)
    assert (run(clock), at_tables()) == (0, [])


def test_asking_while_going_live_is_enough(anna, max, clock):
    wish(anna, now=clock.now)
    builders.live(max, surprise=True)
    assert (run(clock), at_tables()) == (1, [["Anna", "Max"]])


def test_the_best_pairs_are_made_not_the_first(anna, bo, eve, max, clock):
    """Anna and Bo find in each other what they look for; Eve and Max share nothing with them."""
    for member in (eve, max):
        builders.live(member)
    wish(eve, anna, max, bo, now=clock.now)
    assert (run(clock), at_tables()) == (2, [["Anna", "Bo"], ["Eve", "Max"]])


def test_the_odd_one_joins_a_table_of_three(anna, bo, eve, clock):
    builders.live(eve)
    wish(anna, bo, eve, now=clock.now)
    assert (run(clock), at_tables()) == (1, [["Anna", "Bo", "Eve"]])


def apart_by_block(anna, bo, now):
    partings.block(by=bo, other_id=anna.pk, now=now)


def apart_by_rest(anna, bo, now):
    standing.cool_down(sender_id=anna.pk, invitee_id=bo.pk, now=now)


def apart_by_rest_the_other_way(anna, bo, now):
    standing.cool_down(sender_id=bo.pk, invitee_id=anna.pk, now=now)


def apart_for_good(anna, bo, now):
    standing.hide_for_good(by_id=bo.pk, other_id=anna.pk)


def apart_by_language(anna, bo, now):
    type(bo.profile).objects.filter(user=bo).update(languages=["fi"])


def apart_by_company(anna, bo, now):
    type(bo.profile).objects.filter(user=bo).update(company_key=anna.profile.company_key)


def apart_by_hidden_company(anna, bo, now):
    type(bo.profile).objects.filter(user=bo).update(hidden_companies=[anna.profile.company_key])


def apart_by_verification(anna, bo, now):
    type(bo.profile).objects.filter(user=bo).update(work_mail_at=None)


def apart_by_the_others_verification(anna, bo, now):
    type(anna.profile).objects.filter(user=anna).update(work_mail_at=None)


def apart_by_reach(anna, bo, now):
    Availability.objects.filter(person=bo).update(reach_min=5)


def apart_by_distance(anna, bo, now):
    Availability.objects.filter(person=bo).update(cell=builders.TOO_FAR)


def apart_by_time(anna, bo, now):
    Availability.objects.filter(person=bo).update(ends_at=now + timedelta(minutes=20))


def apart_by_hard_stop(anna, bo, now):
    Availability.objects.filter(person=anna).update(hard_stop_at=now + timedelta(minutes=30))


def apart_by_silence(anna, bo, now):
    Availability.objects.filter(person=bo).update(heartbeat_at=now - timedelta(minutes=3))


def apart_by_freeze(anna, bo, now):
    type(bo).objects.filter(pk=bo.pk).update(is_active=False)


def apart_by_a_ring(anna, bo, now):
    eve = builders.person("Eva")
    builders.live(eve)
    invitations.refuse(invitation_id=builders.invitation(eve, bo).pk, by=bo, now=now)


def apart_by_ringing(anna, bo, now):
    eve = builders.person("Eva")
    builders.live(eve)
    builders.invitation(anna, eve)


APART = [value for name, value in sorted(globals().items()) if name.startswith("apart_")]


@pytest.mark.parametrize("parted", APART, ids=lambda one: one.__name__)
def test_every_filter_holds_from_either_side(anna, bo, clock, parted):
    wish(anna, bo, now=clock.now)
    parted(anna, bo, clock.now)
    assert (run(clock), at_tables()) == (0, [])


def test_a_block_of_those_two_alone_leaves_the_two_to_the_third(anna, bo, eve, clock):
    builders.live(eve)
    wish(anna, bo, eve, now=clock.now)
    partings.block(by=anna, other_id=bo.pk, now=clock.now)
    run(clock)
    [people] = at_tables()
    assert ("Eve" in people, len(people)) == (True, 2)


def test_who_sat_together_and_did_not_meet_is_never_paired_again(anna, bo, clock):
    builders.table(anna, bo)
    assert tables.expire_due(now=clock.tick(seconds=90)) == 1
    assert (run(clock), run(clock, minutes=5), len(at_tables())) == (0, 0, 1)
    later = clock.tick(days=200)
    forgetting.forget_due(now=later)  # the table, but not that they have not met
    for member in (anna, bo):
        builders.live(builders.again(member), now=later, surprise=True)
    assert (at_tables(), run(clock)) == ([], 0)


def test_who_met_is_governed_by_the_rest_of_thirty_days(anna, bo, clock):
    met = builders.seated(anna, bo)
    builders.proof.prove(meeting_id=met.pk, by=anna, now=clock.now, code=builders.code_of(met, bo))
    builders.meetings.end(meeting_id=met.pk, by=anna, now=clock.tick(minutes=5))
    assert run(clock) == 0
    later = clock.tick(days=31)
    for member in (anna, bo):
        builders.live(builders.again(member), now=later, surprise=True)
    assert run(clock) == 1


def test_who_sat_together_is_not_paired_again_because_they_met_long_before(anna, bo, clock):
    builders.met_and_parted(anna, bo)
    later = clock.tick(days=31)
    for member in (anna, bo):
        builders.live(builders.again(member), now=later, surprise=True)
    assert run(clock) == 1
    tables.refuse(table_id=Table.objects.get().pk, by=anna, now=clock.tick(seconds=10))
    tables.expire_due(now=clock.tick(seconds=80))
    assert (run(clock), len(at_tables())) == (0, 1)


def test_who_does_not_answer_is_rung_no_more_until_they_ask_again(anna, bo, eve, clock, ears):
    builders.table(anna, bo)
    tables.expire_due(now=clock.tick(seconds=90))
    builders.live(eve, surprise=True)
    ears.heard()
    assert (run(clock), session_of(anna).surprise, session_of(bo).surprise) == (0, False, False)
    assert ears.heard() == {
        "Anna": told(AvailabilityChanged(session_of(anna).pk)),
        "Bo": told(AvailabilityChanged(session_of(bo).pk)),
    }
    wish(anna, now=clock.tick(minutes=1))
    assert (run(clock), at_tables()[-1]) == (1, ["Anna", "Eve"])


def test_the_third_who_says_nothing_while_the_others_agree_is_rung_no_more(anna, bo, eve, clock):
    builders.live(eve)
    table = builders.table(anna, bo, eve)
    for member in (anna, bo):
        tables.accept(table_id=table.pk, by=member, now=clock.tick(seconds=5))
    max = builders.person("Max", offers=["crm"], seeks=["payments"])
    builders.live(max, now=clock.now)
    wish(eve, max, now=clock.now)
    tables.expire_due(now=clock.tick(seconds=90))
    assert (run(clock), session_of(eve).surprise) == (0, False)


def test_who_answered_is_rung_again(anna, bo, eve, clock):
    table = builders.table(anna, bo)
    tables.accept(table_id=table.pk, by=anna, now=clock.tick(seconds=5))
    tables.refuse(table_id=table.pk, by=bo, now=clock.tick(seconds=5))
    tables.expire_due(now=clock.tick(seconds=80))
    builders.live(eve, surprise=True)
    run(clock)
    assert [session_of(one).surprise for one in (anna, bo)] == [True, True]


def test_who_holds_a_seat_is_not_rung_again_until_it_passes(anna, bo, eve, clock):
    table = builders.table(anna, bo)
    tables.accept(table_id=table.pk, by=anna, now=clock.now)
    builders.live(eve, surprise=True)
    assert run(clock, seconds=30) == 0
    tables.expire_due(now=clock.tick(seconds=60))
    assert run(clock) == 1
    assert Seat.objects.filter(person=eve, open=True).exists()


def test_below_the_floor_nobody_is_rung(anna, bo, clock, monkeypatch):
    from matching import policy

    wish(anna, bo, now=clock.now)
    monkeypatch.setattr(policy, "SCORE_FLOOR", 101)
    assert run(clock) == 0


def test_where_no_place_is_open_nobody_is_rung(anna, bo, clock):
    from places.models import MeetingPoint

    wish(anna, bo, now=clock.now)
    MeetingPoint.objects.update(always_open=False, opening_hours="off")
    assert run(clock) == 0


def test_who_changes_between_the_pairing_and_the_ring_is_skipped(anna, bo, clock):
    from matching import surprises

    wish(anna, bo, now=clock.now)
    groups = surprises.together(surprises.askers(now=clock.now), now=clock.now)
    partings.block(by=anna, other_id=bo.pk, now=clock.now)
    places = dispatch.Places(clock.now)
    assert (len(groups), dispatch.ring(groups, places, now=clock.now)) == (1, 0)


def test_a_second_run_changes_nothing(anna, bo, clock):
    builders.table(anna, bo)
    assert (run(clock), len(at_tables())) == (0, 1)


def test_whom_a_table_brings_counts_among_the_sixty_of_the_day(anna, bo, clock):
    wish(anna, bo, now=clock.now)
    run(clock)
    assert exposure.seen_by(anna.pk, now=clock.now) == {bo.pk}
    assert exposure.seen_by(bo.pk, now=clock.now) == {anna.pk}


def test_who_was_shown_sixty_people_today_is_brought_to_no_table(anna, bo, clock):
    exposure.admit(anna.pk, [uuid4() for _ in range(59)], now=clock.now)
    wish(anna, bo, now=clock.now)
    assert (run(clock), at_tables()) == (0, [])
    clock.tick(hours=24)
    Availability.objects.update(heartbeat_at=clock.now, ends_at=clock.now + timedelta(minutes=45))
    assert (run(clock), at_tables()) == (1, [["Anna", "Bo"]])
