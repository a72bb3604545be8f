"""The sockets, and nothing else; pages and API are `config.wsgi`."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from notifications.sockets import SocketAuthentication, websocket_urlpatterns


class ExplicitOrigins(OriginValidator):
    """Browsers only from our own pages. A client without an origin must bring a token, as an app does."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """Pass a token's bearer on to authentication; judge everybody else by scheme, host and port."""
        headers = dict(scope["headers"])
        if b"origin" not in headers and b"authorization" in headers:
            return await self.application(scope, receive, send)
        return await super().__call__(scope, receive, send)  # type: ignore[no-untyped-call]  # Channels has no types


async def health(scope: Any, receive: Any, send: Any) -> None:
    """Answer any plain request: 200 at /health/, else 404."""
    status = 200 if scope["path"] == "/health/" else 404
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok\n" if status == 200 else b""})


sockets = SocketAuthentication(URLRouter(websocket_urlpatterns))
application = ProtocolTypeRouter(
    {
        "http": health,
        "websocket": ExplicitOrigins(sockets, settings.SOCKET_ORIGINS),  # type: ignore[no-untyped-call]  # Channels has no types
    }
)
