"""Pages of matching: one's own availability, where one is shown, and what one means to do later."""

from matching.views import planned, position, taste
from matching.views.availability import (
    cell,
    choices_of_places,
    extension,
    heartbeat,
    now_page,
    start,
    surprise,
)

__all__ = [
    "cell",
    "choices_of_places",
    "extension",
    "heartbeat",
    "now_page",
    "planned",
    "position",
    "start",
    "surprise",
    "taste",
]
