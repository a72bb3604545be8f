"""Who was shown lately: everybody live is seen, nobody is a star, and no hard filter bends for it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from accounts.models import Profile
from matching import availability, exposure, policy
from matching.candidates import candidates_for
from matching.models import Availability
from tests import builders
from tests.clock import NOON

SLOT = policy.slot_of(NOON)


@pytest.fixture
def crowd(anna):
    """Twenty equals who were shown in this slot already, so that nobody is owed anything."""
    people = [builders.person(f"Guest{number}") for number in range(20)]
    for member in people:
        builders.live(member)
    Availability.objects.update(shown_slot=SLOT)
    return people


@pytest.fixture
def zoe(crowd):
    """Somebody with whom Anna has the least to do."""
    member = builders.person("Zoe", role="Florist", offers=["hotels"], seeks=["luxury"])
    builders.live(member, cell=builders.NEXT)  # as tagged as the others, by the intention alone
    return member


def session(member, now=NOON):
    return availability.current(builders.again(member), now=now)


def shown_to(member, now=NOON):
    return [card.first_name for card in exposure.show(session(member, now), now=now).cards]


def exposed(member, **counts):
    Availability.objects.filter(person=member).update(**counts)


def counted(member):
    row = builders.session_of(member)
    return row.shown_slot, row.shown


def test_a_list_seen_again_counts_once(anna, bo):
    for _again in range(3):
        shown_to(anna)
    assert counted(bo) == (SLOT, 1)


def test_every_other_list_counts(anna, bo, eve):
    builders.live(eve)
    for viewer in (anna, eve):
        shown_to(viewer)
    assert (counted(bo), counted(anna), counted(eve)) == ((SLOT, 2), (SLOT, 1), (SLOT, 1))


def test_each_slot_counts_anew(anna, bo, clock):
    shown_to(anna)
    later = clock.tick(minutes=5)
    availability.beat(by=anna, now=later)
    availability.beat(by=bo, now=later)
    shown_to(anna, later)
    assert counted(bo) == (SLOT + 1, 1)


def test_who_only_asks_leaves_no_trace(anna, bo):
    candidates_for(session(anna), now=NOON)
    assert counted(bo) == (0, 0)


@pytest.mark.parametrize(("slots_ago", "seen"), [(0, False), (1, False), (2, True), (SLOT, True)])
def test_whom_nobody_was_shown_for_a_slot_is_shown(anna, zoe, slots_ago, seen):
    exposed(zoe, shown_slot=SLOT - slots_ago)
    assert ("Zoe" in shown_to(anna)) is seen


def test_who_was_owed_a_place_keeps_it_while_the_slot_lasts(anna, zoe):
    first = shown_to(anna)
    assert (counted(zoe), shown_to(anna)) == ((SLOT, 1), first)


def test_a_star_steps_back_but_not_from_a_list_that_shows_it(anna, crowd):
    first, *_others = shown_to(anna)
    star = next(member for member in crowd if member.profile.first_name == first)
    exposed(star, shown=policy.STAR_LISTS_MOST)
    assert shown_to(anna)[0] == first
    Availability.objects.filter(person=anna).update(listed_slot=0)
    assert first not in shown_to(anna)


def test_no_hard_filter_bends_for_who_is_owed(anna, bo, chen, dora, eve):
    builders.live(eve)
    Profile.objects.filter(user=eve).update(languages=["fi"])
    assert [counted(member) for member in (bo, chen, dora, eve)] == [(0, 0)] * 4
    assert shown_to(anna) == ["Bo"]


def test_everybody_live_is_shown_within_ten_minutes_however_badly_they_suit(places):
    people = [
        builders.person(f"Guest{number}", offers=["cloud"], seeks=["saas"] if number % 3 else ["luxury"])
        for number in range(30)
    ]
    for number, member in enumerate(people):
        builders.live(member, minutes=60, intention="swap-ideas" if number % 3 else "hire")
    everybody = {member.profile.first_name for member in people}
    seen = []
    for slot in range(4):
        now = NOON + timedelta(minutes=5 * slot, seconds=1)
        Availability.objects.update(heartbeat_at=now)
        seen.append({name for member in people for name in shown_to(member, now)})
    assert [everybody - (one | other) for one, other in pairwise(seen)] == [set()] * 3
