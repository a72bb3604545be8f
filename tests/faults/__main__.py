"""`make faults`: every fault in turn, and a table. Ends with 1 where a promise is not kept."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "bin"))


def main() -> int:
    asked = argparse.ArgumentParser(prog="bin/kairos faults", description=__doc__)
    asked.add_argument("--clients", type=int, default=200, help="people at their phones")
    asked.add_argument("--only", action="append", default=[], metavar="NAME", help="this fault; repeatable")
    given = asked.parse_args()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: sys.exit(1))  # whatever was started is ended on the way
    with tempfile.TemporaryDirectory(prefix="kairos-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "REDIS_URL": f"unix://{folder}/redis.sock",  # of the house: the suite rings there too
        }
        return run(Path(folder), given.clients, set(given.only))


def run(folder: Path, clients: int, only: set[str]) -> int:
    import django

    django.setup()
    from tests.faults import rows
    from tests.faults.faults import FAULTS
    from tests.faults.house import House
    from tests.faults.promises import table
    from tests.faults.run import live_through

    if unknown := only - {fault.name for fault in FAULTS}:
        sys.exit(f"There is no {', '.join(sorted(unknown))}: {', '.join(fault.name for fault in FAULTS)}")
    postgres, lines = private_postgres(), []
    rows.prepare()
    rows.start_again()
    keep = ROOT / ".local/faults/histories"
    keep.mkdir(parents=True, exist_ok=True)
    with House(folder, os.environ["DATABASE_URL"], postgres=postgres) as house:
        for fault in FAULTS:
            if (only and fault.name not in only) or (fault.needs_postgres and postgres is None):
                continue
            line = live_through(fault, house, clients=clients, keep=keep)
            lines.append(line)
            said = "; ".join([*line.broken, *line.notes]) or "kept"
            print(f"{table([line]).splitlines()[-1]}  {line.took_s:.0f} s: {said}", flush=True)
    for log in sorted(folder.glob("*.log")):
        (keep / log.name).write_bytes(log.read_bytes())
    print(f"\n{table(lines)}")
    return int(any(line.broken for line in lines))


def private_postgres():
    """The private cluster, which may be killed; None where the environment brings a database of its own."""
    import services

    instance = services.Instance("faults")
    return services._postgres(instance) if os.environ["DATABASE_URL"] == instance.database_url else None


if __name__ == "__main__":
    sys.exit(main())
