"""Tables of the second objective: access by site, the missile programme, what would be verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from servanda.records import Finding, dates
from servanda.words import capital, count, join

from .document import Cell, Column, Group, Numbers, Table

Row = Mapping[str, Any]
Number = Callable[[Sequence[str]], Numbers]
PROGRAMME_ROWS = 12
SITE_ROWS = 12
ACTIVITY = {
    "operating": "at work", "not_operating": "standing still", "construction": "construction",
    "dismantlement": "dismantling", "maintenance": "maintenance", "preparation": "preparation",
    "deployment": "deployment", "production": "production", "engine_test": "engine test",
    "parade": "parade", "reprocessing": "reprocessing", "other": "other",
}  # fmt: skip


def sites(finding: Finding | None, numbers: Number) -> Table | None:
    """Site by site: inspectors, who else was let in, what was asked since, what was seen."""
    if finding is None or not finding.series:
        return None
    shown = finding.series[:SITE_ROWS]
    rows = tuple(
        (
            Cell(str(row["name"])),
            Cell(_inspectors(row)),
            Cell(_since(row)),
            Cell(_seen(row), detail=", ".join(t for t in (row["seen_by"], row["seen_code"]) if t)),
            Cell(notes=numbers(row["records"]), finding=finding.id),
        )
        for row in shown
    )
    left = len(finding.series) - len(rows)
    more = f" {capital(count(left, 'site', 'sites'))} with fewer records left out." if left else ""
    return Table(
        "sites",
        "Access by site, and the newest activity seen from outside",
        (
            Column("Site", share=5),
            Column("Inspectors", share=4),
            Column("Since then", share=6),
            Column("Newest report of activity", share=5),
            Column("Notes", "notes", share=3),
        ),
        (Group("", rows),),
        "Inspectors are those of monitoring bodies. “Since then” is since their last stay, or "
        f"since 1992 where they never were. A date is the last day that a report speaks of.{more}",
    )


def _inspectors(row: Row) -> str:
    if row["inside"]:
        return f"in since {dates.say(row['last_visit'])} ({row['by']})"
    if row["last_visit"] is None:
        return "never, on record"
    until = row["ended"] or row["last_visit"]
    return f"until {dates.say(until)} ({row['by']})"


def _since(row: Row) -> str:
    told = [
        f"{verb} {_listed(row[key])}"
        for key, verb in (
            ("guests", "let in:"), ("granted", "granted:"), ("asked", "asked:"),
            ("refused", "refused:"),
        )
        if row[key]
    ]  # fmt: skip
    return "; ".join(told) if told else "–"


def _listed(rows: Sequence[Row], most: int = 2) -> str:
    named = [f"{one['who']} ({dates.say(one['when'])})" for one in rows[-most:]]
    more = len(rows) - len(named)
    return join([*named, f"{more} more"] if more else named)


def _seen(row: Row) -> str:
    if row["seen"] is None:
        return "none on record"
    return f"{ACTIVITY[row['seen']]}, {dates.say(row['seen_on'])}"


def programme(finding: Finding | None, numbers: Number) -> Table | None:
    """What was seen of the missile programme since the last launch, newest report of each place.

    Where nothing was reported since, what was seen in the time before that launch.
    """
    if finding is None or not finding.series:
        return None
    since = [row for row in finding.series if row["window"] == "since"]
    rows = since or [row for row in finding.series if row["window"] == "before"]
    newest = {(row["place"] or row["label"], row["activity"]): row for row in rows}
    shown = sorted(newest.values(), key=_became_known)[-PROGRAMME_ROWS:]
    left = len(rows) - len(shown)
    when = "without launches" if since else "in the time before the last launch"
    return Table(
        "programme",
        f"The missile programme {when}: what was seen, of each place the newest",
        (
            Column("Known", "date", share=3),
            Column("Where", share=4),
            Column("What was seen", share=8),
            Column("By", share=4),
            Column("Notes", "notes", share=2),
        ),
        (
            Group(
                "",
                tuple(
                    (
                        Cell(dates.say(row["known"])),
                        Cell(capital(str(row["place"])) if row["place"] else "–"),
                        Cell(str(row["label"])),
                        Cell(", ".join(t for t in (row["observer"], row["admiralty"]) if t)),
                        Cell(notes=numbers((row["id"],)), finding=finding.id),
                    )
                    for row in shown
                ),
            ),
        ),
        f"{capital(count(left, 'earlier report is', 'earlier reports are'))} listed by servanda "
        "explain." if left > 0 else "",
    )  # fmt: skip


def _became_known(row: Row) -> date:
    return dates.known_day(str(row["known"]))


def measures(finding: Finding | None, current: Sequence[Finding]) -> Table | None:
    """What would have to be done and seen for each commitment of the round to be verified."""
    if finding is None:
        return None
    done = {
        "/".join(own.id.split("/")[:2]): own.parts.get("verified_when") or () for own in current
    }
    rows = tuple(
        (
            Cell(capital(str(row["title"]))),
            Cell("; ".join(each["name"] for each in row["measures"])),
            Cell(_bases(row["measures"])),
            Cell(_who(row["measures"])),
            Cell(carried_out(done[row["commitment"]])),
        )
        for row in finding.series
        if row["commitment"] in done
    )
    if not rows:
        return None
    return Table(
        "measures",
        "What would have to be done and seen for a commitment to count as verified",
        (
            Column("Commitment", share=5),
            Column("Measures", share=6),
            Column("Basis", share=6),
            Column("By whom", share=3),
            Column("Carried out", share=4),
        ),
        (Group("", rows),),
        "A commitment counts as verified when each measure was carried out by an outsider of code "
        "B2 or better, and showed it kept; a report alone is “independently verified” when such an "
        "outsider names its means of access. Which measures a commitment needs is Servanda's "
        "judgement. The DPRK has a safeguards agreement since 1992 and never concluded an "
        "Additional Protocol; the test-ban treaty is not in force. docs/verification.md lists "
        "every measure with its article, notice and source.",
    )


def carried_out(rows: Sequence[Row]) -> str:
    """How many of the measures were carried out, and which.

    Examples
    --------
    >>> carried_out([{"name": "imagery from above", "done": "2018-08-03"}, {"name": "visits"}])
    '1 of 2: imagery from above (3 August 2018)'
    """
    done = [row for row in rows if row.get("done")]
    told = f"{len(done)} of {len(rows)}"
    named = [f"{row['name']} ({dates.say(str(row['done']))})" for row in done]
    return f"{told}: {'; '.join(named)}" if named else told


def _bases(rows: Sequence[Row]) -> str:
    """Instruments with their articles, each instrument named once."""
    articles: dict[str, list[str]] = {}
    for row in rows:
        if "instrument" in row:
            articles.setdefault(row["instrument"], []).append(row.get("article", ""))
    return "; ".join(", ".join(filter(None, [name, *own])) for name, own in articles.items())


def _who(rows: Sequence[Row]) -> str:
    return "; ".join(dict.fromkeys(row["who"] for row in rows if "who" in row))
