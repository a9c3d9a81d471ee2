"""The page that sets the missile model beside every published figure on record."""

from __future__ import annotations

from typing import Any

from servanda.desks.verification.missiles.demonstrated import demonstrated_range
from servanda.dossier import open_ledger
from servanda.parameters import Parameters

NOW = "2026-11-01"  # what is known by now, fixed so that the page does not change by itself
DISCUSSED: dict[tuple[str, str], str] = {
    ("4 July 2017", "Jang Young-geun 6,200"): "For a stated payload of 900 kg. The model says what "
    "the missile as flown could reach and does not know what it carried: a heavier payload than "
    "the one flown reaches less, so a figure below the interval is no contradiction.",
    ("4 July 2017", "Jang Young-geun 8,100"): "For a stated payload of 600 kg; the same holds the "
    "other way round.",
    ("4 July 2017", "John Schilling, 38 North 8,000"): "Said as “perhaps”; it lies a few tens of "
    "kilometres beyond the interval's end.",
}


def reach_page() -> str:
    """Published figures, the model's interval, and what is to be said of each miss."""
    judged = Parameters().of("desks.verification.missiles")
    found = demonstrated_range(open_ledger("korea").as_of(NOW), judged)
    lines, misses, inside, total = [], [], 0, 0
    for row in () if found is None else found.series:
        for told in row["published"]:
            total += 1
            verdict, agrees = _verdict(row, told)
            inside += agrees
            lines.append(
                f"| {row['label']}, {row['when']} | {told['author']} | {_figure(told)} | "
                f"{row['median']:,} ({row['low']:,}–{row['high']:,}) | {row['bracket']:,} | "
                f"{verdict} |"
            )
            if not agrees:
                value = told["best"] or told["high"] or told["low"]
                name = f"{told['author']} {value:,.0f}"
                text = DISCUSSED[(row["when"], name)]
                misses.append(f"- **{row['label']}, {row['when']}: {name} km.** {text}")
    return "\n".join(
        [
            "# Missile reach: the model beside published figures",
            "",
            "One common prior for every flight, none tuned to one ([missiles.md](missiles.md)). "
            "Reach in km on a standard trajectory, without the Earth's rotation, payload as flown: "
            "median and 90 % interval; the closed form is a lower bracket. "
            f"{inside} of {total} published figures agree. Published figures share inputs and "
            "methods: agreement is consistency, not validation. Flights above some 6,000 km of "
            "apogee have no published figure on record that is not a bound.",
            "",
            "| flight | published by | figure, km | model, km | closed form, km | agrees |",
            "|---|---|---|---|---|---|",
            *lines,
            "",
            "## The misses",
            "",
            *(misses or ["None."]),
            "",
        ]
    )


def _verdict(row: dict[str, Any], told: dict[str, Any]) -> tuple[str, bool]:
    """Whether a figure, a range or a bound can be true where the interval is."""
    if told["best"] is not None:
        inside = row["low"] <= told["best"] <= row["high"]
        return ("yes" if inside else "no", inside)
    if told["low"] is not None and told["high"] is not None:
        overlap = told["low"] <= row["high"] and told["high"] >= row["low"]
        return ("overlaps" if overlap else "no", overlap)
    if told["low"] is not None:
        return ("a lower bound below the interval's end", told["low"] <= row["high"])
    return ("an upper value above the interval's start", told["high"] >= row["low"])


def _figure(told: dict[str, Any]) -> str:
    if told["best"] is not None:
        return f"{told['best']:,.0f}"
    if told["high"] is None:
        return f"≥ {told['low']:,.0f}"
    return f"{told['low']:,.0f}–{told['high']:,.0f}" if told["low"] else f"≤ {told['high']:,.0f}"
