"""With whom each is compared: in reach of both, a language in common, tags first, at most so many."""

import random
from dataclasses import dataclass

from matching import shortlist
from places import cells
from tests.builders import A_LONG_WALK, A_WALK, FAR, HERE, NEXT, TOO_FAR


@dataclass(frozen=True)
class One:
    cell: str = HERE
    reach_min: int = 20
    languages: tuple = ("en",)
    offers: tuple = ()
    seeks: tuple = ()


def pairs(*people, most=50):
    return sorted(shortlist.worth_comparing(people, most=most))


def test_each_two_in_reach_once_with_their_minutes():
    assert pairs(One(), One(NEXT), One(A_WALK)) == [
        (0, 1, cells.about_min(HERE, NEXT)),
        (0, 2, cells.about_min(HERE, A_WALK)),
        (1, 2, cells.about_min(NEXT, A_WALK)),
    ]


def test_beyond_reach_of_either_nobody_is_asked_about():
    assert pairs(One(), One(TOO_FAR), One(FAR)) == []
    assert pairs(One(reach_min=5), One(NEXT)) == pairs(One(), One(NEXT, reach_min=5)) == []


def test_without_a_common_language_nobody_is_asked_about():
    assert pairs(One(languages=("fi",)), One(languages=("en", "fr"))) == []


def test_of_too_many_those_with_shared_tags_come_first_however_far():
    seeker = One(seeks=("crm",))
    near = [One() for _ in range(30)]
    far = One(A_LONG_WALK, offers=("crm",))
    mine = [pair for pair in pairs(seeker, *near, far, most=3) if pair[0] == 0]
    assert (0, 31, 20) in mine


def test_two_shared_tags_come_before_one():
    seeker = One(seeks=("crm",), offers=("design",))
    some = [One(offers=("crm",)) for _ in range(10)]
    best = One(offers=("crm",), seeks=("design",))
    drawn = shortlist.picked(shortlist.Crowd([seeker, *some, best]), 0, 1)
    assert [other for other, _minutes in drawn] == [11]


def test_of_a_crowd_nobody_draws_more_than_so_many():
    dice = random.Random(7)
    tags = [f"tag-{number}" for number in range(20)]
    people = [One(seeks=tuple(dice.sample(tags, 3)), offers=tuple(dice.sample(tags, 3))) for _ in range(600)]
    crowd = shortlist.Crowd(people)
    drawn = [shortlist.picked(crowd, place, 20) for place in range(600)]
    assert {len(one) for one in drawn} == {20}
    assert all(place not in dict(one) for place, one in enumerate(drawn))
    assert pairs(*people, most=20) == pairs(*people, most=20)


def test_of_a_crowd_without_tags_the_draws_are_spread():
    """Nobody is asked about by everybody, nobody by hardly anybody but themselves."""
    count = [0] * 1500
    for one, other, _minutes in pairs(*[One() for _ in range(1500)], most=20):
        count[one] += 1
        count[other] += 1
    assert (min(count) >= 20, max(count) <= 1500 // 5) == (True, True)
