"""Runs attacks: on the running house city by city, on broken services one mistake at a time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from math import hypot, inf
from statistics import median
from typing import Any, Final

from django.db import connection

from tests.privacy.attacks import channels, people, phones
from tests.privacy.attacks.broken import Broken
from tests.privacy.attacks.catalogue import ATTACKS, Attack
from tests.privacy.attacks.ground import CITIES, City, Shown, Spot, Victim, victims
from tests.privacy.attacks.kairos import Kairos
from tests.privacy.attacks.learning import Learnt
from tests.privacy.attacks.phones import SURE_M
from tests.privacy.attacks.study import study
from tests.privacy.leaks import BY_THE_PHONE, Planted

SEED = 2026
EVERYTHING: Final = ("lists", "asked", "point", "first")
BY_QUANTITY: Final = (channels.timing, channels.sizes)
EDGE: Final = next(one for one in BY_THE_PHONE if one.name.startswith("edge"))


@dataclass(frozen=True)
class Try:
    """One attack on one victim."""

    error_m: float
    side_m: float
    probes: int
    blind_m: float = 0.0  # how far the middle of the published cell is off


@dataclass(frozen=True)
class Figures:
    """An attack on all of them."""

    tries: list[Try]

    @property
    def error_m(self) -> float:
        return median(one.error_m for one in self.tries)

    @property
    def error_s(self) -> float:
        return median(one.error_m / one.side_m for one in self.tries)

    @property
    def blind_s(self) -> float:
        """What who only knows the cells of these people errs by."""
        return median(one.blind_m / one.side_m for one in self.tries)

    @property
    def probes(self) -> int:
        return round(median(one.probes for one in self.tries))

    def share(self, near: Callable[[Try], bool]) -> float:
        return sum(map(near, self.tries)) / len(self.tries)

    @property
    def within_50_m(self) -> float:
        return self.share(lambda one: one.error_m <= 50)

    @property
    def within_an_eighth(self) -> float:
        return self.share(lambda one: one.error_m <= one.side_m / 8)


@dataclass(frozen=True)
class Watched:
    """A victim, where they truly are in the end, and what their phone shows on the way."""

    victim: Victim
    truth: Spot
    trace: list[Shown]


def on_kairos(
    count: int,
    *,
    url: str,
    live_url: str,
    attacks: Sequence[Attack] = ATTACKS,
    cities: Sequence[City] = CITIES,
    minutes: float = inf,
) -> dict[str, Figures]:
    """Attacks on `count` people of the running house; the cities side by side."""
    until = time.monotonic() + 60 * minutes
    people.lay_out_places()
    kinds = people.templates()
    with closing(Kairos(cities[-1], url=url, live_url=live_url, kinds=kinds)) as service:
        learnt = study(service, *EVERYTHING)
    plan = {
        attack.slug: watched(attack, victims(attack.times * count, seed=SEED, cities=cities))
        for attack in attacks
    }

    def tries(service: Kairos) -> Iterator[tuple[str, Try]]:
        service.learnt = learnt
        channels.calibrate(service)
        yield from all_of(service, attacks, plan, until)

    services = [partial(Kairos, city, url=url, live_url=live_url, kinds=kinds) for city in cities]
    return in_every_city(services, tries, slugs=plan)


def on_planted(
    count: int,
    *,
    url: str,
    live_url: str,
    attacks: Sequence[Attack] = ATTACKS,
    cities: Sequence[City] = CITIES,
) -> dict[str, Figures]:
    """Each attack on the leaky house while the leak that it must find is awake; places stand already."""
    kinds = people.templates()
    mine = [attack for attack in attacks if attack.planted]
    learnt = {}
    with closing(Kairos(cities[-1], url=url, live_url=live_url, kinds=kinds)) as service:
        for attack in mine:
            service.leak, key = attack.planted, (attack.planted, attack.studies)
            learnt[key] = learnt.get(key) or study(service, *attack.studies)
    plan = {}
    for attack in mine:
        how = {"planted": EDGE} if attack.planted == "edge" else {"by": Impatient}
        plan[attack.slug] = watched(attack, victims(count, seed=SEED, cities=cities), **how)

    def tries(service: Kairos) -> Iterator[tuple[str, Try]]:
        for attack in mine:
            for one in one_planted(service, attack, plan[attack.slug], learnt):
                yield attack.slug, one

    services = [partial(Kairos, city, url=url, live_url=live_url, kinds=kinds) for city in cities]
    return in_every_city(services, tries, slugs=plan)


def in_every_city(
    services: Sequence[Callable[[], Kairos]],
    tries: Callable[[Kairos], Iterable[tuple[str, Try]]],
    *,
    slugs: Iterable[str],
) -> dict[str, Figures]:
    """What comes of the attacks in all cities at once, each with its own service; by attack."""

    def there(begin: Callable[[], Kairos]) -> list[tuple[str, Try]]:
        try:
            with closing(begin()) as service:
                return list(tries(service))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(services)) as threads:
        found = [one for several in threads.map(there, services) for one in several]
    return {slug: Figures([one for name, one in found if name == slug]) for slug in slugs}


def one_planted(
    service: Kairos, attack: Attack, plan: list[Watched], learnt: dict[tuple[str, tuple[str, ...]], Learnt]
) -> Iterator[Try]:
    """What comes of one attack in one city while its leak is awake."""
    service.leak, service.learnt = attack.planted, learnt[attack.planted, attack.studies]
    if attack.guess in BY_QUANTITY:
        channels.calibrate(service)
    for (one,) in here(plan, service, 1):
        service.newcomer()
        if attack.moves:
            yield tried(service, attack, one, one.trace)
        else:
            service.present(one.trace[0])
            yield tried(service, attack, one)
            service.absent()


class Impatient:
    """Who looks for what the services leak: each session tells it."""

    sessions = Kairos.sessions_asked
    walk_m = Kairos.walk_m


def watched(
    attack: Attack, crowd: list[Victim], planted: Planted | None = None, *, by: type[Any] = Kairos
) -> list[Watched]:
    """The victims of an attack, with what their phones, the real modules, publish."""
    paths = [
        attack.moves(victim, by) if attack.moves else (victim.at, [(victim.at, SURE_M)]) for victim in crowd
    ]
    published = phones.published(
        [(victim.city, fixes) for victim, (_truth, fixes) in zip(crowd, paths, strict=True)],
        planted.edits if planted else (),
    )
    return [
        Watched(victim, truth, [Shown(spot, cell) for (spot, _sure), cell in zip(fixes, cells, strict=True)])
        for victim, (truth, fixes), cells in zip(crowd, paths, published, strict=True)
    ]


def all_of(
    service: Kairos, attacks: Sequence[Attack], plan: dict[str, list[Watched]], until: float
) -> Iterator[tuple[str, Try]]:
    """What came of the attacks in one city, one person after the other while there is time.

    Who stands still is attacked in every way at once.
    """
    still = [attack for attack in attacks if attack.moves is None]
    for person in zip(*(here(plan[attack.slug], service, attack.times) for attack in attacks), strict=True):
        if time.monotonic() > until:
            break
        watched_by = dict(zip(attacks, person, strict=True))
        if still:
            service.newcomer()
            service.present(watched_by[still[0]][0].trace[0])
            for attack in still:
                yield attack.slug, tried(service, attack, watched_by[attack][0])
            service.absent()
        for attack, ones in watched_by.items():
            for one in ones if attack.moves else ():
                service.newcomer()
                yield attack.slug, tried(service, attack, one, one.trace)


def here(crowd: list[Watched], service: Any, times: int) -> Iterator[tuple[Watched, ...]]:
    """The people of a city, so many at a time."""
    mine = iter([one for one in crowd if one.victim.city == service.city])
    return zip(*[mine] * times, strict=True)


def tried(service: Any, attack: Attack, one: Watched, *trace: Any) -> Try:
    service.asked = set()
    guess = attack.guess(service, one.victim, *trace)
    error = hypot(guess.x - one.truth.x, guess.y - one.truth.y)
    cell = one.trace[-1].cell if one.trace else ""
    middle = one.victim.city.box_of(cell).middle if cell else guess
    blind = hypot(middle.x - one.truth.x, middle.y - one.truth.y)
    return Try(error, one.victim.city.side, len(service.asked), blind)


def on_broken(attack: Attack, count: int) -> Figures:
    """The same attack where it must succeed."""

    def in_city(city: City) -> list[Try]:
        service = Broken(city, attack.leak)
        try:
            if attack.guess in BY_QUANTITY:
                channels.calibrate(service)
            return [one_broken(service, attack, victim) for victim in crowd if victim.city == city]
        finally:
            service.close()

    crowd = victims(count, seed=SEED)
    with ThreadPoolExecutor(len(CITIES)) as threads:
        return Figures([one for several in threads.map(in_city, CITIES) for one in several])


def one_broken(service: Broken, attack: Attack, victim: Victim) -> Try:
    if attack.control_moves is None:
        truth = Watched(victim, victim.at, [])
        service.present(Shown(victim.at, ""))
        return tried(service, attack, truth)
    at, fixes = attack.control_moves(victim, service)
    trace = [Shown(spot, "") for spot, _sure in fixes]
    return tried(service, attack, Watched(victim, at, trace), trace)
