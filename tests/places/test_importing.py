"""An extract of OpenStreetMap becomes meeting points: all of it or nothing, again and again, all counted."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from places import imports
from places.models import MeetingPoint
from places.osm import Extract
from tests.places.conftest import CITY

CAFE = '<tag k="amenity" v="cafe"/><tag k="name" v="Ekberg"/>'


def node(number: int, tags: str = "", *, lon: float = 24.94, lat: float = 60.17) -> str:
    return f'<node id="{number}" version="1" lon="{lon}" lat="{lat}">{tags}</node>'


@pytest.fixture
def town(tmp_path):
    """Writes an extract of the given things and reads it."""

    def write(*things: str, name: str = "town.osm") -> Extract:
        file = tmp_path / name
        file.write_text(f'<osm version="0.6">{"".join(things)}</osm>', encoding="utf-8")
        return Extract(file)

    return write


def take(extract: Extract, source: str = "town") -> imports.Report:
    return imports.take(extract.places(), source=source)


def test_the_demo_city_is_taken_with_every_refusal_counted(db):
    extract = Extract(CITY)
    report = take(extract)
    assert report.took == {
        "restaurant": 212, "cafe": 81, "pub": 52, "hotel": 26, "square": 15, "library": 7, "station": 5,
        "mall": 4, "conference": 3, "arts": 2, "store": 2, "market": 2, "ferry": 1, "food-court": 1,
        "coworking": 1,
    }  # fmt: skip
    assert extract.refused == {"no name": 8, "the same place twice": 7}
    assert extract.noted == {
        "hours known": 171,
        "hours unknown": 191,
        "hours not understood": 5,
        "always open": 47,
    }
    assert MeetingPoint.objects.meetable().count() == report.new == 414


def test_a_second_import_changes_nothing(db):
    take(Extract(CITY))
    before = list(MeetingPoint.objects.order_by("id").values())
    again = take(Extract(CITY))
    assert (again.new, again.vanished) == (0, 0)
    assert list(MeetingPoint.objects.order_by("id").values()) == before


def test_what_the_map_says_becomes_a_point(db, town):
    tags = (
        '<tag k="addr:street" v="Bulevardi"/><tag k="addr:housenumber" v="9"/><tag k="level" v="1"/>'
        '<tag k="opening_hours" v="Mo-Fr 07:30-19:00; Sa 08:30-17:00"/>'
    )
    take(town(node(1, CAFE + tags)))
    point = MeetingPoint.objects.get()
    assert (point.name, point.kind, point.where, point.opening_hours, point.always_open, point.source_id) == (
        "Ekberg", "cafe", "Bulevardi 9, level 1", "Mo-Fr 07:30-19:00; Sa 08:30-17:00", False, "n1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "hours", "always"),
    [
        ('<tag k="amenity" v="cafe"/>', "", False),
        ('<tag k="amenity" v="cafe"/><tag k="opening_hours" v="daily, mostly"/>', "", False),
        ('<tag k="amenity" v="cafe"/><tag k="opening_hours" v="24/7"/>', "", True),
        ('<tag k="railway" v="station"/>', "", True),
        ('<tag k="place" v="square"/>', "", True),
        ('<tag k="tourism" v="hotel"/>', "", True),
        ('<tag k="railway" v="station"/><tag k="opening_hours" v="05:00-24:00"/>', "05:00-24:00", False),
    ],
)
def test_opening_is_what_the_map_says_or_what_its_kind_means(db, town, tags, hours, always):
    take(town(node(1, tags + '<tag k="name" v="Here"/>')))
    point = MeetingPoint.objects.get()
    assert (point.opening_hours, point.always_open) == (hours, always)


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ('<tag k="amenity" v="cafe"/>', "no name"),
        (CAFE + '<tag k="access" v="private"/>', "private"),
        (CAFE + '<tag k="disused" v="yes"/>', "not in use"),
        (CAFE + '<tag k="opening_hours" v="closed"/>', "closed for good"),
        (CAFE + '<tag k="takeaway" v="only"/>', "no seats"),
    ],
)
def test_what_is_no_place_to_meet_is_refused_and_counted(db, town, tags, reason):
    extract = town(node(1, tags), node(2, CAFE))
    assert take(extract).new == 1
    assert extract.refused == {reason: 1}


def test_a_place_drawn_as_a_point_and_as_a_building_is_one(db, town):
    corners = "".join(f'<nd ref="{number}"/>' for number in (2, 3))
    extract = town(node(1, CAFE), node(2), node(3), f'<way id="4" version="1">{corners}{CAFE}</way>')
    take(extract)
    assert extract.refused == {"the same place twice": 1}
    assert MeetingPoint.objects.get().source_id == "n1"


def test_a_building_and_a_square_of_several_rings_stand_in_their_middle(db, town):
    corners = [
        node(1, lon=24.94, lat=60.17),
        node(2, lon=24.942, lat=60.171),
        node(3, lon=24.944, lat=60.169),
    ]
    building = f'<way id="4" version="1"><nd ref="1"/><nd ref="2"/>{CAFE}</way>'
    ring = '<way id="5" version="1"><nd ref="2"/><nd ref="3"/></way>'
    square = (
        '<relation id="6" version="1"><member type="way" ref="5" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="place" v="square"/><tag k="name" v="Tori"/></relation>'
    )
    take(town(*corners, building, ring, square))
    placed = {point.source_id: (point.lon, point.lat) for point in MeetingPoint.objects.all()}
    assert placed == {"w4": pytest.approx((24.941, 60.1705)), "r6": pytest.approx((24.943, 60.17))}


def test_a_building_whose_corners_the_extract_lacks_is_refused(db, town):
    extract = town(node(1, CAFE), f'<way id="4" version="1"><nd ref="8"/>{CAFE}</way>')
    take(extract)
    assert extract.refused == {"no position in the file": 1}


def test_a_place_that_vanished_becomes_inactive_and_comes_back_as_itself(db, town):
    other = node(2, '<tag k="amenity" v="pub"/><tag k="name" v="Angleterre"/>')
    take(town(node(1, CAFE), other))
    old = MeetingPoint.objects.get(source_id="n1")
    assert take(town(other)).vanished == 1
    assert list(MeetingPoint.objects.meetable().values_list("source_id", flat=True)) == ["n2"]
    assert take(town(node(1, CAFE), other)).new == 0
    assert MeetingPoint.objects.meetable().get(source_id="n1").id == old.id


def test_an_import_leaves_the_places_of_other_extracts_alone(db, town):
    take(town(node(1, CAFE)), source="finland")
    take(town(node(2, CAFE)), source="france")
    assert MeetingPoint.objects.meetable().count() == 2


def test_what_was_taken_out_by_hand_stays_out(db, town):
    take(town(node(1, CAFE), node(2, CAFE, lon=24.95)))
    MeetingPoint.objects.filter(source_id="n1").update(barred=True)
    take(town(node(1, CAFE), node(2, CAFE, lon=24.95)))
    assert list(MeetingPoint.objects.meetable().values_list("source_id", flat=True)) == ["n2"]


def test_a_place_has_the_same_id_in_every_installation(db, town):
    take(town(node(1, CAFE)))
    assert str(MeetingPoint.objects.get().id) == "418c30be-c51e-530a-88e5-1b54f72d38a4"


def test_a_file_that_breaks_off_changes_nothing(db, tmp_path, town):
    take(town(node(1, CAFE)), source="broken")
    broken = Path(tmp_path / "broken.osm.pbf")
    broken.write_bytes(CITY.read_bytes()[:400_000])
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_places", broken)
    assert list(MeetingPoint.objects.values_list("source_id", "active")) == [("n1", True)]


def test_a_file_without_a_public_place_retires_nothing(db, town):
    take(town(node(1, CAFE)))
    with pytest.raises(CommandError, match="no public place"):
        call_command("import_places", town(node(2)).path)
    assert MeetingPoint.objects.meetable().count() == 1


def test_a_file_that_is_not_there_is_named(db):
    with pytest.raises(CommandError, match=r"no file .*atlantis"):
        call_command("import_places", "atlantis.osm.pbf")


def test_the_command_says_what_it_took_refused_and_owes(db, town, capsys):
    call_command("import_places", town(node(1, CAFE), node(2, '<tag k="amenity" v="pub"/>')).path)
    took, opening, refused, new, owed = capsys.readouterr().out.splitlines()
    assert (took, opening, refused) == (
        "Took 1: cafe 1",
        "Opening 1: hours unknown 1",
        "Refused 1: no name 1",
    )
    assert new.startswith("New 1, vanished 0, in ")
    assert owed == "Data © OpenStreetMap contributors, ODbL 1.0"
