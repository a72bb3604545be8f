"""What moderation writes to people, in their own language."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Statement


def send_statement(statement: Statement) -> None:
    """Mail the reasons of a measure, with the way to contest it, to the person it concerns."""
    with translation.override(statement.language):
        text = render_to_string("moderation/mails/statement.txt", {"statement": statement})
        send_mail(_("Your Kairos account is frozen"), text, None, [statement.user.email])
