"""The victims' phones: fixes go in, and what the page's own modules would publish comes out."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.privacy.attacks.ground import City, Spot
from tests.privacy.phone import Edit, edited

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[2]
SURE_M: Final = 15.0
Fix = tuple[Spot, float]


def published(traces: list[tuple[City, list[Fix]]], edits: Sequence[Edit] = ()) -> list[list[str]]:
    """The cells that each phone publishes, fix by fix, each phone remembering what it remembers.

    `edits` plant a leak in the phones.
    """
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".local" / "bin"))
    if node is None:
        raise RuntimeError("the phones' modules need Node")
    told = [
        [city.place(spot) | {"accuracy_m": accuracy_m} for spot, accuracy_m in fixes]
        for city, fixes in traces
    ]
    with TemporaryDirectory(prefix="kairos-edited-") as folder:
        modules = edited(Path(folder), edits)
        ran = subprocess.run(
            [node, HERE / "phones.mjs", modules],
            input=json.dumps(told), capture_output=True, text=True, check=True,
        )  # fmt: skip
    return json.loads(ran.stdout)
