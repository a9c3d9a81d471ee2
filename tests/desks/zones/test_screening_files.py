"""Files screened: rows in every form, passages, a map, and a folder by several workers."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

pytest.importorskip("pyarrow")
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from typer.testing import CliRunner

from servanda.cli.app import app
from servanda.desks.military.tracks.positions import positions
from servanda.desks.military.zones import cells
from servanda.desks.military.zones.cells import Cells
from servanda.desks.military.zones.files import Job, files_of, screen_file, screen_files
from servanda.desks.military.zones.passages import Passages
from servanda.desks.military.zones.screening import Screening
from servanda.desks.military.zones.zoneset import zones_in_file
from servanda.parameters import Parameters

START = np.datetime64("2018-12-01T03:00:00", "ms")
ROOM = Parameters().of("desks.military.tracks")
run = CliRunner().invoke


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A square of one degree, band 1 km."""
    path = tmp_path_factory.mktemp("zones") / "box.geojson"
    area = shapely.box(30.0, 10.0, 31.0, 11.0)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": area.__geo_interface__,
         "properties": {"zone": "box", "uncertainty_m": 1000}}]}))  # fmt: skip
    return path


def flight(id, lons, lat=10.5, every=60):
    n = len(lons)
    time = START + (np.arange(n) * every * 1000).astype("m8[ms]")
    return positions(np.arange(n) + 1, [id] * n, time, np.array(lons, float), np.full(n, lat))


def passages(zones, *batches):
    screening, found = Screening(zones), Passages()
    for batch in batches:
        found.add(screening.screen(batch))
    return found.all()


IN_AND_OUT = [29.8, 29.9, 30.1, 30.2, 30.3, 31.2, 31.3, 30.9, 30.8]


def test_a_passage_is_a_stay_between_positions_outside(box):
    zones = zones_in_file(box)
    first, second = passages(zones, flight("a", IN_AND_OUT))
    assert (first.start, first.end) == ("2018-12-01T03:02:00Z", "2018-12-01T03:04:00Z")
    assert (first.positions, first.inside) == (3, 3)
    assert first.lon == 30.3
    assert first.deepest_m == pytest.approx(-32_880, rel=0.01)
    assert (second.start, second.end) == ("2018-12-01T03:07:00Z", "2018-12-01T03:08:00Z")


@pytest.mark.parametrize("size", [1, 2, 5])
def test_passages_do_not_depend_on_the_batches(box, size):
    zones = zones_in_file(box)
    whole = flight("a", IN_AND_OUT)
    parts = [whole.take(np.arange(at, min(at + size, len(whole))))
             for at in range(0, len(whole), size)]  # fmt: skip
    assert passages(zones, *parts) == passages(zones, whole)


def test_a_position_in_the_band_is_in_the_passage_but_not_inside(box):
    [one] = passages(zones_in_file(box), flight("a", [29.995, 30.005, 30.5]))
    assert (one.positions, one.inside) == (3, 1)


def test_cells_nest_whatever_the_order(box, monkeypatch):
    monkeypatch.setattr(cells, "MOST_CELLS", 50)
    screening = Screening(zones_in_file(box))
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(29.5, 31.5, 4000), rng.uniform(9.5, 11.5, 4000)
    whole = positions(np.arange(4000), ["a"] * 4000, np.full(4000, START), lon, lat)
    frame = (29.6, 9.6, 31.4, 11.4)
    one = Cells(frame)
    one.add(screening.screen(whole))
    for order in ([0, 1, 2, 3], [3, 1, 0, 2]):
        total = Cells(frame)
        for part in order:
            some = Cells(frame)
            some.add(screening.screen(whole.take(np.arange(part * 1000, part * 1000 + 1000))))
            total.merge(some)
        assert (total.step, total.cells) == (one.step, one.cells)
        assert (total.states, total.beyond) == (one.states, one.beyond)
    assert len(one.cells) <= 50
    assert sum(one.states) == 4000
    inside = np.count_nonzero((lon > 30) & (lon < 31) & (lat > 10) & (lat < 11))
    assert one.states[cells.WITHIN] <= inside


