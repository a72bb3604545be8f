"""The statement over pairs says what the statement of one viewer says, asked from both sides."""

from datetime import timedelta
from itertools import combinations
from random import Random

import pytest

from accounts.models import Profile
from matching import pairwise, prefilter, standing
from matching.models import Acquaintance, Availability
from meetups import partings
from places import cells
from tests import builders

CELLS = (builders.HERE, builders.NEXT, builders.A_WALK, builders.A_LONG_WALK)
PEOPLE = 14


@pytest.fixture
def crowd(places, clock):
    """People whom chance keeps apart in every way there is."""
    dice = Random(11)
    people = [somebody(number, dice) for number in range(PEOPLE)]
    narrowed(people, dice, clock.now)
    parted(people, dice, clock.now)
    return list(Availability.objects.select_related("person__profile").order_by("id"))


def somebody(number, dice):
    member = builders.person(
        f"P{number}", languages=dice.choice((["en"], ["fr"], ["en", "fr"])),
        company=dice.choice(("Acme", "Other", "Third")), hide_company=dice.random() < 0.3,
    )  # fmt: skip
    builders.live(member, cell=dice.choice(CELLS), surprise=True, open_to=dice.choice(("all", "verified")))
    return member


def narrowed(people, dice, now):
    """Some are not verified, hide from a company, walk less far, must end or leave soon."""
    for member in dice.sample(people, 4):
        Profile.objects.filter(user=member).update(work_mail_at=None)
    for member in dice.sample(people, 3):
        Profile.objects.filter(user=member).update(hidden_companies=["other"])
    for member in dice.sample(people, 4):
        Availability.objects.filter(person=member).update(reach_min=dice.choice((5, 10, 15)))
    for minutes, column in ((25, "ends_at"), (38, "hard_stop_at")):
        for member in dice.sample(people, 2):
            Availability.objects.filter(person=member).update(**{column: now + timedelta(minutes=minutes)})


def parted(people, dice, now):
    """Some block each other, rest, or met lately."""
    for one, other in (dice.sample(people, 2) for _ in range(5)):
        partings.block(by=one, other_id=other.pk, now=now)
    for one, other in (dice.sample(people, 2) for _ in range(5)):
        standing.cool_down(sender_id=one.pk, invitee_id=other.pk, now=now)
    for _ in range(5):
        low, high = sorted(member.pk for member in dice.sample(people, 2))
        Acquaintance.objects.get_or_create(low_id=low, high_id=high, defaults={"met_at": now})


def test_a_pair_fits_exactly_if_each_may_be_shown_to_the_other(crowd, clock):
    sees = {
        (viewer.pk, person.id) for viewer in crowd for person in prefilter.free_people(viewer, now=clock.now)
    }
    pairs = [
        (one, other, minutes)
        for one, other in combinations(range(PEOPLE), 2)
        if (minutes := cells.about_min(crowd[one].cell, crowd[other].cell)) is not None
    ]
    fitting = pairwise.fit_together([row.pk for row in crowd], pairs, now=clock.now)
    both = [
        (one, other, minutes)
        for one, other, minutes in pairs
        if {(crowd[one].pk, crowd[other].pk), (crowd[other].pk, crowd[one].pk)} <= sees
    ]
    assert fitting == both
    assert 5 < len(both) < len(pairs) / 2


def test_only_who_asked_is_among_the_askers(crowd, clock):
    busy, silent, content, *rest = crowd
    Availability.objects.filter(pk=silent.pk).update(heartbeat_at=clock.now - timedelta(minutes=3))
    Availability.objects.filter(pk=content.pk).update(surprise=False)
    askers = pairwise.askers(now=clock.now, busy=[busy.person_id])
    assert [asker.id for asker in askers] == [row.pk for row in rest]


def test_no_pairs_are_no_question(crowd, clock):
    assert pairwise.fit_together([row.pk for row in crowd], [], now=clock.now) == []
