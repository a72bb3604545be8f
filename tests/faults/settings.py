"""The settings of a house under fault: config's, with another sweep where a test cannot wait for it."""

import os

from config.settings import *  # noqa: F403
from config.settings import LIVE_HEADS_EVERY_S as EVERY_S

LIVE_HEADS_EVERY_S = float(os.environ.get("TEST_HEADS_EVERY_S", EVERY_S))
