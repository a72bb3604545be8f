"""`make attacks`: every attack on two hundred people; prints the table and keeps the figures.

The leaks planted in Kairos are sought on fewer people, who are found or not: their median scatters less.
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from math import inf
from multiprocessing import get_context
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
django.setup()

from django.conf import settings
from django.db import connection

from tests.privacy.attacks import report, verdict
from tests.privacy.attacks.catalogue import ATTACKS
from tests.privacy.attacks.house import BusyHouse, LeakyHouse, standing
from tests.privacy.attacks.run import Figures, on_broken, on_kairos, on_planted

VICTIMS = 200
PLANTED = 24


def main() -> int:
    asked = parser().parse_args()
    count = asked.victims
    started = time.monotonic()
    beside = ProcessPoolExecutor(1, mp_context=get_context("fork"))  # now: later there are threads
    there = beside.submit(controls_of, count)
    name = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "kairos_attacks"  # the tests may run beside
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    folder = Path(tempfile.mkdtemp())
    try:
        with standing(BusyHouse(folder)) as house:
            ours = on_kairos(count, url=house.url, live_url=house.live_url, minutes=asked.minutes)
        with standing(LeakyHouse(folder, folder / "fixes")) as house:
            planted = on_planted(min(count, PLANTED), url=house.url, live_url=house.live_url)
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)
    controls = there.result()
    beside.shutdown()
    done = len(ours["sweep"].tries)
    print(f"\n{done} victims of each attack, in {(time.monotonic() - started) / 60:.0f} min\n")
    print(report.table(ours, controls, planted))
    if count == VICTIMS:
        report.keep(" ".join(["bin/kairos attacks", *sys.argv[1:]]), ours, controls, planted)
        print(f"\nKept in {report.QUOTED.relative_to(report.ROOT)}; every try in build/attacks.json")
    wrong = verdict.wrong(ours, controls, planted)
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def controls_of(count: int) -> dict[str, Figures]:
    """Where each must succeed."""
    return {attack.slug: on_broken(attack, count) for attack in ATTACKS}


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="make attacks", description=__doc__)
    asked.add_argument("--victims", type=int, default=VICTIMS)
    asked.add_argument("--minutes", type=float, default=inf, help="after these nobody new is attacked")
    return asked


if __name__ == "__main__":
    sys.exit(main())
