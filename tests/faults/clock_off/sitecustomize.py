"""A Python whose clock is off by `CLOCK_OFF_S`: found by it on its path, before anything else is imported.

`time.monotonic` goes on as it went: a wrong clock is wrong, not fast.
"""

import datetime
import os
import time

_off = float(os.environ.get("CLOCK_OFF_S", "0"))
_time, _datetime = time.time, datetime.datetime


class _Kind(type):
    """Whatever is a `datetime` is one of these too, and the other way round."""

    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, _datetime)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, _datetime)


class _Off(_datetime, metaclass=_Kind):
    def __new__(cls, *given, **named):
        return _datetime.__new__(_datetime, *given, **named)

    @classmethod
    def now(cls, tz=None):
        return _datetime.fromtimestamp(_time() + _off, tz)

    @classmethod
    def utcnow(cls):
        return _datetime.fromtimestamp(_time() + _off, datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()


if _off:
    time.time = lambda: _time() + _off
    time.time_ns = lambda: int((_time() + _off) * 1e9)
    datetime.datetime = _Off
