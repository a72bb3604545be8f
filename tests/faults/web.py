"""`config.wsgi` with the fault that the environment names."""

from tests.faults import misbehaving

misbehaving.install()

from config.wsgi import application

__all__ = ["application"]
