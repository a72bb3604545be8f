"""The sentences of alarms: fixed, so that whoever carries one learns nothing about anybody."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "invitation-received": _("Meet now? Somebody near you asks."),
    "table-offered": _("A table now? There are people near you whom you may suit."),
    "meeting-agreed": _("It is agreed: your meeting begins."),
    "meeting-late": _("The person you are meeting needs a few minutes more."),
    "meeting-arrived": _("The person you are meeting is there."),
    "meeting-messaged": _("The person you are meeting has a word for you."),
    "meeting-cancelled": _("Your meeting was called off."),
    "meeting-released": _("Your meeting is over: nobody waits any more."),
    "plan-due": _("What you planned begins soon. Are you free?"),
    "pulse-gathers": _("Enough people mean to come. It begins soon."),
    "enough-people-free": _("At least five people are free where you asked."),
}
