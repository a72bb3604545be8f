"""A table of three: the third joins, is proven by a code, and any one may leave while two go on."""

import pytest

from matching.models import Acquaintance, Standing
from meetups import invitations, meetings, partings, proof, tables
from meetups.meetings import MeetingRefused
from meetups.models import Meeting, Party, Seat
from meetups.screens import meeting_shown
from meetups.tables import TableRefused
from meetups.whom import other_person
from notifications.events import AvailabilityChanged, MeetingAgreed, MeetingJoined, MeetingLeft, TableAccepted
from tests import builders
from tests.builders import again, code_of, session_of, side_of, stored
from tests.cast import refuses, told
from tests.clock import NOON


@pytest.fixture
def fay(places):
    member = builders.person("Fay", role="Designer")
    builders.live(member, topic="Drawing")
    return member


@pytest.fixture
def trio(anna, bo, fay):
    return anna, bo, fay


@pytest.fixture
def table(anna, bo, fay, clock):
    return builders.table(anna, bo, fay)


def yes(table, by, clock):
    return tables.accept(table_id=table.pk, by=by, now=clock.now)


def shown(meeting, member, clock):
    return meeting_shown(Meeting.objects.for_person(member).get(pk=meeting.pk), again(member), now=clock.now)


def prove(meeting, by, of, clock):
    return proof.prove(meeting_id=meeting.pk, by=by, now=clock.now, code=code_of(meeting, of))


@pytest.fixture
def three(table, anna, bo, fay, clock):
    for member in (anna, bo, fay):
        meeting = yes(table, member, clock)
    return meeting


def test_a_third_joins_the_two_who_agreed(table, trio, clock, ears):
    anna, bo, fay = trio
    yes(table, anna, clock)
    meeting = yes(table, bo, clock)
    ears.heard()
    assert yes(table, fay, clock) == meeting
    other, you = MeetingJoined(meeting.pk, "other"), MeetingJoined(meeting.pk, "you")
    changed = AvailabilityChanged(session_of(fay).pk)
    assert ears.heard() == {
        "Anna": told(other),
        "Bo": told(other),
        "Fay": told(TableAccepted(table.pk), MeetingAgreed(meeting.pk), you, changed),
    }
    assert Party.objects.filter(meeting=meeting, running=True).count() == 3
    assert len({party.code for party in meeting.parties.all()}) == 3
    assert Standing.objects.get(person=fay).committed == 1


def test_everybody_sees_the_two_others_with_their_walks(three, anna, bo, fay, clock):
    for member, others in ((anna, ["Bo", "Fay"]), (bo, ["Anna", "Fay"]), (fay, ["Anna", "Bo"])):
        seen = shown(three, member, clock)
        assert [side.first_name for side in seen.others] == others
        assert [side.walk_min > 0 for side in seen.others] == [True, True]
        assert seen.code == code_of(three, member)


def test_a_third_who_is_too_late_meets_nobody(table, anna, bo, fay, clock):
    yes(table, anna, clock)
    yes(table, bo, clock)
    clock.tick(seconds=90)
    with refuses(TableRefused, "expired"):
        yes(table, fay, clock)
    assert tables.expire_due(now=clock.now) == 1
    assert not Seat.objects.filter(open=True).exists()


def test_a_third_comes_to_nobody_when_the_two_are_together_no_more(table, anna, bo, fay, clock):
    yes(table, anna, clock)
    meeting = yes(table, bo, clock)
    meetings.cancel(meeting_id=meeting.pk, by=bo, now=clock.now, reason="other")
    with refuses(TableRefused, "expired"):
        yes(table, fay, clock)
    assert session_of(fay).live


def test_with_one_gone_the_two_others_meet(table, anna, bo, fay, clock):
    partings.go_invisible(by=anna, now=clock.now)
    yes(table, bo, clock)
    meeting = yes(table, fay, clock)
    assert {party.person_id for party in meeting.parties.all()} == {bo.pk, fay.pk}


