"""The choices of moderation. Pure; anybody may read them."""

from datetime import timedelta
from typing import Final

# Category of a report -> hours within which somebody looks.
CATEGORIES: Final = {
    "danger": 1,
    "harassment": 1,
    "fake": 24,
    "selling": 24,
    "unprofessional": 24,
    "other": 72,
}
NOTE_LONGEST: Final = 500  # characters a reporter may add
RECEIPT_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
RECEIPT_LENGTH: Final = 8

# Sweeping: few accounts, moved through a city to see who is where. Both counts within the window.
SWEEP_WITHIN: Final = timedelta(hours=3)  # an attacker wants one moment of a city; a working day has more
SWEEP_CELLS: Final = (
    4  # new areas: at one in 15 min the fourth takes 45 min; a walk across town has two or three
)
SWEEP_PEOPLE: Final = 40  # new people shown: over three full lists; who stays at one fair changes no area
SIGNAL_KEPT_FOR: Final = timedelta(days=30)  # time to look; what leads to a case is kept with the case
