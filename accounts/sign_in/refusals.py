"""The sentences with which sign-in says no: the same for an address we know and one we do not."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kernel.refusals import Refusal


class SignInRefused(Refusal):
    """Why no code is sent, or why a code opens nothing."""

    status = 422
    statuses: ClassVar = {"too-many-codes": 429, "too-soon": 429, "too-many-guesses": 429, "no-mail": 503}
    title = _("You are not signed in yet.")
    sentences: ClassVar = {
        "too-soon": _("A code has just been sent. You can ask for another one in half a minute."),
        "too-many-codes": _("Many codes have been asked for here. Please try again in an hour."),
        "too-many-guesses": _("Too many wrong codes for this address today. Please try again tomorrow."),
        "no-mail": _("The mail could not be sent just now. Please try again in a minute."),
        "wrong-code": _("This is not the code of the last mail. Please check it and try again."),
        "spent-code": _("This code no longer works. Please ask for another one."),
    }
