"""The last rung: a mail with the same fixed sentence, the page to open, and how to have no more of them."""

import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from notifications.alarms import path_of
from notifications.wording import SENTENCES

logger = logging.getLogger(__name__)


def send(*, address: str, language: str, name: str, about: UUID) -> bool:
    """Mail it and return whether the server took it."""
    with translation.override(language):
        sentence = str(SENTENCES[name])
        context = {"sentence": sentence, "url": f"{settings.SITE_URL}{path_of(name, about)}",
                   "choices": f"{settings.SITE_URL}/me/ringing/"}  # fmt: skip
        text = render_to_string("notifications/mails/told.txt", context)
        try:
            return bool(send_mail(sentence, text, None, [address]))
        except OSError as error:  # the server is away, or will not have it
            logger.warning("mail not sent: %s", type(error).__name__)
            return False
