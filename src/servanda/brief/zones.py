"""A screening for a terminal, on a page, and its map."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from servanda import charts

Told = Mapping[str, Any]
SHOWN = 20
HEADS = ("Passage", "Craft", "From, UTC", "To, UTC", "Zone", "Inside", "In the band",
         "Deepest, km", "To line, km", "Remarks")  # fmt: skip
WORDS = (
    "Distances in km: to the zone's edge (negative inside), to the demarcation line (north "
    "positive). A passage is from the first to the last position in a zone or its band. Screening, "
    "not adjudication: no verdict is given within the band."
)


def render_screening(told: Told) -> str:
    """Counts by zone and the first passages, for a terminal."""
    from .plain import wrap

    by = f" for {_party(told)}" if told["party"] else ""
    lines = [*wrap(f"{told['file']} against the zones of {told['title']} {told['when']}{by}"), ""]
    lines.append(f"{'zone':<24}{'inside':>10}{'indeterminate':>15}{'outside':>12}   band")
    for zone in told["zones"]:
        band = f"{zone['band_m']:,.0f} m" + (", approx." if zone["approximate"] else "")
        lines.append(f"{_bare(zone['zone'])[:23]:<24}{zone['inside']:>10,}"
                     f"{zone['indeterminate']:>15,}{zone['outside']:>12,}   {band}")  # fmt: skip
    passages = told["passages"]
    if passages:
        lines += ["", f"{'':>3} {'craft':<11} {'from':<16} {'to':<6} {'zone':<15}{'in':>5}"
                  f"{'band':>5}{'deepest':>8}{'line':>8}"]  # fmt: skip
    for n, p in enumerate(passages[:SHOWN], 1):
        zone = _bare(p["zone"]).removeprefix("cma-")
        end = p["end"][11:16] if p["end"][:10] == p["start"][:10] else p["end"][5:10]
        lines.append(f"{n:>3} {p['id'][:11]:<11} {p['start'][:16].replace('T', ' '):<16} {end:<6} "
                     f"{zone[:14]:<15}{p['inside']:>5,}{p['positions'] - p['inside']:>5,}"
                     f"{p['deepest_m'] / 1000:>8.2f}{_km(p['line_distance_m']):>8}")  # fmt: skip
        remarks = _remarks(p)
        if remarks:
            lines.append(f"{'':>4}{remarks}")
    if len(passages) > SHOWN:
        lines.append(f"… {len(passages) - SHOWN:,} more passages: --format passages gives all")
    lines += ["", *wrap(WORDS)]
    if told["attribution"]:
        lines += wrap(told["attribution"])
    return "\n".join(lines)


def passages_csv(told: Told) -> str:
    """All passages as CSV."""
    out = io.StringIO()
    passages = told["passages"]
    writer = csv.DictWriter(out, list(passages[0]) if passages else PASSAGE_HEADS,
                            lineterminator="\n")  # fmt: skip
    writer.writeheader()
    writer.writerows(passages)
    return out.getvalue()


PASSAGE_HEADS = ("id", "zone", "commitment", "craft", "start", "end", "positions", "inside",
                 "flagged", "deepest_m", "lon", "lat", "line_distance_m", "exemption",
                 "file")  # fmt: skip


def draw_screening(told: Told, sketch: Any, suffix: str) -> str | bytes | None:
    """The map of a screening as ``.svg``, ``.png`` or ``.html``; None where no zone is in force."""
    chart = charts.screened_positions(told, sketch)
    if chart is None:
        return None
    source = f"Positions: {told['file']}. Zones: {told['title']}."
    if suffix != ".html":
        return (charts.sheet_png if suffix == ".png" else charts.sheet_svg)([chart], source)
    from .html import fill

    by = f", {_party(told)}" if told["party"] else ""
    rows = [(_bare(z["zone"]), f"{z['inside']:,} inside, {z['indeterminate']:,} within the band of "
             f"{z['band_m']:,.0f} m, {z['outside']:,} outside") for z in told["zones"]]  # fmt: skip
    table = {"title": "Passages", "heads": HEADS,
             "rows": [_cells(n, p) for n, p in enumerate(told["passages"], 1)]}  # fmt: skip
    return fill(
        "sheet.html", f"Zones: {told['file']}", kicker="Positions and zones",
        title=f"{told['file']}, zones {told['when']}{by}", rows=rows, notes=[WORDS],
        charts=[chart], tables=[table] if table["rows"] else [], source=source,
    )  # fmt: skip


def _cells(n: int, p: Told) -> tuple[str, ...]:
    return (str(n), p["id"], p["start"].replace("T", " ").rstrip("Z"),
            p["end"].replace("T", " ").rstrip("Z"), _bare(p["zone"]), f"{p['inside']:,}",
            f"{p['positions'] - p['inside']:,}", f"{p['deepest_m'] / 1000:.2f}",
            _km(p["line_distance_m"]), _remarks(p))  # fmt: skip


def _remarks(p: Told) -> str:
    told = [p["exemption"]] if p["exemption"] else []
    if p["flagged"]:
        told.append(f"{p['flagged']:,} of {p['positions']:,} positions flagged")
    return "; ".join(told)


def _km(metres: float | None) -> str:
    return "–" if metres is None else f"{metres / 1000:.2f}"


def _party(told: Told) -> str:
    return str(told["party"]).removeprefix("party/").upper()


def _bare(zone: str) -> str:
    return zone.removeprefix("zone/")
