"""Live through one fault: a new crowd, the fault, the verdict."""

import asyncio
from pathlib import Path

from tests.faults import rows
from tests.faults.checker import Verdict, verdict
from tests.faults.faults import SOON_S, Fault
from tests.faults.history import Tried, now
from tests.faults.house import House
from tests.faults.promises import Line, quickness
from tests.faults.world import World

# Of all people together: more than a busy machine can answer would only prove what overload does.
THOUGHTS_A_SECOND = 8.0


def live_through(fault: Fault, house: House, *, clients: int, keep: Path | None = None) -> Line:
    """Let `clients` people live through a fault in this house, and judge it."""
    began = now()
    rows.start_again()
    rows.empty()
    people = rows.settle_in(clients)
    rows.start_again()
    try:
        if fault.prepare:
            fault.prepare(house)
        pace_s = clients / THOUGHTS_A_SECOND * fault.pace
        world = World(house, people, pace_s, phones_each=fault.phones_each)
        stands = asyncio.run(world.live(fault.happen, after_s=fault.after_s))
    except TimeoutError as late:
        return Line(fault, Verdict(), failed=[f"it could not be lived through: {late}"])
    finally:
        house.as_it_was()
    if keep:
        world.history.save(keep / f"{fault.name}.jsonl")
    line = Line(
        fault,
        verdict(world.history, stands, deaf_after_s=fault.deaf_after_s or fault.worst_s),
        notes=world.notes,
        failed=world.failed,
    )
    if fault.quick_again:
        again_s = quickness(world.history, stands, quiet_at=world.quiet_at)
        line.notes.append(f"at the end {again_s:.2f} s from commit to phone at the median")
        if again_s > SOON_S:  # for ever, where nothing was committed: then nothing is proven
            line.broken.append(f"at the end still {again_s:.1f} s from commit to phone at the median")
    if fault.needs_postgres:
        line.notes.append(f"confirmed again {first_confirmed(world):.1f} s after it was started")
    line.took_s = now() - began
    return line


def first_confirmed(world: World) -> float:
    """How long after the healing the first command was confirmed."""
    answered = (
        one.t + one.took_s for one in world.history if isinstance(one, Tried) and one.status in {200, 201}
    )
    return min((t - world.healed_at for t in answered if t > world.healed_at), default=float("inf"))
