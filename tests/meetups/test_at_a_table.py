"""Answers at a table: the second yes meets, a no is silence, and time decides."""

import pytest

from meetups import invitations, meetings, partings, tables
from meetups.models import Meeting, Seat, Table
from meetups.tables import TableRefused
from moderation import decisions
from notifications.events import (
    AvailabilityChanged,
    InvitationSuperseded,
    MeetingAgreed,
    TableAccepted,
    TablePassed,
)
from notifications.events import TableRefused as Refused
from tests import builders
from tests.builders import again, session_of, stored
from tests.cast import refuses, told


@pytest.fixture
def two(anna, bo):
    return anna, bo


@pytest.fixture
def table(anna, bo, clock):
    return builders.table(anna, bo)


def yes(table, by, clock):
    return tables.accept(table_id=table.pk, by=by, now=clock.now)


def no(table, by, clock):
    return tables.refuse(table_id=table.pk, by=by, now=clock.now)


def seat(table, member):
    return Seat.objects.get(table=table, person=member)


def test_the_first_yes_waits_and_is_told_to_oneself_alone(table, anna, bo, clock, ears):
    assert yes(table, anna, clock) is None
    assert ears.heard() == {"Anna": told(TableAccepted(table.pk))}
    assert (stored(table).state, stored(table).host, seat(table, anna).yes_at) == ("offered", anna, clock.now)
    assert (yes(table, anna, clock), ears.heard()) == (None, {})  # said again it is heard no more


def test_the_second_yes_begins_the_meeting(table, anna, bo, clock, ears):
    yes(table, bo, clock)
    ears.heard()
    meeting = yes(table, anna, clock)
    changed = {member: AvailabilityChanged(session_of(member).pk) for member in (anna, bo)}
    assert ears.heard() == {
        "Anna": told(TableAccepted(table.pk), MeetingAgreed(meeting.pk), changed[anna]),
        "Bo": told(MeetingAgreed(meeting.pk), changed[bo]),
    }
    assert (stored(table).state, stored(table).host, meeting.table, meeting.invitation) == (
        "agreed", bo, table, None,
    )  # fmt: skip
    assert (meeting.point, meeting.length_min, meeting.topic) == (
        table.point, table.length_min, session_of(bo).topic,
    )  # fmt: skip
    assert not Seat.objects.filter(open=True).exists()
    assert yes(table, anna, clock) == yes(table, bo, clock) == meeting


def test_a_yes_resolves_what_else_rings_at_or_from_the_two(table, two, eve, clock, ears):
    anna, bo = two
    builders.live(eve)
    ring = builders.invitation(eve, anna)
    yes(table, anna, clock)
    ears.heard()
    yes(table, bo, clock)
    assert told(InvitationSuperseded(ring.pk))[0] in ears.heard()["Eve"]
    assert stored(ring).state == "superseded"


def test_a_yes_to_an_invitation_closes_the_seat_and_the_other_hears_nothing(table, two, eve, clock, ears):
    anna, bo = two
    builders.live(eve)
    ring = builders.invitation(eve, bo)
    yes(table, anna, clock)
    ears.heard()
    invitations.accept(invitation_id=ring.pk, by=bo, now=clock.now)
    heard = ears.heard()
    assert "Anna" not in heard
    assert told(TablePassed(table.pk))[0] in heard["Bo"]
    assert (stored(table).state, seat(table, bo).open, seat(table, anna).open) == ("offered", False, True)
    with refuses(TableRefused, "superseded"):
        yes(table, bo, clock)
    tables.expire_due(now=clock.tick(seconds=90))
    assert ears.heard() == {"Anna": told(TablePassed(table.pk))}
    assert stored(table).state == "passed"


def test_when_everybody_agreed_elsewhere_the_table_is_superseded(table, two, eve, max, clock):
    anna, bo = two
    for member in (eve, max):
        builders.live(member)
    for sender, invitee in ((eve, anna), (max, bo)):
        invitations.accept(invitation_id=builders.invitation(sender, invitee).pk, by=invitee, now=clock.now)
    assert stored(table).state == "superseded"


