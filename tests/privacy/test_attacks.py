"""Nobody is found more closely than their cell, whoever asks, however often; where a service tells, they are.

The same attackers as `make attacks`, on fewer people: 24 instead of 200, in the smallest cells and the
largest. The bars follow from the number: a median of 24 scatters three times as much as one of 200, so that
0.27 s has the place of 0.355 s, and 4 of 24 within an eighth of a side are as likely by chance as 17 of 200.
Each also has to find people where it must: in a service with an old mistake, and in Kairos itself with a
leak of the twin worlds planted.
"""

import pytest
from django.db import connection

from tests.privacy.attacks import people, run, verdict
from tests.privacy.attacks.catalogue import ATTACKS
from tests.privacy.attacks.ground import CITIES
from tests.privacy.attacks.house import BusyHouse, LeakyHouse, standing
from tests.privacy.attacks.learning import Sample, learn

VICTIMS = 24
PLANTED_ON = 6  # a leak is found or it is not
SMALLEST_AND_LARGEST = (CITIES[0], CITIES[3])
LEAKS = [attack for attack in ATTACKS if attack.planted]


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker, tmp_path_factory):
    """What every attack comes to: against the running house, and against the one with leaks."""
    mails = tmp_path_factory.mktemp("mails")
    with django_db_blocker.unblock():
        try:
            with standing(BusyHouse(mails)) as house:
                where = {"url": house.url, "live_url": house.live_url, "cities": SMALLEST_AND_LARGEST}
                here = run.on_kairos(VICTIMS, **where)
            with standing(LeakyHouse(mails, mails / "fixes")) as house:
                where |= {"url": house.url, "live_url": house.live_url}
                yield here, run.on_planted(PLANTED_ON, **where)
        finally:
            people.clear_away()
            connection.close()


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.slug)
def test_an_attacker_learns_no_more_than_the_cell(found, attack):
    here, _leaky = found
    assert verdict.wrong({attack.slug: here[attack.slug]}, {}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("attack", LEAKS, ids=lambda attack: f"{attack.slug}-{attack.planted}")
def test_the_same_attacker_finds_people_where_kairos_leaks(found, attack):
    _here, leaky = found
    assert verdict.wrong({}, {}, {attack.slug: leaky[attack.slug]}) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.slug)
def test_the_same_attacker_finds_people_where_a_service_tells(attack):
    assert verdict.wrong({}, {attack.slug: run.on_broken(attack, VICTIMS)}) == []


def test_the_bars_for_two_hundred_people_are_those_of_the_promise():
    assert verdict.least_error_s(200) == 0.355
    assert verdict.most_within_an_eighth(200) == 0.085


def test_what_follows_the_distance_is_learnt_and_what_follows_the_cell_or_chance_is_not():
    far = [10.0 * number for number in range(20)]
    assert learn(Sample(5, one, one < 100) for one in far)
    assert learn(Sample(5, one, "same-area") for one in far) is None
    assert learn(Sample(5, one, number * 7 % 5 < 2) for number, one in enumerate(far)) is None
