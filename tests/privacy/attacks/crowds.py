"""What many accounts tell: false neighbours, shapes drawn round the victim, a city swept."""

from typing import Final

from tests.privacy.attacks.ground import Spot, Victim
from tests.privacy.attacks.lists import Service

CLOSE_M: Final = 2


def nested(service: Service, victim: Victim) -> Spot:
    """Put false accounts all round the victim, so that whatever hides in a crowd hides among them."""
    box = service.where()
    while box.side > CLOSE_M:
        service.crowd(box)
        smaller = service.where(box.middle)
        if smaller.side >= box.side:
            break
        box = smaller
    return box.middle


def bisection(service: Service, victim: Victim) -> Spot:
    """Draw a shape round a quarter of where the victim may be, and see whether they are in it."""
    box = service.where()
    while box.side > CLOSE_M:
        inside = next((one for one in box.quarters() if service.inside(one)), None)
        if inside is None:
            break
        box = inside
    return box.middle


def sweep(service: Service, victim: Victim) -> Spot:
    """Find somebody of whom nothing is known but the city, by the looks that tell most."""
    return service.where().middle
