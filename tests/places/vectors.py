"""The vectors that tie the server's grid to the phone's; `python -m tests.places.vectors` writes one file.

What is expected there follows from how each fix is built (so many metres beyond an edge), not from the code
under test.
"""

import json
from collections.abc import Iterator
from itertools import product
from math import cos, radians
from pathlib import Path
from typing import Any

import mercantile

from places import cells

HERE = Path(__file__).parent
HOMES = {
    "Helsinki": (24.9414, 60.1719),
    "Paris": (2.3252, 48.8763),
    "Quito, by the equator": (-78.4678, -0.1807),
    "west of the antimeridian": (179.9999, -16.5),
    "east of the antimeridian": (-179.9999, -16.5),
    "north limit": (10.0, 85.0),
    "south limit": (10.0, -85.0),
    "above a seam between zooms": (24.94, mercantile.ul(0, 294, 10).lat + 0.0001),
    "below a seam between zooms": (24.94, mercantile.ul(0, 294, 10).lat - 0.0001),
}
EDGES = {"east": (1, 0), "west": (-1, 0), "south": (0, -1), "north-east": (1, 1)}
BEYOND_M = (-60, 20, 95, 105, 400)
SHARES_OF_SIDE = {"sure": 0.45, "unsure": 0.55}


def vectors(name: str) -> list[dict[str, Any]]:
    return json.loads((HERE / name).read_text(encoding="utf-8"))["vectors"]


def beyond(cell: str, edge: str, metres: float) -> tuple[float, float]:
    """A position so many metres outside an edge of a cell, on the ground."""
    box = mercantile.xy_bounds(mercantile.quadkey_to_tile(cell))
    east, north = EDGES[edge]
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    lat = cells.centre(cell).lat
    for _ in range(5):  # the scale belongs to the latitude that is being looked for
        off = metres / cos(radians(lat))
        at_x = x if not east else (box.right + off if east > 0 else box.left - off)
        at_y = y if not north else (box.top + off if north > 0 else box.bottom - off)
        lon, lat = mercantile.lnglat(at_x, at_y)
    return (lon + 180) % 360 - 180, lat


def build() -> Iterator[dict[str, Any]]:
    for (name, (lon, lat)), edge, metres in product(HOMES.items(), EDGES, BEYOND_M):
        home = cells.cell_for(lon=lon, lat=lat)
        lasts: dict[str, str | None] = {"cell": home, "wide cell": home[:-1]}
        if metres == BEYOND_M[0]:
            lasts |= {"nothing": None, "no cell of this grid": "0123"}
        for known, last in lasts.items():
            fix_lon, fix_lat = beyond(last if known == "wide cell" else home, edge, metres)
            own = cells.cell_for(lon=fix_lon, lat=fix_lat)
            kept = known.endswith("cell") and metres <= 100
            for sure, share in SHARES_OF_SIDE.items():
                yield {
                    "name": f"{name}, {metres} m beyond the {edge} edge, last {known}, {sure}",
                    "last": last,
                    "lon": fix_lon,
                    "lat": fix_lat,
                    "accuracy_m": round(share * cells.side_m(own), 1),
                    "cell": expected(last if kept else None, own, unsure=sure == "unsure"),
                    "wide": cells.parent(last if kept and last else own),
                }


def expected(kept: str | None, own: str, *, unsure: bool) -> str:
    if unsure:
        return cells.parent(kept or own)
    if kept is None or kept == cells.parent(own):
        return own
    return kept


if __name__ == "__main__":
    rule = (
        "The last cell is kept while the fix lies in it enlarged by 100 m (Mercator units x cos(lat))."
        " Accuracy worse than half a side, or the wider area chosen: the parent. A kept wide cell becomes the"
        " own cell once the phone is sure and the fix inside it."
    )
    rows = ",\n".join(json.dumps(vector) for vector in build())
    (HERE / "hysteresis-vectors.json").write_text(
        f'{{"rule": {json.dumps(rule)}, "vectors": [\n{rows}\n]}}\n', encoding="utf-8"
    )
