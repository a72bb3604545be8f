"""What asking tells: the meeting point proposed, and whether one may ask at all."""

from math import cos, sin, tau

from tests.privacy.attacks.ground import Spot, Victim
from tests.privacy.attacks.lists import Service, flips


def midpoint(service: Service, victim: Victim) -> Spot:
    """Invite from three places and all round, read the point and their walk to it, take it back."""
    radius = 1.2 * service.city.side
    places = [Spot(radius * cos(turn * tau / 3), radius * sin(turn * tau / 3)) for turn in range(3)]
    places += service.vantages(service.where())
    return service.fit("point", [(at, service.ask("point", at), {}) for at in places])


def mirror(service: Service, victim: Victim) -> Spot:
    """Find where the victim ceases to see the attacker: the edge of the reach that the victim chose."""
    return flips(service, "mirror")
