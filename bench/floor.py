"""The floor of delivery: the bare pubsub layer to an open socket, nothing else. An ASGI application."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer

GROUP = "bench.floor.{}"


class Bare(AsyncWebsocketConsumer):
    """Joins the group that the path names and passes on what it hears."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP.format(self.scope["path"].strip("/")), self.channel_name)
        await self.accept()
        await self.send(text_data="ready")

    async def frame(self, message: dict[str, Any]) -> None:
        await self.send(text_data=message["text"])


application = Bare.as_asgi()