def test_a_third_who_blocked_one_of_the_two_cannot_join(table, anna, bo, fay, clock):
    yes(table, anna, clock)
    yes(table, bo, clock)
    partings.block(by=bo, other_id=fay.pk, now=clock.now)
    with refuses(TableRefused, "expired"):
        yes(table, fay, clock)


def test_the_code_of_any_other_proves_the_two(three, anna, bo, fay, clock):
    met = prove(three, anna, fay, clock)
    assert met.state == "met"
    assert {party.person_id for party in met.parties.all() if party.proven_at} == {anna.pk, fay.pk}
    assert Standing.objects.filter(kept=1).count() == 2
    assert {again(member).profile.met_once_at for member in (anna, fay)} == {clock.now}
    assert again(bo).profile.met_once_at is None


def test_the_third_is_counted_when_their_code_is_entered_or_they_enter_one(three, anna, bo, fay, clock):
    prove(three, anna, bo, clock)
    assert (shown(three, fay, clock).state, shown(three, fay, clock).met_at) == ("under-way", None)
    prove(three, fay, anna, clock)
    assert Standing.objects.filter(kept=1).count() == 3
    assert Acquaintance.objects.count() == 3
    assert shown(three, fay, clock).state == "met"
    prove(three, bo, fay, clock)
    assert Standing.objects.filter(kept=1).count() == 3


def test_one_who_has_met_may_enter_the_code_of_the_third(three, anna, bo, fay, clock):
    prove(three, anna, bo, clock)
    prove(three, bo, fay, clock)
    assert side_of(three, fay).proven_at == clock.now


def test_a_wrong_code_is_wrong_for_the_third_too(three, anna, bo, fay, clock):
    prove(three, anna, bo, clock)
    taken = {code_of(three, member) for member in (anna, bo, fay)}
    wrong = next(f"{guess:04d}" for guess in range(10) if f"{guess:04d}" not in taken)
    with refuses(MeetingRefused, "wrong-code"):
        proof.prove(meeting_id=three.pk, by=fay, now=clock.now, code=wrong)


def test_two_who_vouch_have_met_and_the_third_by_a_code_only(three, anna, bo, fay, clock):
    for member in (anna, bo, fay):
        proof.vouch(meeting_id=three.pk, by=member, now=clock.now)
    proven = {party.person_id for party in Party.objects.filter(meeting=three).exclude(proven_at=None)}
    assert proven == {anna.pk, bo.pk}


LEAVING = {
    "cancel": lambda row, by, now: meetings.cancel(meeting_id=row.pk, by=by, now=now, reason="other"),
    "block": lambda row, by, now: partings.block(by=by, other_id=other_in(row, by), now=now),
    "release": lambda row, by, now: meetings.release(meeting_id=row.pk, by=by, now=now),
}


def other_in(row, by):
    return Party.objects.filter(meeting=row, running=True).exclude(person=by).first().person_id


@pytest.mark.parametrize("way", LEAVING)
def test_one_leaves_and_two_go_on(three, trio, clock, ears, way):
    anna, _bo, fay = trio
    clock.tick(minutes=3)
    ears.heard()
    LEAVING[way](three, fay, clock.now)
    other, you = MeetingLeft(three.pk, "other"), MeetingLeft(three.pk, "you")
    assert ears.heard() == {
        "Anna": told(other), "Bo": told(other), "Fay": told(you, AvailabilityChanged(session_of(fay).pk)),
    }  # fmt: skip
    assert (stored(three).state, session_of(fay).live, session_of(anna).live) == ("agreed", True, False)
    assert Party.objects.filter(meeting=three, running=True).count() == 2
    assert Meeting.objects.running_for(fay) is None
    seen = shown(three, anna, clock)
    assert [(side.first_name, side.left) for side in seen.others] == [("Bo", False), ("Fay", True)]
    assert shown(three, fay, clock).state in {"cancelled", "released"}


