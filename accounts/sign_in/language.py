"""The language cookie, which Django's LocaleMiddleware reads.

Called where a person's language becomes known: the end of sign-in and the switch.
"""

from typing import Final

from django.conf import settings
from django.http import HttpResponse

_YEAR_S: Final = 365 * 24 * 3600
"""Seconds: as long as browsers keep a cookie, roughly."""


def speak(response: HttpResponse, language: str) -> None:
    """Let this browser's next pages be in that language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_S,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
