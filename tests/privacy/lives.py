"""How many lives are lived, of how many steps, by which dice."""

from unittest import mock

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from hypothesis.stateful import get_state_machine_test

from tests.privacy.machine import TwinWorlds
from tests.privacy.twins import Twins


def live(twins: Twins, *, lives: int, steps: int, dice: int, shrink: bool = False) -> None:
    """Live so many lives in both worlds; raises `Leak` at the first difference."""
    bounds = settings(
        max_examples=lives,
        stateful_step_count=steps,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        deadline=None,
        database=None,  # every life follows from the dice alone
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    # Hypothesis also draws what it finds written in the modules loaded so far: where tests come in another
    # order, the same dice would fall otherwise.
    with mock.patch.object(providers, "_get_local_constants", Constants):
        seed(dice)(get_state_machine_test(lambda: TwinWorlds(twins), settings=bounds))()
