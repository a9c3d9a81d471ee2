"""Draw the zones of the Korean military agreement of 2018, for `processes/korea/zones`.

    pip install timezonefinder timezonefinder-data global-land-mask shapely pyproj
    python scripts/make_korean_zones.py

The demarcation line is the stretch of vertices that the boundaries of Asia/Seoul and
Asia/Pyongyang share on land, in timezonefinder-data (timezone-boundary-builder, from
OpenStreetMap, ODbL 1.0). Natural Earth's line is off by 1 to 3 km, which a zone of 5 km does not
bear. The belts are geodesic buffers of that line. What no public text gives is drawn as a guess
and lies under a feature of role "doubt", where every verdict is "indeterminate":

- marker 0646, where the belts step from West to East, is near 127.50 E (a guess);
- the seaward limits of the two sea zones; their northern and southern limits are the latitudes of
  the places that the text names, as estimated. Landward edges run inland: a vessel is at sea.

The coast, for the map only, is traced from NOAA's GLOBE elevation (30 arc seconds, public domain)
in global-land-mask (MIT).
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, box, mapping
from shapely.ops import unary_union

from servanda.desks.military.zones.buffers import geodesic_buffer

TARGET = Path(__file__).parents[1] / "src/servanda/processes/korea/zones/military-agreement.geojson"
RECORDS = TARGET.parents[1] / "zone.csv"

WEST_END = (126.689576, 37.843180)  # where the line leaves the river estuary
EAST_END = (128.358864, 38.615321)  # where it meets the East Sea
MARKER_0646_LON = 127.50
MARKER_DOUBT_DEG = 0.15
EAST_KM = {"fixed-wing": 40.0, "uav": 15.0}
WEST_KM = {"fixed-wing": 20.0, "uav": 10.0}
EVEN_KM = {"land": 5.0, "helicopter": 10.0, "balloon": 25.0}
# south, north, seaward limit as drawn, seaward limits between which it is not known
WEST_SEA = {"south": 37.26, "north": 38.49, "drawn": 124.30, "doubt": (123.60, 124.60)}
EAST_SEA = {"south": 38.21, "north": 38.94, "drawn": 129.10, "doubt": (128.90, 129.70)}
INLAND = {"west": 126.30, "east": 127.85}
MAP_FRAME = (123.4, 36.9, 130.0, 39.6)


def main() -> None:
    """Write the file, and its digest into the zone records."""
    line = demarcation_line()
    features = [feature(LineString(line), role="line", name="Military Demarcation Line",
                        positive="north")]  # fmt: skip
    for zone, km in EVEN_KM.items():
        features.append(feature(geodesic_buffer(line, km), role="zone", zone=zone))
    for zone, east in EAST_KM.items():
        drawn, doubt = stepped(line, WEST_KM[zone], east)
        features += [feature(drawn, role="zone", zone=zone),
                     feature(doubt, role="doubt", zone=zone, why="marker 0646")]  # fmt: skip
    drawn, doubt = sea()
    features += [feature(drawn, role="zone", zone="sea"),
                 feature(doubt, role="doubt", zone="sea", why="seaward limit not published"),
                 feature(coast(), 4, role="coast")]  # fmt: skip
    told = {
        "type": "FeatureCollection",
        "name": "Zones of the Korean military agreement of 19 September 2018",
        "attribution": "Demarcation line: contains information from OpenStreetMap, made available "
        "under the Open Database License 1.0, through timezone-boundary-builder and "
        f"timezonefinder-data {version('timezonefinder-data')}. Coast: NOAA GLOBE, public domain.",
        "made_by": "scripts/make_korean_zones.py",
        "features": features,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
    TARGET.write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"'), encoding="utf-8")
    data = TARGET.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    RECORDS.write_text(
        re.sub(r"\b[0-9a-f]{64}\b", digest, RECORDS.read_text(encoding="utf-8")), encoding="utf-8"
    )
    print(f"{TARGET.name}: {len(data):,} bytes, SHA-256 {digest}, named in {RECORDS.name}")


def demarcation_line() -> list[tuple[float, float]]:
    """The shared vertices between the two ends on land, west to east."""
    from timezonefinder import TimezoneFinder

    finder = TimezoneFinder()
    seoul, pyongyang = (
        [[(round(float(x), 6), round(float(y), 6)) for x, y in ring] for polygon in
         finder.get_geometry(tz_name=name, coords_as_pairs=True) for ring in polygon]
        for name in ("Asia/Seoul", "Asia/Pyongyang")
    )  # fmt: skip
    theirs = {point for ring in pyongyang for point in ring}
    for ring in seoul:
        shared = [point for point in ring if point in theirs]
        if WEST_END in shared and EAST_END in shared:
            first, last = sorted((shared.index(WEST_END), shared.index(EAST_END)))
            line = shared[first : last + 1]
            return line if line[0] == WEST_END else line[::-1]
    raise SystemExit("the ends of the line are not among the shared vertices of this version")


def stepped(
    line: list[tuple[float, float]], west_km: float, east_km: float
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """A belt that is wider in the East, and the strip at the step that is in doubt."""
    narrow, wide = geodesic_buffer(line, west_km), geodesic_buffer(line, east_km)
    drawn = unary_union([narrow, shapely.intersection(wide, box(MARKER_0646_LON, 30, 180, 45))])
    strip = box(MARKER_0646_LON - MARKER_DOUBT_DEG, 30, MARKER_0646_LON + MARKER_DOUBT_DEG, 45)
    return drawn, shapely.intersection(shapely.difference(wide, narrow), strip)


def sea() -> tuple[shapely.Geometry, shapely.Geometry]:
    """The two sea zones, and the strips in which their seaward limits lie."""
    west, east = WEST_SEA, EAST_SEA
    drawn = [box(west["drawn"], west["south"], INLAND["west"], west["north"]),
             box(INLAND["east"], east["south"], east["drawn"], east["north"])]  # fmt: skip
    doubt = [box(west["doubt"][0], west["south"], west["doubt"][1], west["north"]),
             box(east["doubt"][0], east["south"], east["doubt"][1], east["north"])]  # fmt: skip
    return unary_union(drawn), unary_union(doubt)


def coast() -> shapely.Geometry:
    """Land in the frame of the map, from the 30-second mask, islands of two cells and more."""
    import global_land_mask

    folder = Path(global_land_mask.__file__).parent
    stored = np.load(folder / "globe_combined_mask_compressed.npz")
    water, lat, lon = stored["mask"], stored["lat"], stored["lon"]
    west, south, east, north = MAP_FRAME
    rows = np.flatnonzero((lat >= south - 0.02) & (lat <= north + 0.02))
    columns = np.flatnonzero((lon >= west - 0.02) & (lon <= east + 0.02))
    step = 1 / 120  # cells are united on whole numbers, where their sides meet exactly
    cells = [box(c, -r - 1, c + 1, -r) for r in rows for c in columns if not water[r, c]]
    whole = unary_union(cells)
    origin = np.array([lon[0] - step / 2, lat[0] + step / 2])
    united = shapely.transform(whole, lambda xy: origin + step * xy)
    land = shapely.intersection(united, box(*MAP_FRAME))
    smooth = shapely.simplify(land, 0.006)
    return unary_union([p for p in smooth.geoms if p.area > 2.5 / 120**2])


def feature(geometry: shapely.Geometry, digits: int = 6, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature with rounded coordinates."""
    return {"type": "Feature", "properties": properties,
            "geometry": rounded(mapping(geometry), digits)}  # fmt: skip


def rounded(value: Any, digits: int) -> Any:
    """Coordinates to so many decimals."""
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, digits) for item in value]
    return value


if __name__ == "__main__":
    main()
