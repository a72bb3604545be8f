"""What is written in tables exists: periodic tasks, sockets, addresses."""

from pathlib import Path

import pytest

from config import work
from config.celery import app
from config.schedule import timetable

TIMETABLE = timetable(demo=True)


def test_every_line_of_the_timetable_is_a_task():
    app.loader.import_default_modules()
    assert sorted(TIMETABLE) == sorted(set(TIMETABLE) & set(app.tasks))


def test_no_periodic_run_outlives_its_turn():
    assert all(entry["options"]["expires"] == entry["schedule"] for entry in TIMETABLE.values())


def test_the_worker_of_the_procfile_is_the_watched_one():
    procfile = (Path(__file__).parents[2] / "Procfile").read_text()
    assert f"worker: python -m {work.__name__}\n" in procfile


@pytest.mark.django_db
def test_health_is_told_without_signing_in(client):
    assert client.get("/health/").status_code == 200
