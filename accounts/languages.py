"""The languages people can say they speak, each under its own name. Pure.

Anybody may read it. One language in common is a hard condition of every match.
"""

from collections.abc import Iterable
from typing import Final

NATIVE_NAMES: Final[dict[str, str]] = {
    "en": "English",
    "fr": "Français",
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "es": "Español",
    "et": "Eesti",
    "fi": "Suomi",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}

_SPOKEN_AS: Final = {"no": "nb", "nn": "nb", "iw": "he"}
"""Codes that browsers send for a language listed under another code."""


def from_browser(accept_language: str, *, interface: str) -> list[str]:
    """The languages a browser asks for, best first, those we list only; the interface's own leads."""
    asked = (part.partition(";")[0].strip().lower() for part in accept_language.split(",") if _wanted(part))
    return known([interface, *(code.partition("-")[0] for code in asked)])


def known(codes: Iterable[str]) -> list[str]:
    """The codes we list, once each, in the order given; English when there is none."""
    listed = dict.fromkeys(_SPOKEN_AS.get(code, code) for code in codes)
    return [code for code in listed if code in NATIVE_NAMES] or ["en"]


def names(codes: Iterable[str]) -> list[str]:
    """What the languages call themselves."""
    return [NATIVE_NAMES[code] for code in codes if code in NATIVE_NAMES]


def _wanted(part: str) -> bool:
    """A weight of nought means "not this one"."""
    weight = part.partition("q=")[2].strip()
    return not weight or weight.strip("0.") != ""
