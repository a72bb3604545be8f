"""The numbers of places, each with its unit and its reason. No Django; anybody may read them."""

from typing import Final

# The grid.
EQUATOR_M: Final = 40_075_016.686
"""Circumference of the Web Mercator sphere, metres: what Python and the phone both measure on."""
SMALLEST_SIDE_M: Final = 300
"""A cell is never smaller than this on the ground, metres; so never larger than twice it."""
MAX_LAT: Final = 85.0511
"""Where Web Mercator ends, degrees. What lies nearer to a pole is moved here."""

# Walking.
WALK_M_PER_S: Final = 1.3
"""An adult with a bag, metres a second."""
DETOUR: Final = 1.3
"""How much longer streets are than the straight line; so a minute covers 60 m of it."""

# Nearness.
SAME_AREA_MIN: Final = 5
"""The same cell, or one holds the other: about so many minutes."""
NEXT_AREA_MIN: Final = 10
"""Cells that touch: about so many minutes."""
WALKS: Final = ((15, 900.0), (20, 1_200.0))
"""Beyond: about so many minutes, when the centres are at most so many metres apart (60 m a minute)."""
FARTHEST_MIN: Final = 20
"""Nobody is asked to walk longer, minutes."""
FARTHEST_M: Final = FARTHEST_MIN * 60 * WALK_M_PER_S / DETOUR
"""The same as the crow flies, metres."""

# Meeting points.
SPARSE_BELOW: Final = 3
"""With fewer active public points a cell says too much about who is in it; its parent stands for it."""
CONSIDERED: Final = 60
"""How many of the best points are asked whether they are open: a whole street of closed bars, no more."""
SETTLE_MIN: Final = 3
"""Between the later arrival and the start of the talk, minutes: coats off, the code said."""
MEETING_MIN: Final = 20
"""How long a talk is unless said otherwise, minutes."""
UNKNOWN_HOURS: Final = "08:00-20:00"
"""When a place is taken to be open that does not say, by its own clock."""
FIXED_MIDDAY: Final = (2026, 6, 17, 12)
"""A Wednesday noon without a holiday, local: where KAIROS_FIXED_MIDDAY is set, opening is judged then."""
SELECTABLE: Final = 120
"""How many places "choose the place I am in" lists: what a thumb can still scroll through."""
