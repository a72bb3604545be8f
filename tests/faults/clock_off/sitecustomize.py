"""A Python whose clock is off by `CLOCK_OFF_S`: found by it on its path, before anything else is imported.

`datetime` stays the class it is, since libraries in other languages know it by its address: only what it
says of the present is replaced, in the dictionary of the class itself. `time.monotonic` goes on as it went:
a wrong clock is wrong, not fast.
"""

import ctypes
import datetime as dt
import gc
import os
import time

_off = float(os.environ.get("CLOCK_OFF_S", "0"))
_time = time.time


def _now(cls, tz=None):
    return cls.fromtimestamp(_time() + _off, tz)


def _utcnow(cls):
    return cls.fromtimestamp(_time() + _off, dt.UTC).replace(tzinfo=None)


def _replace(kind, **methods):
    [inside] = gc.get_referents(kind.__dict__)
    inside.update({name: classmethod(method) for name, method in methods.items()})
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


if _off:
    time.time = lambda: _time() + _off
    time.time_ns = lambda: int((_time() + _off) * 1e9)
    _replace(dt.datetime, now=_now, utcnow=_utcnow, today=_now)
    _replace(dt.date, today=lambda cls: cls.fromtimestamp(_time() + _off))
