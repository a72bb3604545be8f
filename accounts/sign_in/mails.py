"""The mail that carries a code, in the language of the page that asked for it.

Called by the adapter. The profile's language plays no part: the mail would tell who has one.
"""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts import policy
from accounts.sign_in.refusals import SignInRefused


def send_code(*, address: str, digits: str) -> None:
    """Send the digits, first in the subject, so that a notification on a locked phone shows them.

    Refuses: no-mail, when the mail server does not take it.
    """
    half = policy.CODE_DIGITS // 2
    spaced = f"{digits[:half]} {digits[half:]}"
    minutes = int(policy.CODE_FOR.total_seconds() // 60)
    body = render_to_string("accounts/mails/code.txt", {"code": spaced, "minutes": minutes})
    letter = EmailMessage(
        subject=_("%(code)s is your Kairos code") % {"code": spaced},
        body=body,
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except OSError as failure:  # the network's errors, and smtplib's, which are of the same family
        raise SignInRefused("no-mail") from failure
