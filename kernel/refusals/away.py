"""When PostgreSQL is away: not our mistake and not the asker's, and over in a moment."""

from typing import ClassVar

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from kernel.refusals.refusal import Refusal

COME_AGAIN_AFTER_S = 2
# It ends, has crashed, starts, or has no connection left; a connection that broke has no state at all.
# *Source*: PostgreSQL, appendix A.
STATES = {None, "57P01", "57P02", "57P03", "53300"}


class Away(Refusal):
    """Nothing can be read or written. Whether the last change was made, only a repetition tells."""

    status = 503
    title = _("Kairos is back in a moment.")
    sentences: ClassVar = {
        "away": _("Kairos cannot be reached for a moment. Try again: what you confirmed is kept.")
    }


def is_away(exception: BaseException | None) -> bool:
    """Say whether this went wrong because the database could not be reached, or left in the middle."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return False
    state = getattr(exception.__cause__, "sqlstate", None)
    return state in STATES or str(state).startswith("08")


def away() -> Away:
    """Return what is said then, with the time to come again."""
    return Away("away", retry_after_s=COME_AGAIN_AFTER_S)
