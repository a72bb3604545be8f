"""The numbers and rules of accounts, each with its unit and its reason. Pure: no Django, no clock.

Anybody may read these; a number that is needed twice is named here once.
"""

from datetime import timedelta
from typing import Final

# --- Sign-in -----------------------------------------------------------------------------------------

CODE_DIGITS: Final = 6
"""Digits: short enough to carry from the mail to the page in one's head."""

CODE_FOR: Final = timedelta(minutes=10)
"""How long a code lives: a slow mail server needs minutes, a thief needs longer."""

TRIES_A_CODE: Final = 5
"""Guesses a code: typing errors need three; five guesses hit a code once in 200,000."""

TRIES_AN_ADDRESS_A_DAY: Final = 20
"""Guesses an address in 24 h, over all its codes: asking for new codes must not buy new guesses."""

CODES_AN_ADDRESS_AN_HOUR: Final = 8
"""Mails an address can be sent in an hour by whoever types it: more would be a way to pester."""

CODES_AN_ADDRESS_A_DAY: Final = 20
"""Mails an address in 24 h, so that a patient pest gains nothing."""

CODES_AN_IP_AN_HOUR: Final = 60
"""Mails one network address can cause in an hour: a conference hall shares one, a spammer needs thousands."""

RESEND_AFTER: Final = timedelta(seconds=30)
"""Rest between two codes to one address: most mails arrive within it."""

PROVISIONAL_FOR: Final = timedelta(hours=24)
"""An address that never typed its code is forgotten after this; nobody asked for it but its sender."""

# --- Verification ------------------------------------------------------------------------------------

WORK_MAIL_FOR: Final = timedelta(days=365)
"""A company mailbox proves the job for a year; every sign-in by code renews it."""

# --- Profile -----------------------------------------------------------------------------------------

NAME_CHARS: Final = 40
ROLE_CHARS: Final = 80
COMPANY_CHARS: Final = 80
HEADLINE_CHARS: Final = 120
TOPIC_CHARS: Final = 80
"""Characters that fit one line of a card on a 360 px phone, twice at most."""

TAG_CHARS: Final = 30
"""Characters of a free tag: two or three words."""

TAGS_A_SIDE: Final = 3
"""Offers, and seeks, a person: three force a choice, and a choice is what a match can be made of."""

TOPICS_KEPT: Final = 3
"""Last topics offered again as chips."""

ANSWER_CHOICES_S: Final = (90, 180, 300)
"""Seconds that an invitation rings at a person: the longer ones are for who reads or moves more slowly."""

HIDDEN_COMPANIES: Final = 20
"""Companies a person may hide from: a handful in life, bounded so that a list stays a list."""
