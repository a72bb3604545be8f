"""What is no cell of the grid is refused by name, in the reader's language, and nothing changes."""

import pytest

from matching.models import Availability, CellChange
from places import cells
from tests import builders
from tests.api.conftest import assert_refused

WISHES = {"minutes": 45, "intention": "swap-ideas", "topic": "Small boats", "reach_min": 10}
ODD = [
    "",
    " ",
    "0",
    "4" * 16,
    builders.HERE + "0",  # finer than the rule
    builders.HERE[:-2],  # wider than a parent
    builders.HERE + "\x00",
    builders.HERE[:-1] + "٣",  # a digit, of another script
    "１２０１２０２１１０１３３１００",
    "1201202110133100\u200b",
    "../../etc/passwd",
    "0" * 10_000,
    "é" * 10_000,
    "60.171,24.941",
    "geo:60.17,24.94",
    None,
    ["1201202110133100"],
    {"x": 1, "y": 2, "z": 3},
    True,
]


def refused(answer):
    """Refused as a value, as no cell, or as coordinates; never a crash."""
    said = answer.json()
    return (answer.status_code, said["code"]) in {
        (422, "invalid"), (422, "bad-cell"), (400, "coordinates-not-accepted"),
    } and bool(said["detail"])  # fmt: skip


@pytest.mark.parametrize("cell", ODD, ids=lambda cell: str(cell)[:20].encode("unicode_escape").decode())
def test_nobody_goes_live_in_it(eves, places, cell):
    assert refused(eves.post("availability", {**WISHES, "cell": cell}))
    assert not Availability.objects.exists()
    assert not CellChange.objects.exists()


@pytest.mark.parametrize("cell", ODD, ids=lambda cell: str(cell)[:20].encode("unicode_escape").decode())
def test_nobody_moves_into_it(anna, annas, cell):
    assert refused(annas.patch("availability", {"cell": cell}))
    assert builders.session_of(anna).cell == builders.HERE
    assert CellChange.objects.filter(person=anna).count() == 1


def test_a_cell_of_another_rows_zoom_is_none(eves, places):
    """A key of the right length for Helsinki, where the grid is coarser or finer."""
    at_the_equator = cells.cell_for(lon=24.94, lat=0.0)
    assert len(at_the_equator) > len(builders.HERE)
    assert_refused(eves.post("availability", {**WISHES, "cell": at_the_equator[:-2]}), 422, "bad-cell")


def test_it_is_said_in_french_to_the_french(eves, places):
    cell = builders.HERE + "0"
    answer = eves.post("availability", {**WISHES, "cell": cell}, **{"Accept-Language": "fr"})
    assert_refused(answer, 422, "bad-cell")
    assert answer.json()["detail"] == "Ce secteur est inconnu. Rechargez la page."
