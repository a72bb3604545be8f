"""What a resident does next: a function of what the phone shows, who they are, and the time. No database."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from demo.people import CAST, TEMPERAMENTS
from demo.steps import Meeting, Ring, Seen, Side, Step, free_for_min, next_step
from tests.clock import NOON

AINO = CAST["aino-korhonen"]  # eager: always yes
MEETING = UUID(int=7)
RINGS = [UUID(int=number) for number in range(200)]
JUST_AGREED = Meeting(MEETING, agreed_at=NOON, met_at=None, me=Side(), them=Side())
ON_MY_WAY = replace(JUST_AGREED, me=Side(on_my_way_at=NOON))
HERE = replace(JUST_AGREED, me=Side(on_my_way_at=NOON, here_at=NOON))
MET = replace(HERE, met_at=NOON)


def after(seconds):
    return NOON + timedelta(seconds=seconds)


def as_if(temperament):
    return replace(AINO, temperament=TEMPERAMENTS[temperament])


def first_tap(seen, who, within_s=300):
    """The first thing done about what is seen, and after how many seconds."""
    for second in range(within_s):
        step = next_step(seen, who, after(second))
        if step.verb != "stay":
            return step.verb, second
    return "stay", within_s


def shown(meeting):
    return Seen(free=True, meeting=meeting)


def test_who_is_not_free_goes_live():
    assert next_step(Seen(free=False), AINO, NOON) == Step("go-live", NOON)


def test_who_has_nothing_to_do_stays_until_the_next_heartbeat():
    steps = [next_step(Seen(free=True), who, NOON) for who in CAST.values()]
    assert {step.verb for step in steps} == {"stay"}
    assert all(after(40) <= step.at <= after(80) for step in steps)
    assert len({step.at for step in steps}) == len(CAST)  # not all at once


def test_a_session_lasts_between_fifty_and_a_hundred_and_ten_minutes():
    lengths = {free_for_min(who, after(60 * minute)) for who in CAST.values() for minute in range(50)}
    assert (min(lengths) >= 50, max(lengths) <= 110, len(lengths) > 30) == (True, True, True)


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_an_answer_comes_within_five_to_forty_seconds(temperament):
    ways = TEMPERAMENTS[temperament]
    who = as_if(temperament)
    taps = [first_tap(Seen(free=True, rings=(Ring(ring, NOON),)), who, within_s=90) for ring in RINGS[:40]]
    least, most = ways.answers_in_s
    assert {verb for verb, _s in taps} <= {"accept", "refuse", "stay"}
    assert all(5 <= least <= second <= most + 1 <= 41 for verb, second in taps if verb != "stay")


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_how_often_the_answer_is_yes_is_a_matter_of_temperament(temperament):
    ways = TEMPERAMENTS[temperament]
    who = as_if(temperament)
    steps = [next_step(Seen(free=True, rings=(Ring(ring, NOON),)), who, after(60)).verb for ring in RINGS]
    shares = {verb: steps.count(verb) / len(RINGS) for verb in ("accept", "refuse", "stay")}
    silent = 10 - ways.yes - ways.no
    expected = {"accept": ways.yes / 10, "refuse": ways.no / 10, "stay": silent / 10}
    assert shares == pytest.approx(expected, abs=0.1)


def test_looking_twice_changes_no_mind():
    seen = Seen(free=True, rings=(Ring(RINGS[0], NOON),))
    assert {next_step(seen, as_if("busy"), after(60)) for _look in range(5)} == {
        next_step(seen, as_if("busy"), after(60))
    }


def test_who_waits_to_answer_looks_again_just_then():
    seen = Seen(free=True, rings=(Ring(RINGS[0], NOON),))
    waiting = next_step(seen, AINO, NOON)
    assert (waiting.verb, next_step(seen, AINO, waiting.at).verb) == ("stay", "accept")


def test_of_two_that_ring_the_one_due_first_is_answered():
    seen = Seen(free=True, rings=(Ring(RINGS[0], after(30)), Ring(RINGS[1], NOON)))
    assert next_step(seen, AINO, after(60)).about == RINGS[1]


def test_a_newcomer_is_invited_when_asked():
    assert next_step(Seen(free=True, cue=RINGS[3]), AINO, NOON) == Step("invite", NOON, RINGS[3])


def test_nobody_invites_while_somebody_rings():
    seen = Seen(free=True, rings=(Ring(RINGS[0], NOON),), cue=RINGS[3])
    assert next_step(seen, AINO, NOON).verb == "stay"


def test_in_a_meeting_nobody_invites():
    assert first_tap(replace(shown(JUST_AGREED), cue=RINGS[3]), AINO)[0] == "depart"


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_after_a_yes_one_sets_off_at_once_and_walks_for_a_minute_at_most(temperament):
    who = as_if(temperament)
    there = replace(ON_MY_WAY, said=frozenset({who.temperament.says_on_the_way}))
    departed, arrived = first_tap(shown(JUST_AGREED), who), first_tap(shown(there), who)
    assert (departed[0], departed[1] <= 21) == ("depart", True)
    assert (arrived[0], 15 <= arrived[1] <= 61) == ("arrive", True)


def test_the_talkative_say_once_that_they_are_coming():
    talkative = as_if("open")
    step = next_step(shown(ON_MY_WAY), talkative, after(22))
    assert (step.verb, step.about, step.words) == ("say", MEETING, "two-minutes")
    assert first_tap(shown(replace(ON_MY_WAY, said=frozenset({"two-minutes"}))), talkative)[0] == "arrive"


def test_who_is_there_says_once_where():
    assert next_step(shown(HERE), AINO, after(5)).words == "by-the-entrance"
    assert first_tap(shown(replace(HERE, said=frozenset({"by-the-entrance"}))), AINO)[0] == "stay"


def test_who_is_there_agrees_that_both_have_met():
    said = replace(HERE, said=frozenset({"by-the-entrance"}), them=Side(vouched=True))
    assert next_step(shown(said), AINO, after(5)) == Step("vouch", after(5), MEETING)
    assert next_step(shown(replace(said, me=replace(said.me, vouched=True))), AINO, after(5)).verb == "stay"


def test_a_goodbye_is_said_in_good_time():
    verb, second = first_tap(shown(MET), AINO)
    assert (verb, 150 <= second <= 241) == ("end", True)


def test_some_let_the_clock_say_goodbye():
    assert first_tap(shown(MET), as_if("calm"), within_s=3600)[0] == "stay"
