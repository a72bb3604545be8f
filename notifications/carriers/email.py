"""The last rung: a mail with the same fixed sentence, the page to open, and how to have no more of them."""

import logging
from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import Self
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.template.loader import render_to_string
from django.utils import translation

from notifications.alarms import path_of
from notifications.wording import SENTENCES

logger = logging.getLogger(__name__)


class Line:
    """One connection to the mail server for several mails, opened for the first of them.

    Once the server is away nothing more is tried on it: nobody waits ten times for the same silence.
    """

    def __init__(self) -> None:
        self._connection = get_connection()
        self._is_down = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._connection.close()

    def send(self, *, address: str, language: str, name: str, about: UUID) -> bool:
        """Mail it and return whether the server took it."""
        if self._is_down:
            return False
        with translation.override(language):
            sentence = str(SENTENCES[name])
            context = {"sentence": sentence, "url": f"{settings.SITE_URL}{path_of(name, about)}",
                       "choices": f"{settings.SITE_URL}/me/ringing/"}  # fmt: skip
            text = render_to_string("notifications/mails/told.txt", context)
        try:
            self._connection.open()  # else each mail would open and close one of its own
            return bool(send_mail(sentence, text, None, [address], connection=self._connection))
        except OSError as error:
            # Who answers is there, and will not have this one.
            self._is_down = not isinstance(error, SMTPResponseException | SMTPRecipientsRefused)
            logger.warning("mail not sent: %s", type(error).__name__)
            return False
