"""The settings of the socket process under test: its database and its Redis are those of the test session."""

import os

from config.settings_test import *  # noqa: F403 -- those, but for what follows
from config.settings_test import CHANNEL_LAYERS, DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 20, "timeout": 5}  # as in production
CHANNEL_LAYERS["default"]["CONFIG"] = {
    "hosts": [{"address": os.environ["REDIS_URL"], "socket_connect_timeout": 0.5}],
    "prefix": "realtime",
}
SOCKET_ORIGINS = ["http://testserver"]
LIVE_HEADS_EVERY_S = 1.0  # instead of 20
