"""`config.wsgi` with the fault that the environment names."""

from tests.faults import misbehaving

misbehaving.install()

from config.wsgi import application  # noqa: E402 -- after the fault is built in

__all__ = ["application"]
