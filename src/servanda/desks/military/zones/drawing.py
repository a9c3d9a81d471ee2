"""Zones as drawn: GeoJSON read, checked, and its faults told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servanda.errors import DataError, UsageError
from servanda.intake.faults import Fault

if TYPE_CHECKING:
    import shapely

ROLES = ("zone", "doubt", "line", "coast")
PLAIN_CRS = ("CRS84", "4326", "OGC:1.3:CRS84")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One zone as drawn.

    Attributes
    ----------
    area : shapely.Geometry
        Polygon or polygons, longitude and latitude on WGS 84.
    doubt : shapely.Geometry or None
        Where the course of the edge is not known, and every verdict is indeterminate.
    properties : dict
        As in the file.
    """

    area: shapely.Geometry
    doubt: shapely.Geometry | None
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a file draws.

    Attributes
    ----------
    zones : dict
        Drawn zones by name.
    line : list of (longitude, latitude), or None
        The demarcation line, west to east.
    coast : list of rings
        Land, for maps; empty where the file draws none.
    digest : str
        SHA-256 of the file.
    attribution : str
        Who is to be named.
    faults : list of Fault
        What could not be used; the zones concerned are left out.
    """

    zones: dict[str, Drawn]
    line: list[tuple[float, float]] | None
    coast: list[Any]
    digest: str
    attribution: str
    faults: list[Fault] = field(default_factory=list)


def read_drawing(path: Path) -> Drawing:
    """Read zones from GeoJSON.

    Features of role ``zone`` (the default of polygons) are zones, named by ``zone``, ``id`` or
    ``name``; a LineString with ``buffer_km`` becomes the zone within that distance of it; a
    LineString of role ``line`` (the default of lines) is the demarcation line; role ``doubt``
    covers where a zone's edge is not known.

    Raises
    ------
    UsageError, DataError
        When the file is missing, or no GeoJSON at all. Faults of single features are returned.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the file's name") from error
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is no JSON: {error}", "give zones as GeoJSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("features"), list):
        raise DataError(f"{path} holds no features", "give a GeoJSON FeatureCollection")
    reader = _Reader(path.name)
    reader.crs(told.get("crs"))
    for number, feature in enumerate(told["features"], 1):
        reader.take(number, feature)
    return reader.drawing(hashlib.sha256(data).hexdigest(), str(told.get("attribution") or ""))


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.areas: dict[str, tuple[shapely.Geometry, dict[str, Any]]] = {}
        self.doubts: dict[str, shapely.Geometry] = {}
        self.line: list[tuple[float, float]] | None = None
        self.coast: list[Any] = []

    def fault(self, number: int | None, what: str, mend: str) -> None:
        self.faults.append(Fault(file=self.file, row=number, what=what, mend=mend))

    def crs(self, crs: Any) -> None:
        told = json.dumps(crs) if crs is not None else "CRS84"
        if not any(name in told for name in PLAIN_CRS):
            self.fault(None, f"names the reference system {told[:80]}",
                       "write longitude and latitude on WGS 84, as GeoJSON asks")  # fmt: skip

    def take(self, number: int, feature: Any) -> None:
        """Take a feature in, or say why not."""
        import shapely

        if not isinstance(feature, Mapping) or not isinstance(feature.get("geometry"), Mapping):
            self.fault(number, "is no feature with a geometry", "correct or delete it")
            return
        properties = dict(feature.get("properties") or {})
        try:
            geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        except (shapely.errors.GEOSException, ValueError) as error:
            self.fault(number, f"cannot be read: {error}", "correct its geometry")
            return
        name = str(properties.get("zone") or feature.get("id") or properties.get("id")
                   or properties.get("name") or f"zone-{number}")  # fmt: skip
        role = properties.get("role")
        if role is not None and role not in ROLES:
            self.fault(number, f"has the role '{role}'", f"roles are: {', '.join(ROLES)}")
        elif role == "coast":
            self.coast += [part.exterior.coords[:] for part in shapely.get_parts(geometry)
                           if part.geom_type == "Polygon"]  # fmt: skip
        elif self._is_sound(number, name, geometry):
            self._place(number, name, role, geometry, properties)

    def _place(
        self, number: int, name: str, role: str | None, geometry: shapely.Geometry,
        properties: dict[str, Any],
    ) -> None:  # fmt: skip
        import shapely

        if geometry.geom_type == "LineString":
            points = [(float(x), float(y)) for x, y in shapely.get_coordinates(geometry)]
            if properties.get("buffer_km") is None:
                self.line = points if points[0][0] <= points[-1][0] else points[::-1]
                return
            from .buffers import geodesic_buffer

            try:
                geometry = geodesic_buffer(points, float(properties["buffer_km"]))
            except (UsageError, TypeError, ValueError) as error:
                self.fault(number, f"cannot be buffered: {error}", "give buffer_km in kilometres")
                return
        elif geometry.geom_type not in ("Polygon", "MultiPolygon"):
            self.fault(number, f"is a {geometry.geom_type}", "draw zones as polygons")
            return
        if role == "doubt":
            self.doubts[name] = geometry
        elif name in self.areas:
            self.fault(number, f"draws '{name}' a second time", "give each zone a name of its own")
        else:
            self.areas[name] = geometry, properties

    def _is_sound(self, number: int, name: str, geometry: shapely.Geometry) -> bool:
        import shapely

        if geometry.is_empty:
            self.fault(number, f"'{name}' is empty", "draw it, or delete it")
            return False
        west, south, east, north = geometry.bounds
        if south < -90 or north > 90:
            swapped = west >= -90 and east <= 90
            self.fault(
                number, f"'{name}' reaches latitude {max(-south, north):.6g}",
                "write longitude before latitude" if swapped else "write degrees on WGS 84",
            )  # fmt: skip
            return False
        if west < -180 or east > 180:
            self.fault(number, f"'{name}' reaches longitude {max(-west, east):.6g}",
                       "write degrees from -180 to 180")  # fmt: skip
            return False
        if not geometry.is_valid:
            why = shapely.is_valid_reason(geometry).replace("[", " at ").rstrip("]")
            self.fault(number, f"'{name}' is no simple polygon: {why}",
                       "draw its ring so that it does not cross itself")  # fmt: skip
            return False
        return True

    def drawing(self, digest: str, attribution: str) -> Drawing:
        """All that was sound."""
        for name in self.doubts.keys() - self.areas.keys():
            self.fault(None, f"draws a doubt about '{name}', which is no zone", "name the zone")
        if not self.areas and not self.faults:
            self.fault(None, "draws no zone", "add polygons")
        zones = {
            name: Drawn(area, self.doubts.get(name), properties)
            for name, (area, properties) in self.areas.items()
        }
        return Drawing(zones, self.line, self.coast, digest, attribution, self.faults)
