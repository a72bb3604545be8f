"""The settings of a house under fault: config's, with another database or sweep where a test says so."""

import os

from config.settings import *  # noqa: F403 -- those, but for what follows
from config.settings import DATABASES
from config.settings import LIVE_HEADS_EVERY_S as EVERY_S

LIVE_HEADS_EVERY_S = float(os.environ.get("TEST_HEADS_EVERY_S", EVERY_S))
DATABASES["default"]["NAME"] = os.environ.get("TEST_DATABASE", DATABASES["default"]["NAME"])
