"""The figures as people read them and as a page may quote them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.privacy.attacks.catalogue import ATTACKS
from tests.privacy.attacks.ground import CITIES
from tests.privacy.attacks.run import SEED, Figures

ROOT: Final = Path(__file__).parents[3]
WHOLE: Final = ROOT / "build/attacks.json"
QUOTED: Final = ROOT / "data/attack-figures.json"
FLAT_S: Final = 0.399
"""The median distance from the middle of a square to a place anywhere in it, in sides."""


def table(ours: dict[str, Figures], controls: dict[str, Figures], planted: dict[str, Figures]) -> str:
    """One line an attack: where it must succeed, in Kairos with a leak, and here."""
    head = f"{'attack':14}{'control':>10}{'planted':>10}{'Kairos':>10}{'in sides':>10}"
    lines = [
        head + f"{'50 m':>8}{'s/8':>8}{'probes':>8}",
        *(
            f"{slug:14}{controls[slug].error_m:8.1f} m{in_metres(planted.get(slug)):>10}"
            f"{here.error_m:8.0f} m{here.error_s:8.3f} s"
            f"{here.within_50_m:8.1%}{here.within_an_eighth:8.1%}{here.probes:8}"
            for slug, here in ours.items()
        ),
    ]
    return "\n".join(lines)


def in_metres(figures: Figures | None) -> str:
    return f"{figures.error_m:.0f} m" if figures else "-"


def rows(
    ours: dict[str, Figures], controls: dict[str, Figures], planted: dict[str, Figures]
) -> list[dict[str, Any]]:
    """The same for programs; lengths in metres and in sides of the cell; null where no leak fits."""
    return [
        {
            "name": attack.slug,
            "says": attack.says,
            "control_m": round(controls[attack.slug].error_m, 1),
            "planted_m": round(planted[attack.slug].error_m) if attack.slug in planted else None,
            "error_m": round(ours[attack.slug].error_m),
            "error_s": round(ours[attack.slug].error_s, 3),
            "within_50_m": round(ours[attack.slug].within_50_m, 3),
            "within_s_8": round(ours[attack.slug].within_an_eighth, 3),
            "probes": ours[attack.slug].probes,
        }
        for attack in ATTACKS
    ]


def keep(
    command: str, ours: dict[str, Figures], controls: dict[str, Figures], planted: dict[str, Figures]
) -> None:
    """Write every try into build/, and what a page may quote into data/."""
    sides = ", ".join(f"{city.name} {city.side:.0f} m" for city in CITIES)
    quoted = {
        "command": command,
        "source": f"tests/privacy/attacks, seed {SEED}, real HTTP and sockets, {datetime.now(UTC):%d %B %Y}",
        "cells": sides,
        "victims": len(ours["sweep"].tries),
        "flat_prior_s": FLAT_S,
        "attacks": rows(ours, controls, planted),
    }
    QUOTED.write_text(json.dumps(quoted, indent=1, ensure_ascii=False) + "\n")
    tries = {
        kind: {slug: [vars(one) for one in figures.tries] for slug, figures in several.items()}
        for kind, several in (("kairos", ours), ("controls", controls), ("planted", planted))
    }
    WHOLE.parent.mkdir(exist_ok=True)
    WHOLE.write_text(json.dumps(tries))