def write(path, seed, n=3000):
    """Craft in random walks, some positions odd."""
    rng = np.random.default_rng(seed)
    ids = np.repeat([f"{seed}-{k}" for k in range(n // 100)], 100)
    lon = 30.5 + np.cumsum(rng.normal(0, 0.02, n))
    lat = 10.5 + np.cumsum(rng.normal(0, 0.02, n))
    lat[5] = np.nan
    lon[200] += 40
    time = START + (np.tile(np.arange(100), n // 100) * 60_000).astype("m8[ms]")
    pq.write_table(pa.table({"id": ids, "time": pa.array(time, pa.timestamp("ms", "UTC")),
                             "lon": lon, "lat": lat}), path)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "tracks"
    (place / "more").mkdir(parents=True)
    for seed in (1, 2):
        write(place / f"day{seed}.parquet", seed)
    write(place / "more" / "day3.parquet", 3)
    (place / "broken.parquet").write_bytes((place / "day1.parquet").read_bytes()[:900])
    (place / "notes.md").write_text("not positions")
    return place


def test_a_folder_is_the_sum_of_its_files_and_survives_a_broken_one(folder, box):
    zones = zones_in_file(box)
    job = Job(zones, None, ROOM)
    paths = files_of(folder)
    assert [path.name for path in paths] == ["broken.parquet", "day1.parquet", "day2.parquet",
                                             "day3.parquet"]  # fmt: skip
    whole = screen_files(paths, job, root=folder)
    parts = [screen_file(path, job) for path in paths[1:]]
    for key in whole.counts:
        assert whole.counts[key] == sum(part.counts.get(key, 0) for part in parts)
    assert len(whole.passages) == sum(len(part.passages) for part in parts)
    told = [str(fault) for tally in whole.tallies for fault in tally.faults()]
    assert any("broken.parquet" in line and "cut off" in line for line in told)
    assert any(line.startswith("more/day3.parquet") for line in told)


def test_two_workers_find_what_one_finds(folder, box):
    distributed = pytest.importorskip("distributed")
    from servanda.desks.military.zones.files import screen_on_cluster

    zones = zones_in_file(box)
    job = Job(zones, None, ROOM)
    paths = files_of(folder)
    rows, theirs = [], []
    one = screen_files(paths, job, rows.append, root=folder)
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        two = screen_on_cluster(paths, job, client, theirs.append, root=folder)
    assert two.counts == one.counts
    assert two.passages == one.passages
    assert two.cells == one.cells
    assert [t.faults() for t in two.tallies] == [t.faults() for t in one.tallies]
    assert (
        pa.Table.from_batches(theirs)
        .combine_chunks()
        .equals(pa.Table.from_batches(rows).combine_chunks())
    )


def test_every_form_holds_the_same_rows(folder, box, tmp_path):
    file = str(folder / "day1.parquet")
    ask = ["zones", "screen", file, "--zones", str(box)]
    forms = {}
    for form in ("csv", "json", "geojson", "parquet"):
        out = tmp_path / f"rows.{form}"
        done = run(app, [*ask, "--format", form, "-o", str(out)])
        assert done.exit_code == 1  # one position is no number
        forms[form] = out
    from_json = json.loads(forms["json"].read_text())
    assert len(from_json) == 2999
    from_csv = list(csv.DictReader(io.StringIO(forms["csv"].read_text())))
    assert [row["id"] for row in from_csv] == [row["id"] for row in from_json]
    assert [float(row["distance_m"]) for row in from_csv] == [
        row["distance_m"] for row in from_json]  # fmt: skip
    features = json.loads(forms["geojson"].read_text())["features"]
    assert [f["properties"]["verdict"] for f in features] == [r["verdict"] for r in from_json]
    table = pq.read_table(forms["parquet"])
    assert table.column("verdict").to_pylist() == [row["verdict"] for row in from_json]
    assert "jump" in "".join(row["flags"] for row in from_json)


def test_only_what_is_not_outside(folder, box):
    done = run(app, ["zones", "screen", str(folder / "day1.parquet"), "--zones", str(box),
                     "--format", "csv", "--hits"])  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows
    assert {row["verdict"] for row in rows} <= {"inside", "indeterminate"}


def test_table_passages_and_maps(folder, box, tmp_path):
    ask = ["zones", "screen", str(folder / "day2.parquet"), "--zones", str(box)]
    for name in ("map.svg", "map.png", "map.html"):
        done = run(app, [*ask, "--map", str(tmp_path / name)])
        assert "in force at each position's own time" in " ".join(done.stdout.split())
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "map.html").read_text()
    assert "<svg" in page
    assert "Passages" in page
    listed = list(csv.DictReader(io.StringIO(run(app, [*ask, "--format", "passages"]).stdout)))
    assert page.count("<tr>") >= len(listed)
    assert {row["zone"] for row in listed} == {"box"}


def test_what_cannot_be_asked_is_said(folder, box):
    file = str(folder / "day2.parquet")
    for more, what in (
        (["--map", "map.gif"], "maps are drawn as"),
        (["--format", "parquet"], "not written to stdout"),
        (["--class", "zeppelin"], "no class of craft"),
        (["--tz", "Mars"], "no time zone"),
    ):
        done = run(app, ["zones", "screen", file, "--zones", str(box), *more])
        assert done.exit_code != 0
        assert what in done.stderr or what in str(done.exception)


def test_a_folder_without_positions_is_said(tmp_path, box):
    done = run(app, ["zones", "screen", str(tmp_path), "--zones", str(box)])
    assert "holds no file of positions" in (done.stderr + str(done.exception))
