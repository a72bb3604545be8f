"""Scenes of matching: being free, what is planned, what one asked to be told."""

from datetime import timedelta

from accounts.models import Profile
from accounts.profiles import Changes
from matching import alerts, area, availability, plans, pulses
from meetups import partings
from tests import builders
from tests.api.scenes import shows
from tests.matching.planning import EVENING, point
from tests.races import crowd


@shows("matching.availability.window.start")
def _(scene):
    partings.go_invisible(by=scene.anna, now=scene.now)
    yield
    builders.live(scene.anna, now=scene.now)


@shows("matching.availability.window.extend")
def _(scene):
    yield
    availability.extend(**scene.own(scene.anna))


@shows("matching.availability.window.move")
def _(scene):
    for _minute in range(16):
        availability.beat(by=scene.anna, now=scene.clock.tick(minutes=1))
    yield
    availability.move(**scene.own(scene.anna), cell=builders.NEXT)


@shows("matching.availability.window.retopic")
def _(scene):
    yield
    availability.retopic(**scene.own(scene.anna), topic="Prices")


@shows("matching.availability.window.wish")
def _(scene):
    yield
    availability.wish(**scene.own(scene.anna), surprise=True)


@shows("matching.availability.window.end_due")
def _(scene):
    yield
    availability.end_due(now=scene.clock.tick(minutes=46))


@shows("matching.area.choose")
def _(scene):
    yield
    area.choose(by=scene.anna, changes=Changes(wide_area=True), now=scene.now)


@shows("matching.plans.add")
def _(scene):
    yield
    scene.plan()


@shows("matching.plans.remove")
def _(scene):
    plan = scene.plan()
    yield
    plans.remove(by=scene.anna, now=scene.now, plan_id=plan.pk)


@shows("matching.plans.tell_due")
def _(scene):
    scene.plan()
    yield
    plans.tell_due(now=EVENING)


@shows("matching.pulses.promising.pledge")
def _(scene):
    yield
    scene.pledge()


@shows("matching.pulses.promising.take_back")
def _(scene):
    pledge = scene.pledge()
    yield
    pulses.take_back(by=scene.anna, now=scene.now, pledge_id=pledge.pk)


@shows("matching.pulses.deciding.gather")
def _(scene):
    for member in [scene.anna, *crowd.members(5, now=scene.now)]:
        pulses.pledge(by=member, now=scene.now, point=point().pk, starts_at=EVENING)
    yield
    pulses.gather_due(now=EVENING - timedelta(minutes=15))


@shows("matching.alerts.watch")
def _(scene):
    yield
    scene.alert()


@shows("matching.alerts.remove")
def _(scene):
    alert = scene.alert()
    yield
    alerts.remove(by=scene.anna, now=scene.now, alert_id=alert.pk)


@shows("matching.alerts.judge")
def _(scene):
    scene.alert()
    people = crowd.members(5, now=scene.now)
    crowd.live(people, now=scene.now)
    Profile.objects.filter(user__in=people).update(met_once_at=scene.now)
    yield
    alerts.fire_due(now=scene.clock.tick(minutes=2, seconds=45))
