"""How the house is wired: the environment, the settings, the processes and the timetable.

Nothing of the product lives here; `config` may import every app, and no app imports `config`.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
