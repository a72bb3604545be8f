"""Somebody in reach, drawn once: a list is asked for every ten seconds, and a card hardly ever changes."""

from functools import lru_cache
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from matching.cards import Card

register = template.Library()
DRAWN_MOST: Final = 4_096  # cards a process keeps drawn, some 3 kB each


@register.simple_tag
def person_card(card: Card) -> SafeString:
    """The card as a list item, in the language of the page."""
    return _drawn(card, get_language())


@lru_cache(maxsize=DRAWN_MOST)
def _drawn(card: Card, _language: str | None) -> SafeString:
    # Nothing of the reader may enter here, nor a token: everybody who sees this card gets the same drawing.
    return render_to_string("matching/_card.html", {"card": card})
