"""The choices of moderation. Pure; anybody may read them."""

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
