"""What every page knows of one's own availability: the pill and the heartbeat need it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from kernel import clock
from matching import availability
from matching.models import Availability


def own_availability(request: HttpRequest) -> dict[str, object]:
    """`availability`: the open session of who looks, asked for when a template does; None for strangers."""

    def session() -> Availability | None:
        person = request.user
        return availability.current(person, now=clock.now()) if isinstance(person, User) else None

    return {"availability": SimpleLazyObject(session)}
