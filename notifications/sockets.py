"""Where sockets are, and who is at them (for `config.asgi`, which has judged the origin before)."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.urls import path

from notifications.carriers.tickets import ticket_for
from notifications.consumers import live


class SocketAuthentication:
    """Puts the `ticket` of whoever connects into the scope; None for a stranger."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Look who it is and pass on."""
        ticket = await ticket_for(scope["headers"])
        await self.app({**scope, "ticket": ticket}, receive, send)


websocket_urlpatterns = [path("ws/events", live)]  # type: ignore[arg-type]  # Channels routes ASGI applications
