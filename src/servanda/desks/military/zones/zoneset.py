"""Zones ready to be used: what is drawn, joined to the rule and to the times it binds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from servanda.dossier import Dossier
from servanda.errors import DataError, UsageError
from servanda.intake.faults import Fault
from servanda.records import Zone, dates

from .drawing import Drawing, Drawn, read_drawing
from .regime import Period, bound_parties, find_party, zone_periods

FOLDER = "zones"  # of a process, beside its tables
DEFAULT_BAND_M = 250.0
ALWAYS = Period(dates.FIRST, None, None)


class Rule(NamedTuple):
    """One zone with its rule.

    Attributes
    ----------
    name : str
        Id of the record, or the feature's name.
    text : str
        What is forbidden.
    commitment : str
        The clause, empty where none is named.
    medium, craft : str
        Where and for what; empty means any.
    exempt, notice_exempt : tuple of str
        Classes outside the rule, and purposes outside it after notice.
    floor_m, ceiling_m : float or None
        Altitudes between which it applies.
    band_m : float
        Half-width of the band in which no verdict is given.
    periods : tuple of Period
        When it bound the party asked about.
    approximate : bool
        Drawn from words.
    drawn : Drawn
        Where.
    """

    name: str
    text: str
    commitment: str
    medium: str
    craft: str
    exempt: tuple[str, ...]
    notice_exempt: tuple[str, ...]
    floor_m: float | None
    ceiling_m: float | None
    band_m: float
    periods: tuple[Period, ...]
    approximate: bool
    drawn: Drawn

    def binds_at(self, moment: datetime) -> bool:
        """Whether it is in force at a moment."""
        return any(period.holds(moment) for period in self.periods)


class ZoneSet(NamedTuple):
    """The zones of an agreement for one party.

    Attributes
    ----------
    title : str
        Of the process, or the file.
    party : str
        Party id the periods are of; empty where zones name no party.
    tz : str
        Zone in which days count.
    rules : tuple of Rule
        All zones, whether in force or not.
    line : list of (longitude, latitude) or None
        The demarcation line.
    coast : list of rings
        Land, for maps; empty where no file draws any.
    attribution : str
        Who is to be named with maps of it.
    faults : tuple of Fault
        Zones left out, and why.
    """

    title: str
    party: str
    tz: str
    rules: tuple[Rule, ...]
    line: list[tuple[float, float]] | None
    coast: list[Any]
    attribution: str
    faults: tuple[Fault, ...]

    def at(self, moment: datetime) -> ZoneSet:
        """Only the zones in force at a moment."""
        return self._replace(rules=tuple(rule for rule in self.rules if rule.binds_at(moment)))


def zones_of(dossier: Dossier, place: Path, party: str | None) -> ZoneSet:
    """The zones that a dossier records, as they bind a party.

    Parameters
    ----------
    dossier : Dossier
        Records of kind ``zone``, their clauses and the acts on these.
    place : Path
        The process's folder: drawings lie in its ``zones/``, else in a shipped process's.
    party : str or None
        Whose obligations; None: a zone counts as in force while it binds anyone.

    Raises
    ------
    UsageError, DataError
        When there are no zones, none binds the party, or a drawing is missing or altered.
    """
    records = dossier.of(Zone)
    if not records:
        raise UsageError(f"{dossier.name} records no zone by then", "name a GeoJSON file of zones")
    parties = bound_parties(dossier, records)
    asked = (find_party(dossier, party, parties),) if party else parties
    drawings: dict[str, Drawing] = {}
    rules, faults = [], []
    for record in records:
        if record.geometry is None or record.feature is None:
            faults.append(Fault(file=record.id, what="names no drawing",
                                mend="give geometry and feature"))  # fmt: skip
            continue
        if record.geometry not in drawings:
            drawings[record.geometry] = find_drawing(record.geometry, place)
        drawn = drawings[record.geometry].zones.get(record.feature)
        if drawn is None:
            faults.append(Fault(file=record.id, column="feature", what=f"'{record.feature}' is "
                                "not drawn in its file", mend="name a feature of it"))  # fmt: skip
            continue
        spans = [p for id in asked for p in zone_periods(dossier, record, id)]
        rules.append(_rule_of(record, drawn, tuple(sorted(spans, key=lambda p: p.start))))
    for drawing in drawings.values():
        faults += drawing.faults
    return ZoneSet(
        dossier.title, asked[0] if party else "", records[0].zone, tuple(rules),
        next((d.line for d in drawings.values() if d.line), None),
        [ring for d in drawings.values() for ring in d.coast],
        " ".join(d.attribution for d in drawings.values()), tuple(faults),
    )  # fmt: skip


def zones_in_file(path: Path, party: str | None = None) -> ZoneSet:
    """The zones of a GeoJSON file, with what its features' properties say of the rule.

    Properties read: ``rule``, ``commitment``, ``medium``, ``craft``, ``party``, ``exempt`` and
    ``notice_exempt`` (lists), ``floor_m``, ``ceiling_m``, ``uncertainty_m``, ``date`` (EDTF).
    """
    drawing = read_drawing(path)
    faults = list(drawing.faults)
    rules = []
    for name, drawn in drawing.zones.items():
        told = drawn.properties
        if party and told.get("party") and _bare(told["party"]) != _bare(party):
            continue
        try:
            rules.append(_rule_from(name, drawn, told))
        except (ValueError, TypeError) as error:
            faults.append(Fault(file=path.name, what=f"'{name}': {error}",
                                mend="correct its properties"))  # fmt: skip
    return ZoneSet(path.stem, party or "", "UTC", tuple(rules), drawing.line, drawing.coast,
                   drawing.attribution, tuple(faults))  # fmt: skip


def find_drawing(digest: str, place: Path) -> Drawing:
    """The drawing with a SHA-256: beside a process's tables, or among the shipped ones.

    Raises
    ------
    DataError
        When no file has that digest.
    """
    for folder in (place / FOLDER, *_shipped_folders()):
        for path in sorted(folder.glob("*.geojson")):
            drawing = _read(str(path), path.stat().st_mtime_ns)
            if drawing.digest == digest:
                return drawing
    raise DataError(
        f"no file in {place / FOLDER} has the SHA-256 {digest[:16]}…",
        "put the drawing that the zone records name there, unaltered",
    )


@lru_cache(maxsize=8)
def _read(path: str, _changed: int) -> Drawing:
    return read_drawing(Path(path))


def _shipped_folders() -> Iterable[Path]:
    root = Path(str(resources.files("servanda") / "processes"))
    return sorted(root.glob(f"*/{FOLDER}"))


def _rule_of(record: Zone, drawn: Drawn, periods: tuple[Period, ...]) -> Rule:
    band = DEFAULT_BAND_M if record.uncertainty_m is None else record.uncertainty_m
    return Rule(record.id, record.rule, record.commitment, record.medium, record.craft or "",
                record.exempt, record.notice_exempt, record.floor_m, record.ceiling_m, band,
                periods, record.approximate, drawn)  # fmt: skip


def _rule_from(name: str, drawn: Drawn, told: Mapping[str, Any]) -> Rule:
    span = dates.parse(str(told["date"])) if told.get("date") else None
    period = ALWAYS
    if span is not None:
        end = None if span.latest >= dates.LAST else span.latest + dates.TICK
        period = Period(span.earliest.astimezone(UTC), end, None)
    band = float(told.get("uncertainty_m", DEFAULT_BAND_M))
    if not 0 <= band < 1e6:
        raise ValueError(f"uncertainty_m cannot be {band:g}")
    return Rule(
        name, str(told.get("rule") or name), str(told.get("commitment") or ""),
        str(told.get("medium") or ""), str(told.get("craft") or ""), _texts(told.get("exempt")),
        _texts(told.get("notice_exempt")), _number(told.get("floor_m")),
        _number(told.get("ceiling_m")), band, (period,), bool(told.get("approximate")), drawn,
    )  # fmt: skip


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else tuple(str(value).split(";"))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _bare(party: Any) -> str:
    return str(party).casefold().removeprefix("party/")
