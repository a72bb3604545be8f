"""Everything between installed packages and a running house, in one process; quick when nothing changed."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

DEMO_PLACES = settings.BASE_DIR / "data/helsinki-centre.osm.pbf"

# Folders that the package of htmx brings besides what browsers load.
NOT_SERVED = ["editors", "ext", "scripts", "skills"]


class Command(BaseCommand):
    help = "Migrate the database, compile translations, collect static files, import the demo city's places."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--files-only", action="store_true", help="touch no database (for building images)"
        )

    def handle(self, *, files_only: bool, **options: Any) -> None:
        call_command("compilemessages", verbosity=0, ignore_patterns=[".venv", "node_modules"])
        self._collect()
        if files_only:
            return
        _look_for_database()
        self._say("Bringing the database up to date")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.KAIROS_DEMO:
            self._import_demo_places()
            call_command("settle_demo", verbosity=0)

    def _collect(self) -> None:
        mark = settings.STATIC_ROOT / ".fingerprint"
        fingerprint = _fingerprint()
        if mark.exists() and mark.read_text() == fingerprint:
            return
        self._say("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=NOT_SERVED)
        mark.write_text(fingerprint)

    def _import_demo_places(self) -> None:
        from places.models import MeetingPoint  # models load after the command is found

        if not MeetingPoint.objects.exists():
            self._say("Importing the meeting points of the demo city")
            call_command("import_places", DEMO_PLACES, verbosity=0)

    def _say(self, line: str) -> None:
        self.stdout.write(f"Kairos: {line}")


def _look_for_database() -> None:
    """Say in one line what is wrong with a database that does not answer, or that has no PostGIS to offer."""
    try:
        # Past the pool, which tries for a while and then tells nothing but that.
        with psycopg.connect(**connection.get_connection_params()) as asked:
            offered = asked.execute("SELECT FROM pg_available_extensions WHERE name = 'postgis'").fetchone()
    except psycopg.OperationalError as error:
        raise CommandError(f"DATABASE_URL: {error}") from None
    if offered is None:
        raise CommandError("DATABASE_URL: this PostgreSQL has no PostGIS; install it there")


def _fingerprint() -> str:
    """Names and contents of everything that would be collected, and how: tests name their files otherwise."""
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            seen.update(name.encode())
            seen.update(Path(storage.path(name)).read_bytes())
    return seen.hexdigest()
