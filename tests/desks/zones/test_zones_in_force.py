"""Which zones bind whom when, and what the command prints about positions."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.desks.zones.conftest import KOREA
from typer.testing import CliRunner

from servanda.cli.app import app
from servanda.desks.military.zones.regime import moment_of
from servanda.desks.military.zones.zoneset import zones_of
from servanda.dossier import open_ledger

ALL = ["balloon", "fixed-wing", "helicopter", "land", "sea", "uav"]
run = CliRunner().invoke


@pytest.fixture(scope="module")
def zoneset():
    ledger = open_ledger("korea")
    dossier = ledger.as_of("2025-01-01")
    return lambda party: zones_of(dossier, ledger.place, party)


@pytest.mark.parametrize(
    ("party", "day", "zones"),
    [
        ("ROK", "2018-10-30", []),
        ("ROK", "2018-11-02", ALL),
        ("DPRK", "2018-11-02", ALL),
        ("ROK", "2023-11-21", ALL),
        ("ROK", "2023-11-24", ["land", "sea"]),
        ("DPRK", "2023-11-24", []),
        ("ROK", "2024-06-05", []),
        ("DPRK", "2024-06-05", []),
    ],
)
def test_zones_in_force(zoneset, party, day, zones):
    found = zoneset(party)
    told = found.at(moment_of(day, found.tz)).rules
    assert [rule.name.removeprefix("zone/cma-") for rule in told] == zones


def test_they_began_at_midnight_in_korea_and_seoul_suspended_at_three_in_the_afternoon(zoneset):
    found = zoneset("ROK")
    rule = next(rule for rule in found.rules if rule.name == "zone/cma-fixed-wing")
    [period] = rule.periods
    assert period.start.isoformat() == "2018-10-31T15:00:00+00:00"
    assert period.end.isoformat() == "2023-11-22T06:00:00+00:00"
    assert period.closed_by.id == "act/rok-suspends-nofly-2023-11-22"


def test_a_plan_that_was_put_on_hold_suspends_nothing(zoneset):
    found = zoneset("DPRK")
    assert len(found.at(moment_of("2020-06-20", found.tz)).rules) == 6


def test_what_was_not_known_yet_does_not_count():
    ledger = open_ledger("korea")
    found = zones_of(ledger.as_of("2023-11-01"), ledger.place, "ROK")
    assert len(found.at(moment_of("2024-06-05", found.tz)).rules) == 6


POSITIONS = """id,time,lat,lon,class,purpose
plane,2018-12-01T03:00:00Z,38.0,127.0,fixed_wing,
rescue,2018-12-01T03:00:00Z,38.2,127.1,helicopter,rescue
post,2018-12-01T12:00:00+09:00,37.956,126.677,ground,
swapped,2018-12-01T03:00:00Z,127.0,38.0,,
none,2018-12-01T03:00:00Z,nan,127.0,,
"""


@pytest.fixture
def track(tmp_path):
    path = tmp_path / "track.csv"
    path.write_text(POSITIONS)
    return str(path)


def test_one_row_for_each_position_and_applicable_zone(track):
    done = run(app, ["zones", "screen", track, "--zones", "korea", "--on", "2018-12-01",
                     "--party", "ROK", "--format", "csv"])  # fmt: skip
    assert done.exit_code == 1  # the file has faults
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0])[:6] == ["id", "time", "zone", "verdict", "distance_m", "line_distance_m"]
    assert [(r["id"], r["zone"], r["verdict"]) for r in rows] == [
        ("plane", "zone/cma-fixed-wing", "inside"),
        ("rescue", "zone/cma-helicopter", "inside"),
        ("post", "zone/cma-land", "inside"),
    ]
    assert float(rows[0]["distance_m"]) < 0 > float(rows[0]["line_distance_m"])
    assert rows[1]["exemption"] == "exempt with prior notice: rescue"
    assert rows[2]["time"] == "2018-12-01T03:00:00Z"
    assert "seem swapped" in done.stderr
    assert "holds no number" in done.stderr


def test_json_is_the_same_rows(track):
    done = run(app, ["zones", "screen", track, "--on", "2018-12-01", "--party", "ROK",
                     "--format", "json"])  # fmt: skip
    rows = json.loads(done.stdout)
    assert [row["id"] for row in rows] == ["plane", "rescue", "post"]


def test_nothing_in_force_is_said(track):
    done = run(app, ["zones", "screen", track, "--on", "2018-10-30", "--party", "ROK",
                     "--format", "json"])  # fmt: skip
    assert json.loads(done.stdout) == []
    assert "no zone is in force" in done.stderr


def test_each_position_by_its_own_time(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,time,lat,lon,class\n"
                    "before,2018-10-31T14:59:59Z,38.0,127.0,fixed_wing\n"
                    "after,2018-10-31T15:00:00Z,38.0,127.0,fixed_wing\n"
                    "suspended,2023-11-22T06:00:00Z,38.0,127.0,fixed_wing\n"
                    "no-zone,2019-01-01T00:00:00,38.0,127.0,fixed_wing\n")  # fmt: skip
    done = run(app, ["zones", "screen", str(path), "--party", "ROK", "--format", "json"])
    assert [row["id"] for row in json.loads(done.stdout)] == ["after"]
    assert "time without zone" in done.stderr
    assert done.exit_code == 1


def test_geojson_can_be_laid_on_a_map(track, tmp_path):
    out = tmp_path / "out.geojson"
    run(app, ["zones", "screen", track, "--on", "2018-12-01", "--party", "ROK",
              "--format", "geojson", "-o", str(out)])  # fmt: skip
    told = json.loads(out.read_text())
    assert told["features"][0]["geometry"]["coordinates"] == [127.0, 38.0]
    assert "OpenStreetMap" in told["attribution"]


def test_the_table_tells_counts_and_attribution(track):
    done = run(app, ["zones", "screen", track, "--on", "2018-12-01", "--party", "ROK"])
    assert "cma-fixed-wing" in done.stdout
    assert "not adjudication" in done.stdout
    assert "OpenStreetMap" in done.stdout


def test_zones_of_any_agreement_by_geojson(tmp_path, track):
    path = tmp_path / "truce.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"name": "strip", "craft": "helicopter"},
        "geometry": {"type": "Polygon", "coordinates": [[[127, 38], [127.5, 38], [127.5, 38.5],
                                                          [127, 38.5], [127, 38]]]}}]}))  # fmt: skip
    done = run(app, ["zones", "screen", track, "--zones", str(path), "--format", "json"])
    [row] = json.loads(done.stdout)
    assert (row["id"], row["zone"], row["verdict"]) == ("rescue", "strip", "inside")
    assert row["line_distance_m"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--party", "Sweden"], "no zone binds 'Sweden'"),
        (["--on", "yesterday"], "is no date"),
        (["--class", "submarine"], "is no class of craft"),
        (["--tz", "Mars/North"], "is no time zone"),
        (["--zones", "nowhere"], "no shipped process"),
    ],
)
def test_wrong_usage_is_said(track, arguments, said):
    done = run(app, ["zones", "screen", track, *arguments])
    assert done.exit_code != 0
    assert said in str(done.exception) + done.stderr


def test_list_tells_when_each_bound(track):
    done = run(app, ["zones", "list", "--on", "2023-11-24", "--party", "ROK", "--format", "json"])
    told = {row["zone"]: row["in_force"] for row in json.loads(done.stdout)["zones"]}
    assert told["zone/cma-land"] is True
    assert told["zone/cma-uav"] is False


def test_an_altered_drawing_is_refused(tmp_path):
    import shutil

    place = tmp_path / "p"
    shutil.copytree(KOREA.parents[1], place, ignore=shutil.ignore_patterns("derived"))
    ledger = open_ledger(place)
    assert zones_of(ledger.as_of("2019-01-01"), place, "ROK").rules  # as shipped
    path = place / "zone.csv"
    digest = zones_of(ledger.as_of("2019-01-01"), place, "ROK")
    assert digest.faults == ()
    text = path.read_text(encoding="utf-8")
    old = next(csv.DictReader(io.StringIO(text)))["geometry"]
    path.write_text(text.replace(old, "0" * 64), encoding="utf-8")
    from servanda.errors import DataError

    with pytest.raises(DataError, match="has the SHA-256"):
        zones_of(open_ledger(place).as_of("2019-01-01"), place, "ROK")