def vanish(table, by, clock):
    partings.go_invisible(by=by, now=clock.now)


def block(table, by, clock):
    other = Seat.objects.filter(table=table).exclude(person=by).get()
    partings.block(by=by, other_id=other.person_id, now=clock.now)


def freeze(table, by, clock):
    decisions.freeze(person=by, facts="x", clause="y", now=clock.now)


def silence(table, by, clock):
    pass


@pytest.mark.parametrize("act", [no, vanish, block, freeze], ids=lambda act: act.__name__)
@pytest.mark.parametrize("answered", [False, True], ids=["after no yes", "after a yes"])
def test_to_the_other_every_way_of_not_coming_is_silence(two, clock, ears, act, answered):
    """The same world once with the act and once with nothing at all: the other cannot tell them apart."""
    anna, bo = two
    told_anna = []
    for way in (act, silence):
        with builders.another_world():
            table = builders.table(anna, bo)
            ears.heard()
            if answered:
                yes(table, anna, clock)
            way(table, bo, clock)
            seen = screen(table, anna, clock)
            began = clock.now
            tables.expire_due(now=clock.tick(seconds=90))
            heard = [(name, sorted(payload)) for name, payload in ears.heard()["Anna"]]
            told_anna.append((seen, screen(table, anna, clock), heard))
            clock.now = began
    assert told_anna[0] == told_anna[1]


def screen(table, viewer, clock):
    from meetups.screens import table_shown

    shown = table_shown(Table.objects.for_person(viewer).get(pk=table.pk), again(viewer), now=clock.now)
    return (shown.state, shown.answer, shown.meeting, shown.names, shown.until, shown.rings)


def test_a_no_is_told_to_oneself_alone_and_is_the_last_word(table, bo, clock, ears):
    no(table, bo, clock)
    assert ears.heard() == {"Bo": told(Refused(table.pk))}
    assert (no(table, bo, clock).pk, ears.heard()) == (table.pk, {})
    with refuses(TableRefused, "already-answered"):
        yes(table, bo, clock)


def test_a_yes_may_be_taken_back_before_another_comes(table, anna, bo, clock):
    yes(table, anna, clock)
    no(table, anna, clock)
    assert (stored(table).host, yes(table, bo, clock), stored(table).host) == (None, None, bo)


@pytest.mark.parametrize("verb", [yes, no])
def test_after_its_time_nothing_is_answered_though_nobody_swept(table, anna, clock, verb):
    clock.tick(seconds=90)
    with refuses(TableRefused, "expired"):
        verb(table, anna, clock)


def test_its_time_is_told_once_and_nobody_rests(table, anna, bo, clock, ears):
    no(table, bo, clock)
    ears.heard()
    clock.tick(seconds=90)
    assert (tables.expire_due(now=clock.now), tables.expire_due(now=clock.now)) == (1, 0)
    assert ears.heard() == {"Anna": told(TablePassed(table.pk)), "Bo": told(TablePassed(table.pk))}
    assert builders.invitation(anna, bo, now=clock.now).state == "sent"


def test_who_is_not_live_any_more_cannot_say_yes(table, anna, clock):
    clock.tick(seconds=10)
    type(session_of(anna)).objects.filter(person=anna).update(ends_at=clock.now)
    with refuses(TableRefused, "not-available"):
        yes(table, anna, clock)


def test_a_block_between_ring_and_yes_meets_nobody(table, anna, bo, clock):
    yes(table, anna, clock)
    partings.block(by=anna, other_id=bo.pk, now=clock.now)
    assert (yes(table, bo, clock), Meeting.objects.count()) == (None, 0)


def test_two_at_a_table_part_like_any_two(anna, bo, clock):
    meeting = builders.seated(anna, bo)
    meetings.cancel(meeting_id=meeting.pk, by=anna, now=clock.now, reason="other")
    assert (stored(meeting).state, session_of(anna).live, session_of(bo).live) == ("cancelled", True, True)
