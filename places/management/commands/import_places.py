"""`manage.py import_places FILE.osm.pbf`: the public places of an OpenStreetMap extract as meeting points."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from places import imports, points
from places.osm import Extract


class Command(BaseCommand):
    help = (
        "Take the public places of an OpenStreetMap extract as meeting points; run it again to update them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="an extract, for example finland-latest.osm.pbf")
        parser.add_argument(
            "--source",
            help="the extract's name, by default the file's; its places that the file lacks become inactive",
        )

    def handle(self, *, file: Path, source: str | None, verbosity: int, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        started = time.monotonic()
        extract = Extract(file)
        try:
            report = imports.take(
                extract.places(),
                source=source or file.name.partition(".")[0],
                told=lambda so_far: self.stderr.write(f"{so_far} places ...") if verbosity > 1 else None,
            )
        except RuntimeError as broken:  # osmium's word for a file that it cannot read
            raise CommandError(f"{file} cannot be read, nothing was changed: {broken}") from broken
        except imports.NothingFound as empty:
            raise CommandError(f"{file} holds no public place, nothing was changed.") from empty
        self._tell("Took", report.took)
        self._tell("Opening", extract.noted)
        self._tell("Refused", extract.refused)
        took_s = time.monotonic() - started
        self.stdout.write(f"New {report.new}, vanished {report.vanished}, in {took_s:.1f} s")
        self.stdout.write(f"Data {points.attribution}, ODbL 1.0")

    def _tell(self, heading: str, counted: Counter[str]) -> None:
        parts = ", ".join(f"{what} {number}" for what, number in counted.most_common())
        self.stdout.write(f"{heading} {counted.total()}: {parts}")
