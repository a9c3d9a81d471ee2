"""Files of recorded positions: read alike whatever their form, their faults told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

pytest.importorskip("pyarrow")
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from tests.desks.zones.frames import airborne

from servanda.desks.military.tracks.frames import read_frame
from servanda.desks.military.tracks.positions import Flag, Tally
from servanda.desks.military.tracks.reading import kind_of, read_positions
from servanda.errors import DataError, UsageError

NOON = datetime(2018, 12, 1, 3, 0, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")


def read(path, tz=None):
    tally = Tally(path.name)
    batches = list(read_positions(path, tally, tz))
    return batches, tally


def told(tally):
    return [str(fault) for fault in tally.faults()]


def parquet(tmp_path, metadata=None, **columns):
    path = tmp_path / "tracks.parquet"
    table = pa.table(columns)
    if metadata:
        table = table.replace_schema_metadata({b"geo": json.dumps(metadata).encode()})
    pq.write_table(table, path)
    return path


def test_parquet_with_times_of_every_sort(tmp_path):
    stamps = {
        "with zone": pa.array([NOON, None], pa.timestamp("us", "Asia/Seoul")),
        "seconds": pa.array([NOON.timestamp(), None]),
        "milliseconds": pa.array([int(NOON.timestamp() * 1000), None]),
        "nanoseconds": pa.array([int(NOON.timestamp()) * 10**9, None]),
        "text": pa.array(["2018-12-01T12:00:00+09:00", None]),
    }
    for name, time in stamps.items():
        [batch], _ = read(parquet(tmp_path, time=time, mmsi=[440, 441], lat=[38.0, 38.1],
                                  lon=[127.0, 127.1]))  # fmt: skip
        assert batch.time[0] == np.datetime64("2018-12-01T03:00:00"), name
        assert np.isnat(batch.time[1])
        assert batch.flags.tolist() == [0, Flag.NO_TIME], name
        assert batch.id.tolist() == ["440", "441"]


def test_a_time_without_zone_is_no_time_until_a_zone_is_given(tmp_path):
    bare = pa.array([datetime(2018, 12, 1, 12, 0)], pa.timestamp("us"))
    path = parquet(tmp_path, time=bare, lat=[38.0], lon=[127.0])
    [batch], tally = read(path)
    assert np.isnat(batch.time[0])
    assert batch.flags[0] == Flag.NO_ZONE
    assert any("time without zone" in line for line in told(tally))
    [batch], tally = read(path, SEOUL)
    assert batch.time[0] == np.datetime64("2018-12-01T03:00:00")
    assert not tally.faults()


def test_no_number_swapped_and_metres_are_told_apart(tmp_path):
    path = parquet(tmp_path, lat=[38.0, None, 127.0, 4.2e6, 38.0], lon=[127, 127, 38, 3e5, None],
                   time=[NOON] * 5)  # fmt: skip
    [batch], tally = read(path)
    assert len(batch) == 1
    assert (tally.read, tally.kept) == (5, 1)
    lines = "\n".join(told(tally))
    for what in ("holds no number", "seem swapped", "is beyond the globe"):
        assert what in lines


def test_geoparquet_of_points(tmp_path):
    wkb = shapely.to_wkb(shapely.points([127.0, 127.5], [38.0, 38.1])).tolist()
    geo = {"version": "1.1.0", "primary_column": "geometry",
           "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}}  # fmt: skip
    [batch], tally = read(parquet(tmp_path, geo, id=["a", "b"], geometry=wkb, time=[NOON] * 2))
    assert batch.lon.tolist() == [127.0, 127.5]
    assert batch.lat.tolist() == [38.0, 38.1]
    assert not tally.faults()


def test_another_datum_is_brought_to_wgs84_and_told(tmp_path):
    from pyproj import CRS, Transformer

    korean = CRS("EPSG:5179")
    x, y = Transformer.from_crs(4326, korean, always_xy=True).transform(127.0, 38.0)
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {
        "geometry": {"encoding": "WKB", "crs": korean.to_json_dict()}}}  # fmt: skip
    path = parquet(tmp_path, geo, geometry=[shapely.to_wkb(shapely.Point(x, y))], time=[NOON])
    [batch], tally = read(path)
    assert batch.lon[0] == pytest.approx(127.0, abs=1e-6)
    assert batch.lat[0] == pytest.approx(38.0, abs=1e-6)
    assert any("Unified CS" in line for line in told(tally))


def test_a_file_that_names_no_datum_says_so(tmp_path):
    geo = {"version": "1.1.0", "primary_column": "geometry",
           "columns": {"geometry": {"encoding": "WKB", "crs": None}}}  # fmt: skip
    _, tally = read(parquet(tmp_path, geo, geometry=[shapely.to_wkb(shapely.Point(127, 38))]))
    assert any("names no reference system" in line for line in told(tally))


def test_altitude_without_unit_is_not_used_but_aircraft_frames_are_in_feet(tmp_path):
    [batch], tally = read(parquet(tmp_path, lat=[38.0], lon=[127.0], altitude=[1000]))
    assert np.isnan(batch.altitude_m[0])
    assert any("states no unit" in line for line in told(tally))
    [batch], _ = read(parquet(tmp_path, icao24=["a"], latitude=[38.0], longitude=[127.0],
                              altitude=[1000], groundspeed=[100], vertical_rate=[0]))  # fmt: skip
    assert batch.altitude_m[0] == pytest.approx(304.8)


def test_a_cut_off_parquet_is_named(tmp_path):
    path = parquet(tmp_path, lat=[38.0] * 1000, lon=[127.0] * 1000)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataError, match="cut off"):
        read(path)


def test_a_parquet_broken_inside_is_read_up_to_there(tmp_path):
    path = tmp_path / "tracks.parquet"
    rng = np.random.default_rng(0)
    table = pa.table({"lat": 38 + rng.random(300_000), "lon": 127 + rng.random(300_000)})
    pq.write_table(
        table, path, row_group_size=100_000, use_dictionary=False, write_page_checksum=True
    )
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4000] = b"\0" * 4000
    path.write_bytes(data)
    batches, tally = read(path)
    assert sum(map(len, batches)) == 100_000
    assert any("cannot be read on from record 100,001" in line for line in told(tally))


GPX = """<?xml version="1.0"?>
<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="1" lon="1"/>
<trk><name>patrol</name><type>ship</type>
<trkseg>
<trkpt lat="37.90" lon="124.80"><ele>3</ele><time>2018-12-01T03:00:00Z</time></trkpt>
<trkpt lat="37.91" lon="124.81"><time>2018-12-01T03:10:00</time></trkpt>
</trkseg>
<trkseg>
<trkpt lat="37.92" lon="124.82"><time>2018-12-01T03:20:00Z</time></trkpt>
"""


def test_gpx_as_far_as_it_goes(tmp_path):
    path = tmp_path / "walk.gpx"
    path.write_text(GPX)
    [batch], tally = read(path)
    assert batch.id.tolist() == ["patrol"] * 3
    assert batch.craft.tolist() == ["vessel"] * 3
    assert batch.altitude_m[0] == 3
    assert batch.time[1] == np.datetime64("2018-12-01T03:10:00")
    assert [bool(f & Flag.GAP_BEFORE) for f in batch.flags] == [True, False, True]
    lines = "\n".join(told(tally))
    assert "breaks off" in lines
    assert "GPX takes as UTC" in lines
    path.write_text("<html/>")
    with pytest.raises(DataError, match="is no GPX"):
        read(path)


SHIP = "!AIVDM,1,1,,B,15M67FC000G?ufbE`FepT@3n00Sa,0*5C"  # 366053209 at 37.802118 N 122.341618 W
STATIC = ("!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C",
          "!AIVDM,2,2,1,A,88888888880,2*25")  # fmt: skip


def test_ais_with_the_receivers_time_in_its_three_places(tmp_path):
    path = tmp_path / "port.nmea"
    path.write_text("\n".join([
        f"\\s:r1,c:1543633200*4E\\{SHIP}", f"{SHIP},r3,1543633260", f"2018-12-01T03:02:00Z {SHIP}",
        *STATIC, SHIP,
    ]))  # fmt: skip
    [batch], tally = read(path)
    assert batch.id.tolist() == ["366053209"] * 4
    assert batch.time[:3].astype("M8[s]").astype(str).tolist() == [
        "2018-12-01T03:00:00", "2018-12-01T03:01:00", "2018-12-01T03:02:00"]  # fmt: skip
    assert batch.lon[0] == pytest.approx(-122.341618)
    assert set(batch.craft) == {"vessel"}
    assert batch.flags.tolist() == [0, 0, 0, Flag.NO_TIME]
    assert any("only the second of the minute" in line for line in told(tally))


def test_a_cut_off_ais_log_is_read_and_counted(tmp_path):
    path = tmp_path / "port.log"
    path.write_text("\n".join([
        f"{SHIP},1543633200", SHIP.replace("*5C", "*5D"), STATIC[0], "hello", SHIP[:30],
    ]))  # fmt: skip
    assert kind_of(path) == "ais"
    [batch], tally = read(path)
    assert len(batch) == 1
    lines = "\n".join(told(tally))
    for what in ("fails its checksum", "a part is missing", "is no AIS sentence", "is cut off"):
        assert what in lines


# An even and an odd frame of 40621D over the Netherlands: Sun, The 1090 Megahertz Riddle, ch. 5
EVEN, ODD = "8D40621D58C382D690C8AC2863A7", "8D40621D58C386435CC412692AD6"


@pytest.mark.parametrize(
    "lines",
    [
        [f"1457996400.0,{ODD}", f"1457996402.0,{EVEN}"],
        [f"*{ODD}; 1457996400.0", f"*{EVEN}; 1457996402.0"],
        [json.dumps({"timestamp": 1457996400.0, "frame": ODD.lower()}),
         json.dumps({"timestamp": 1457996402.0, "frame": EVEN.lower()})],
    ],
)  # fmt: skip
def test_adsb_frames_in_pairs(tmp_path, lines):
    pytest.importorskip("rs1090")
    path = tmp_path / "day.adsb"
    path.write_text("\n".join([*lines, "zz", "1457996403,8D40621D58C382D690C8AC2863A8"]))
    [batch], tally = read(path)
    assert batch.id.tolist() == ["40621d"]
    assert batch.lat[0] == pytest.approx(52.25720, abs=1e-5)
    assert batch.lon[0] == pytest.approx(3.91937, abs=1e-5)
    assert batch.altitude_m[0] == pytest.approx(38000 * 0.3048)
    assert batch.time[0] == np.datetime64("2016-03-14T23:00:02")
    lines = "\n".join(map(str, tally.faults()))
    assert "holds no whole Mode S frame" in lines
    assert "fails its checksum" in lines


def test_frames_pair_across_batches(tmp_path, monkeypatch):
    pytest.importorskip("rs1090")
    from servanda.desks.military.tracks import adsb

    flight = [(1543633200 + n, 38.0 + 0.002 * n, 127.0 + 0.001 * n) for n in range(20)]
    path = tmp_path / "day.adsb"
    path.write_text("\n".join(f"{t}.0,{airborne(0x71BE05, lat, lon, n % 2)}"
                              for n, (t, lat, lon) in enumerate(flight)))  # fmt: skip
    monkeypatch.setattr(adsb, "BATCH", 6)
    batches, tally = read(path)
    assert len(batches) == 4
    rows = np.concatenate([batch.row for batch in batches])
    assert rows.tolist() == list(range(2, 21))  # all but the first, and none twice
    lat = np.concatenate([batch.lat for batch in batches])
    assert lat == pytest.approx([lat for _, lat, _ in flight[1:]], abs=1e-4)
    assert batches[0].altitude_m[0] == pytest.approx(30_000 * 0.3048)
    assert tally.read == 20
    assert any("no partner within 10 s" in str(fault) for fault in tally.faults())


def test_frames_without_times_are_refused(tmp_path):
    pytest.importorskip("rs1090")
    path = tmp_path / "day.avr"
    path.write_text(f"*{EVEN};\n*{ODD};\n")
    with pytest.raises(DataError, match="holds no Mode S frame with its time"):
        read(path)


SBS = ("MSG,3,1,1,71BE05,1,2018/12/01,12:00:00.000,2018/12/01,12:00:00.100,,34000,,,38.10,127.50,"
       ",,0,0,0,0")  # fmt: skip


def test_basestation_lines_are_local_time(tmp_path):
    path = tmp_path / "receiver.csv"
    path.write_text(f"{SBS}\n{SBS[:60]}\nMSG,4,1,1,71BE05,1,2018/12/01,12:00:00.000,,,,,300,90,,\n")
    assert kind_of(path) == "sbs"
    [batch], tally = read(path)
    assert batch.flags[0] == Flag.NO_ZONE
    assert any("is cut off" in line for line in told(tally))
    [batch], _ = read(path, SEOUL)
    assert batch.time[0] == np.datetime64("2018-12-01T03:00:00")
    assert batch.id[0] == "71be05"


def test_frames_in_memory():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({
        "timestamp": pd.to_datetime(["2018-12-01T03:00:00Z"] * 2, utc=True),
        "icao24": ["a", "b"], "latitude": [38.0, None], "longitude": [127.0, 127.0],
        "altitude": [1000.0, 1000.0], "groundspeed": [1.0, 1.0], "vertical_rate": [0.0, 0.0],
    })  # fmt: skip

    class Traffic:
        data = frame

    for table in (frame, Traffic(), pa.Table.from_pandas(frame)):
        tally = Tally("frame")
        [batch] = read_frame(table, tally)
        assert batch.id.tolist() == ["a"]
        assert batch.time[0] == np.datetime64("2018-12-01T03:00:00")
        assert batch.altitude_m[0] == pytest.approx(304.8)
    with pytest.raises(UsageError, match="is no frame"):
        list(read_frame(3, Tally("frame")))


def test_a_geopandas_frame_in_its_own_system():
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame(
        {"id": ["a"]}, geometry=geopandas.points_from_xy([127.0], [38.0]), crs=4326
    ).to_crs(5179)
    [batch] = read_frame(frame, Tally("frame"))
    assert batch.lon[0] == pytest.approx(127.0, abs=1e-6)


def test_kinds_that_are_not_read_are_said(tmp_path):
    path = tmp_path / "tracks.kml"
    path.write_text("")
    with pytest.raises(UsageError, match="no kind that is read"):
        list(read_positions(path, Tally("x")))


def test_gpx_that_defines_entities_is_refused(tmp_path):
    path = tmp_path / "bomb.gpx"
    path.write_text('<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><gpx>&b;</gpx>')
    with pytest.raises(DataError, match="defines XML entities"):
        read(path)
