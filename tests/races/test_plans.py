"""Twelve devices of one person, twelve workers at once: one plan, one pledge, one alert; all told once."""

from datetime import timedelta

from matching import alerts, plans, pulses
from matching.models import Alert, Plan, Pledge
from notifications.models import Event
from tests.clock import NOON
from tests.matching.planning import EVENING, KERAVA, helsinki, point
from tests.races import crowd
from tests.races.racing import FEW, RACERS, race, refusals, surfaced, winners


def rounds(act):
    return [
        [lambda member=member, lane=lane: act(member, lane) for lane in range(RACERS)]
        for member in crowd.members(FEW, now=NOON)
    ]


def test_twelve_devices_plan_one_window(places):
    station = point().pk

    def plan(member, lane):
        at = helsinki(14) + timedelta(minutes=lane)
        return plans.add(
            by=member,
            now=NOON,
            point=station,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            intention="hire",
        )

    outcomes = race(rounds(plan))
    assert (surfaced(outcomes), [len(winners(one)) for one in outcomes]) == ([], [1] * len(outcomes))
    assert {code for one in outcomes for code in refusals(one)} == {"overlaps"}
    assert Plan.objects.count() == Event.objects.count() == len(outcomes)


def test_twelve_devices_promise_one_place(places):
    there = (point().pk, point(KERAVA).pk)

    def promise(member, lane):
        return pulses.pledge(by=member, now=NOON, point=there[lane % 2], starts_at=EVENING)

    outcomes = race(rounds(promise))
    assert (surfaced(outcomes), {code for one in outcomes for code in refusals(one)}) == (
        [],
        {"pledged-elsewhere"},
    )
    assert Pledge.objects.count() == Event.objects.count() == len(outcomes)


def test_twelve_devices_set_one_alert(places):
    station = point().pk

    def watch(member, lane):
        return alerts.watch(by=member, now=NOON, point=station, until=NOON + timedelta(hours=1 + lane % 2))

    outcomes = race(rounds(watch))
    assert (surfaced(outcomes), [refusals(one) for one in outcomes]) == ([], [[]] * len(outcomes))
    assert Alert.objects.count() == Event.objects.count() == len(outcomes)


def test_twelve_workers_tell_everybody_once(places):
    people = crowd.members(30, now=NOON)
    station = point().pk
    for member in people:
        pulses.pledge(by=member, now=NOON, point=station, starts_at=EVENING)
        plans.add(
            by=member, now=NOON, point=station, starts_at=helsinki(17, 45), ends_at=helsinki(18, 45),
            intention="hire",
        )  # fmt: skip

    def sweep():
        return pulses.gather_due(now=helsinki(17, 45)) + plans.tell_due(now=helsinki(17, 45))

    outcomes = race([[sweep] * RACERS])
    assert (surfaced(outcomes), sum(outcomes[0])) == ([], 60)
    told = Event.objects.exclude(name="plans-changed").values_list("name", flat=True)
    assert sorted(told) == ["plan-due"] * 30 + ["pulse-gathers"] * 30
