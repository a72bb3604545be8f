"""Who is at a socket, whether they may still stay, and what they have not heard: asked in one statement for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from kernel import tokens
from kernel.models import ApiToken
from notifications.messages import MOST_AT_ONCE, Numbered, Reset, Sync, catch_up
from notifications.models import Stream
