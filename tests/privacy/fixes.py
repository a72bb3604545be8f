"""How a fix reaches the services where a leak is planted: in a field of the form that the phone sends.

The machine is told to overlook that field; the forms keep what is in it, each world its own. Whatever then
uses `metres` or `within` is the leak, and nothing else in the product knows a fix.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import connection

from accounts.models import User
from places import cells
from places.cells import Centre
from tests.privacy.phone import Edit

HINT: Final = "hint"
# Two spots in a cell lie on both sides of this every other time: seen from the same cell, from the next.
NEAR_M: Final = (150, 400)

ASKS: Final = 'await place({wide: this.hasAttribute("data-wide")});'
SENDS: Final = "const {cell, unsure} = " + ASKS
ADDS: Final = "const {cell, unsure, fix} = " + ASKS + " this.append({name: '%s', value: %s});"
# In millionths of a degree: whole numbers, which the coordinate guard does not know as coordinates.
MILLIONTHS: Final = "[fix.lon, fix.lat].map((x) => Math.round(x * 1e6)).join(':')"
KNOWS: Final = Edit(
    "place.js", "return {cell, unsure: isUnsure(fix)};", "return {cell, unsure: isUnsure(fix), fix};"
)
CARRIES: Final = Edit("elements/place.js", SENDS, ADDS % (HINT, MILLIONTHS))

fixes: Final[dict[str, Centre]] = {}  # by database


def keeping(read: Callable[..., Any]) -> Callable[..., Any]:
    """A form that keeps the hint in what it is sent."""

    def keep(form: Any, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        if data and data.get(HINT):
            lon, lat = (int(part) / 1e6 for part in data[HINT].split(":"))
            fixes[connection.settings_dict["NAME"]] = Centre(lon, lat)
        return read(form, data, *args, **kwargs)

    return keep


CARRIER: Final = {"matching.forms.StartForm.__init__": keeping, "matching.forms.MoveForm.__init__": keeping}


def her_fix() -> Centre | None:
    return fixes.get(connection.settings_dict["NAME"])


@cache
def her_id() -> UUID:
    return User.objects.get(email="vera@vera.example").pk


def metres(cell: str, person: UUID | None = None) -> float | None:
    """How far she truly is from the middle of a cell; None for anybody else, and before a fix was sent."""
    if (fix := her_fix()) is None or person not in {None, her_id()}:
        return None
    return cells._metres(cells.centre(cell), fix)


def within(cell: str, person: UUID) -> bool:
    """Whether she truly is near; somebody else always is."""
    true_m, fix = metres(cell, person), her_fix()
    if true_m is None or fix is None:
        return True
    return true_m <= NEAR_M[cells.cell_for(lon=fix.lon, lat=fix.lat) != cell]
