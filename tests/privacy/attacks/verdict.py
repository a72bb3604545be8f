"""What counts as having found nobody: of so many victims, an error and a share that chance explains."""

from math import comb, pi, sqrt
from typing import Final

from tests.privacy.attacks.run import Figures

PROMISED: Final = 200  # people for whom the bars are named; more of them do not move the bars
FLAT_S: Final = 0.399  # sides: the median error of who knows the cell and nothing else
EIGHTH: Final = pi / 64  # the share of a cell within an eighth of a side of its middle: 4.9 %
DEVIATIONS: Final = 3.1  # the bar for 200 victims, 0.355 s, is so many standard errors under the flat prior
UNLIKELY: Final = 0.016  # and 17 of them, 8.5 %, are exceeded by chance about so often
FOUND_S: Final = 0.125  # a control must come closer than this
COARSE: Final = {"annuli", "oracle", "mirror", "versions", "nested", "sweep", "timing"}
"""Attacks whose planted leak is a bit, steps of 150 m, or drowned in noise: better than blind, not s/8."""
MUCH_BETTER: Final = 0.75  # of the error of who only knows the cells of the same people


def least_error_s(victims: int) -> float:
    """The smallest median error that passes: 0.355 s for 200, less for fewer, whose median scatters more.

    The density of the error at the median m is 2 pi m / s^2; so the standard error is 1 / (2 f sqrt(n)).
    """
    victims = min(victims, PROMISED)
    return round(FLAT_S - DEVIATIONS / (2 * 2 * pi * FLAT_S * sqrt(victims)), 3)


def most_within_an_eighth(victims: int) -> float:
    """The largest share that passes: 8.5 % of 200, more of fewer, by the same small chance."""
    victims = min(victims, PROMISED)
    allowed = next(count for count in range(victims + 1) if beyond(count, victims) <= UNLIKELY)
    return allowed / victims


def beyond(count: int, victims: int) -> float:
    """The chance of more than `count` of `victims` by luck."""
    return 1 - sum(
        comb(victims, one) * EIGHTH**one * (1 - EIGHTH) ** (victims - one) for one in range(count + 1)
    )


def wrong(
    ours: dict[str, Figures], controls: dict[str, Figures], planted: dict[str, Figures] | None = None
) -> list[str]:
    """What is not as it must be, in words: here, in the services that tell, in Kairos with a leak."""
    found = []
    for slug, here in ours.items():
        count = len(here.tries)
        if here.error_s < least_error_s(count):
            found.append(f"{slug} finds people to {here.error_s:.3f} s; at least {least_error_s(count)} s")
        if here.within_an_eighth > most_within_an_eighth(count):
            found.append(f"{slug} is within s/8 of {here.within_an_eighth:.1%}")
    for slug, there in controls.items():
        if there.error_s >= FOUND_S:
            found.append(f"{slug} fails where it must succeed: {there.error_s:.3f} s")
    for slug, leaky in (planted or {}).items():
        if leaky.error_s >= (MUCH_BETTER * leaky.blind_s if slug in COARSE else FOUND_S):
            found.append(f"{slug} does not find the leak planted in Kairos: {leaky.error_s:.3f} s")
    return found
