"""How long an invitation rings: 90 s, 150 where only push reaches the phone, 180 or 300 by choice."""

from datetime import timedelta

import pytest

from accounts import profiles
from matching import availability
from matching.candidates import candidates_for
from matching.models import Availability
from meetups import invitations
from meetups.invitations import InvitationRefused
from meetups.models import Invitation, Table
from tests import builders
from tests.cast import refuses

SHUT_S = 45  # without a heartbeat: no page beats any more


def chooses(member, answer_s):
    profiles.update(by=member, changes={"answer_s": answer_s})


def silent_for(member, clock, seconds):
    Availability.objects.filter(person=member).update(heartbeat_at=clock.now - timedelta(seconds=seconds))


def rang_for_s(row):
    return (row.expires_at - row.sent_at).total_seconds()


@pytest.mark.parametrize(
    ("answer_s", "silent_s", "push", "rings_s"),
    [
        (90, 0, False, 90),
        (90, 0, True, 90),
        (90, SHUT_S - 1, True, 90),
        (90, SHUT_S, True, 150),
        (90, SHUT_S, False, 90),
        (180, SHUT_S, True, 180),
        (180, 0, False, 180),
        (300, 0, True, 300),
        (300, 179, False, 300),
        (300, 20 * 60, True, 300),
    ],
)
def test_it_rings_as_long_as_the_one_who_is_rung_needs(anna, bo, clock, *, answer_s, silent_s, push, rings_s):
    chooses(bo, answer_s)
    if push:
        builders.push_subscription(bo)
    silent_for(bo, clock, silent_s)
    row = builders.invitation(anna, bo)
    assert (rang_for_s(row), row.rings_for, row.total_s) == (rings_s, timedelta(seconds=rings_s), rings_s)
    assert builders.stored(row).state_at(clock.tick(seconds=rings_s - 1)) == "sent"
    assert builders.stored(row).state_at(clock.tick(seconds=1)) == "expired"


def test_what_the_sender_chose_for_themselves_does_not_matter(anna, bo):
    chooses(anna, 300)
    builders.push_subscription(anna)
    assert rang_for_s(builders.invitation(anna, bo)) == 90


def test_a_choice_made_while_it_rings_holds_from_the_next_ring_on(anna, bo, clock):
    ringing = builders.invitation(anna, bo)
    chooses(bo, 300)
    assert builders.stored(ringing) == ringing


def test_the_sender_reads_the_countdown_and_nothing_else(anna, bo, client, clock):
    """The same words as for a ring of 90 s; only the digits differ."""

    def seen(row):
        client.force_login(builders.again(anna))
        page = client.get(f"/invitations/{row.pk}/").content.decode()
        json = client.get(f"/api/v1/invitations/{row.pk}").json()
        told = [json.pop(name) for name in ("id", "expires_at")]
        return page.partition("<main")[2].replace(str(row.pk), "ID"), json, told[1]

    with builders.another_world():
        page, json, until = seen(builders.invitation(anna, bo))
    chooses(bo, 300)
    longer_page, longer_json, later = seen(builders.invitation(anna, bo))
    assert (longer_json, until, later) == (json, "2026-06-17T09:04:00Z", "2026-06-17T09:07:30Z")
    words = longer_page.replace("12:07:30", "12:04:00").replace("12:07", "12:04")
    assert 'total-s="300"' in words
    assert without_token(words.replace('total-s="300"', 'total-s="90"')) == without_token(page)


def without_token(page):
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_table_rings_as_long_as_the_one_of_them_needs_who_needs_longest(anna, bo, clock):
    chooses(bo, 180)
    row = builders.table(anna, bo)
    assert row.expires_at - row.offered_at == timedelta(seconds=180)


def test_control_a_table_of_people_who_need_no_more_rings_for_ninety(anna, bo):
    assert builders.table(anna, bo).total_s == 90


def test_of_three_that_ring_the_first_to_end_says_when_another_may_be_sent(anna, clock):
    guests = [builders.person(f"Guest{number}") for number in range(4)]
    for number, guest in enumerate(guests):
        chooses(guest, 300 if number else 180)
        builders.live(guest)
    for guest in guests[:3]:
        builders.invitation(anna, guest)
    clock.tick(seconds=10)
    with refuses(InvitationRefused, "too-many-open") as refused:
        builders.invitation(anna, guests[3], now=clock.now)
    assert refused.value.retry_after_s == 170


# The ring counts: ring, walk and the shortest talk fit into what both have left, or it is not offered.

WALK_MIN, TALK_MIN = 10, 10


def leaves_in(member, clock, **left):
    Availability.objects.filter(person=member).update(ends_at=clock.now + timedelta(**left))


def offered(anna, bo, clock):
    mine, theirs = (builders.session_of(member) for member in (anna, bo))
    return invitations.lengths_that_fit(mine, theirs, WALK_MIN, now=clock.now)


def sees(member, clock):
    viewer = availability.current(builders.again(member), now=clock.now)
    return [card.first_name for card in candidates_for(viewer, now=clock.now).cards]


@pytest.mark.parametrize("short", ["anna", "bo"])
@pytest.mark.parametrize(
    ("answer_s", "push", "ring_s"), [(90, False, 90), (300, False, 300), (90, True, 150)]
)
def test_who_has_no_time_for_the_ring_is_neither_shown_nor_offered(
    anna, bo, clock, request, *, short, answer_s, push, ring_s
):
    chooses(bo, answer_s)
    if push:
        builders.push_subscription(bo)
        silent_for(bo, clock, SHUT_S)
    whole = timedelta(seconds=ring_s, minutes=WALK_MIN + TALK_MIN)
    leaves_in(request.getfixturevalue(short), clock, seconds=whole.total_seconds())
    assert (sees(anna, clock), offered(anna, bo, clock)) == (["Bo"], [10])
    leaves_in(request.getfixturevalue(short), clock, seconds=whole.total_seconds() - 1)
    assert (sees(anna, clock), offered(anna, bo, clock)) == ([], [])
    with refuses(InvitationRefused, "not-reachable"):
        builders.invitation(anna, bo, length_min=10)


@pytest.mark.parametrize("short", ["anna", "bo"])
def test_before_a_train_the_longer_ring_counts_too(anna, bo, clock, request, short):
    chooses(bo, 300)
    member = request.getfixturevalue(short)
    needed = timedelta(seconds=300, minutes=2 * WALK_MIN + TALK_MIN + 5)
    Availability.objects.filter(person=member).update(hard_stop_at=clock.now + needed)
    assert (sees(anna, clock), offered(anna, bo, clock)) == (["Bo"], [10])
    Availability.objects.filter(person=member).update(hard_stop_at=clock.now + needed - timedelta(seconds=1))
    assert (sees(anna, clock), offered(anna, bo, clock)) == ([], [])


@pytest.mark.parametrize("short", ["anna", "bo"])
def test_no_table_is_offered_to_who_has_no_time_for_its_ring(anna, bo, clock, request, short):
    chooses(bo, 300)
    member = request.getfixturevalue(short)
    leaves_in(member, clock, minutes=5 + WALK_MIN + TALK_MIN)
    with builders.another_world():
        assert builders.table(anna, bo).total_s == 300
    leaves_in(member, clock, seconds=(5 + WALK_MIN + TALK_MIN) * 60 - 1)
    with pytest.raises(Table.DoesNotExist):
        builders.table(anna, bo)


def test_an_invitation_that_rings_is_a_row_with_its_own_length(anna, bo):
    chooses(bo, 180)
    builders.invitation(anna, bo)
    assert Invitation.objects.values_list("rings_for", flat=True).get() == timedelta(minutes=3)