def test_who_has_left_can_do_nothing_any_more_and_is_told_nothing(three, trio, clock, ears):
    anna, _bo, fay = trio
    meetings.cancel(meeting_id=three.pk, by=fay, now=clock.now, reason="other")
    ears.heard()
    with refuses(MeetingRefused, "over"):
        meetings.depart(meeting_id=three.pk, by=fay, now=clock.now)
    with refuses(MeetingRefused, "over"):
        prove(three, fay, anna, clock)
    meetings.depart(meeting_id=three.pk, by=anna, now=clock.now)
    assert set(ears.heard()) == {"Anna", "Bo"}


def test_who_has_left_sees_nothing_of_what_the_two_do_then(three, trio, clock):
    anna, _bo, fay = trio
    meetings.say(meeting_id=three.pk, by=anna, now=clock.now, preset="outside")
    meetings.cancel(meeting_id=three.pk, by=fay, now=clock.now, reason="other")
    before = shown(three, fay, clock)
    clock.tick(seconds=30)
    meetings.say(meeting_id=three.pk, by=anna, now=clock.now, preset="at-a-table")
    meetings.depart(meeting_id=three.pk, by=anna, now=clock.now)
    meetings.arrive(meeting_id=three.pk, by=anna, now=clock.now)
    after = shown(three, fay, clock)
    assert (after.others, after.messages) == (before.others, before.messages)
    assert len(after.messages) == 1


def test_at_a_table_of_three_the_meeting_names_nobody(three, anna, bo, fay):
    assert other_person(anna, "meeting", three.pk, now=NOON) is None
    assert other_person(anna, "candidate", session_of(fay).pk, now=NOON) == fay.pk


def test_when_two_are_left_one_who_goes_ends_it(three, anna, bo, fay, clock):
    for member in (fay, anna):
        meetings.cancel(meeting_id=three.pk, by=member, now=clock.now, reason="other")
    assert (stored(three).state, session_of(bo).live) == ("cancelled", True)


def test_who_left_and_met_somebody_else_is_not_freed_when_the_two_part(three, trio, eve, clock):
    anna, _bo, fay = trio
    meetings.cancel(meeting_id=three.pk, by=fay, now=clock.now, reason="other")
    builders.live(eve)
    invitations.accept(invitation_id=builders.invitation(eve, fay).pk, by=fay, now=clock.now)
    meetings.cancel(meeting_id=three.pk, by=anna, now=clock.now, reason="other")
    assert (session_of(fay).state, session_of(anna).state) == ("committed", "live")


def test_goodbye_by_one_of_three_leaves_two_talking(three, anna, bo, fay, clock):
    prove(three, anna, bo, clock)
    prove(three, fay, bo, clock)
    meetings.end(meeting_id=three.pk, by=fay, now=clock.now)
    assert (stored(three).state, session_of(fay).live) == ("met", True)
    assert shown(three, fay, clock).state == "closed"
    meetings.end(meeting_id=three.pk, by=anna, now=clock.now)
    assert stored(three).state == "closed"


def test_a_third_who_is_still_on_the_way_may_cancel_though_two_have_met(three, anna, bo, fay, clock):
    prove(three, anna, bo, clock)
    with refuses(MeetingRefused, "met-already"):
        meetings.cancel(meeting_id=three.pk, by=anna, now=clock.now, reason="other")
    meetings.cancel(meeting_id=three.pk, by=fay, now=clock.now, reason="other")
    assert (stored(three).state, session_of(fay).live) == ("met", True)


def test_what_is_said_names_who_said_it(three, anna, bo, fay, clock):
    meetings.say(meeting_id=three.pk, by=fay, now=clock.now, preset="outside")
    assert [(said.mine, said.name) for said in shown(three, anna, clock).messages] == [(False, "Fay")]
    assert [(said.mine, said.name) for said in shown(three, fay, clock).messages] == [(True, "Fay")]


def test_the_clock_closes_it_for_all_three(three, anna, bo, fay, clock):
    clock.tick(minutes=45)
    assert meetings.close_due(now=clock.now) == 1
    assert not Party.objects.filter(running=True).exists()
