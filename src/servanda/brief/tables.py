"""The tables of the brief, from the parts and series of findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from servanda.dossier import Dossier
from servanda.records import Agreement, Commitment, Event, Finding, dates
from servanda.words import capital, count

from .document import Cell, Column, Group, Numbers, Table
from .outline import (
    FORMS,
    LEADING_AGREEMENTS,
    LEADING_ROWS,
    UNDERTAKINGS,
)
from .standing import SIGNS_LEGEND, mass_cell, outcome, status_cell
from .typography import number

Cite = Callable[[Finding], Numbers]

THEME_WORDS = {
    "denuclearisation": "denuclearisation",
    "peace_military": "peace and military",
    "exchange_humanitarian": "exchange and humanitarian",
}
THEMES = tuple(THEME_WORDS)
PLAN_ROWS = 14
_UNDERTAKINGS = tuple(UNDERTAKINGS)
_COLUMNS = (
    Column("Commitment", share=9), Column("By", share=4), Column("Status", "status", share=8),
    Column("Belief", "bar"), Column("Report, days", "right", share=3),
    Column("Verified, days", "right", share=4), Column("Notes", "notes", share=6),
)  # fmt: skip
_IN_ANNEX = (*_COLUMNS[:-1], Column("Notes", "below", share=6))
_ABOUT = (
    f"{SIGNS_LEGEND}. Belief: the mass on full, intermediate, minimal and not initiated from the "
    "left, what is unknown in hatching. Days since what was last reported, and since what was "
    "last verified independently, was seen."
)


def leading(findings: Sequence[Finding], dossier: Dossier, cite: Cite) -> Table | None:
    """Commitments of the latest agreements of these findings, denuclearisation first."""
    by_agreement = _by_agreement(findings, dossier)
    shown = by_agreement[:LEADING_AGREEMENTS]
    if not shown:
        return None
    groups = []
    for made, name, own in shown:
        rows = own[:LEADING_ROWS]
        more = len(own) - len(rows)
        groups.append(
            Group(
                f"{name}, {made}" if made[-4:] not in name else name,
                _rows(rows, cite),
                f"{more} more in annex A" if more else "",
            )
        )
    left = sum(len(own) for _, _, own in by_agreement) - sum(len(own) for _, _, own in shown)
    about = _ABOUT
    if left:
        about += f" Annex A lists {count(left, 'commitment', 'commitments')} of other agreements."
    return Table(
        "leading",
        "Commitments of the latest agreements, and what is known of each",
        _COLUMNS,
        tuple(groups),
        about,
    )


def everything(findings: Sequence[Finding], dossier: Dossier, cite: Cite) -> Table | None:
    """Every commitment by every obligor, latest agreement first, for the annex."""
    groups = tuple(
        Group(f"{name}, {made}" if made[-4:] not in name else name,
              _rows(own, cite, full=True))
        for made, name, own in _by_agreement(findings, dossier)
    )  # fmt: skip
    if not groups:
        return None
    return Table("commitments", "Every commitment, by every obligor", _IN_ANNEX, groups, _ABOUT)


def claims(finding: Finding | None) -> Table | None:
    """Principals' public claims of success beside what was verified on that day."""
    if finding is None or not finding.series:
        return None
    rows = tuple(
        (
            Cell(dates.say(row["date"])),
            Cell(str(row.get("speaker", "")), detail=str(row.get("party", ""))),
            Cell(f"“{row['quote']}”" if row.get("quote") else str(row.get("gist", "")),
                 detail=str(row.get("gist", "")) if row.get("quote") else ""),
            Cell(_verified(row.get("verified") or {})),
        )
        for row in finding.series
    )  # fmt: skip
    return Table(
        "claims",
        "Public claims of success by principals, beside what was verified on the day",
        (
            Column("Said", "date", share=3),
            Column("By", share=3),
            Column("Claim", share=8),
            Column("Verified that day", share=6),
        ),
        (Group("", rows),),
        "Verified that day: commitments to deliver, counted once per obligor, that were delivered "
        "in full and seen so by others, of those made by then.",
    )


def third_parties(finding: Finding | None) -> Table | None:
    """What each third party did for contact between the sides."""
    if finding is None or not finding.series:
        return None
    rows = tuple(
        (
            Cell(str(row["name"])),
            Cell(_number_of(row["helped"])),
            Cell(_number_of(row["met"])),
            Cell("; ".join(one["name"] for one in row["channels"]) or "–"),
            Cell(str(row["last_what"] or "–"),
                 detail=dates.say(row["last"]) if row["last"] else ""),
        )
        for row in finding.series
    )  # fmt: skip
    return Table(
        "third_parties",
        "Third parties, and what they did for contact between the sides",
        (
            Column("Who", share=3),
            Column("Made possible", "right", share=2),
            Column("Met a side", "right", share=2),
            Column("Keeps open", share=5),
            Column("Newest of these contacts", share=7),
        ),
        (Group("", rows),),
        f"Contacts of the last {finding.parts['window_days']} days that the party hosted or "
        "carried, and those of which it was a party itself.",
    )


def steps(finding: Finding | None, numbers: Callable[[Sequence[str]], Numbers]) -> Table | None:
    """The first steps of a plan, and what third parties could supply to each."""
    if finding is None or not finding.series:
        return None
    shown = finding.series[:PLAN_ROWS]
    rows = tuple(
        (
            Cell(dates.say(row["starts"]), detail=f"verified {dates.say(row['verified'])}"),
            Cell(capital(str(row["title"]))),
            Cell(str(row["by"])),
            Cell(", ".join(row["third_parties"]) or "–", detail=row["supply"] or ""),
            Cell(notes=numbers((row["step"],)), finding=finding.id),
        )
        for row in shown
    )
    left = len(finding.series) - len(rows)
    more = f" {left} more are listed by servanda roadmap plan." if left else ""
    return Table(
        "steps",
        "How such a plan would begin, were it begun on this day",
        (
            Column("Starts", share=4),
            Column("Step", share=7),
            Column("By", share=3),
            Column("Third parties that could help", share=5),
            Column("Notes", "notes", share=2),
        ),
        (Group("", rows),),
        "Steps as proposed by then; which third parties could help is in part Servanda's "
        f"judgement and stands in the steps.{more}",
    )


def _number_of(records: Sequence[str]) -> str:
    return str(len(records)) if records else "–"


def exemptions(finding: Finding | None) -> Table | None:
    """Exemptions granted, the latest first, and how long each took where that is public."""
    if finding is None or not finding.series:
        return None
    rows = [
        (
            Cell(str(row["organisation"])),
            Cell(str(row["goods"])),
            Cell(_compact(row["decided"], row["zone"])),
            Cell(_compact(row["expires"], row["zone"])),
            Cell(_span(row["days_low"], row["days_high"])),
        )
        for row in reversed(finding.series[-LATEST_EXEMPTIONS:])
    ]
    left = len(finding.series) - len(rows)
    more = f"; the latest {len(rows)}, {left} earlier ones left out" if left else ""
    return Table(
        "exemptions",
        f"Humanitarian exemptions on record{more}. Days run from request to grant, where the "
        "request is public; refusals are confidential",
        (
            Column("For whom", share=5),
            Column("Goods", share=9),
            Column("Granted", "date", share=4),
            Column("Until", "date", share=4),
            Column("Days", "right", share=3),
        ),
        (Group("", tuple(rows)),),
    )


def _compact(text: str | None, zone: str) -> str:
    """A date or span as a narrow column takes it: 25–31 Jan 2019, Oct 2018, ~18 Jul 2019."""
    if not text:
        return "–"
    span = dates.parse(text, zone)
    first, last = span.first_day, span.last_day
    about = "~" if text.endswith("~") and "/" not in text else ""
    if first == last:
        return f"{about}{first.day} {first:%b %Y}"
    if (first.year, first.month) != (last.year, last.month):
        return f"{about}{first:%b %Y}–{last:%b %Y}"
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return f"{about}{last:%b %Y}" if whole else f"{about}{first.day}–{last.day} {last:%b %Y}"


def _span(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "–"
    return f"{low}" if low == high else f"{low}–{high}"


LATEST_EXEMPTIONS = 10


def indicators(finding: Finding | None) -> Table | None:
    """The newest published figure of each indicator."""
    if finding is None or not finding.series:
        return None
    groups: dict[str, list[tuple[Cell, ...]]] = {}
    for row in finding.series:
        groups.setdefault(str(row["dimension"]), []).append(
            (
                Cell(str(row["name"])),
                Cell(dates.say(str(row["date"]))),
                Cell(number(row["value"])),
                Cell(str(row["unit"])),
            )
        )
    return Table(
        "indicators",
        "The newest published figure of each indicator, as published; no composite index is made",
        (
            Column("Indicator", share=7),
            Column("Period", "date", share=3),
            Column("Figure", "right", share=3),
            Column("Unit", share=5),
        ),
        tuple(Group(name.capitalize(), tuple(rows)) for name, rows in groups.items()),
    )


def ahead(finding: Finding | None, dossier: Dossier) -> Table | None:
    """Dates ahead, as fixed by then."""
    if finding is None or not finding.series:
        return None
    rows = tuple(
        (Cell(_day_of(row, dossier)), Cell(capital(str(row["label"])))) for row in finding.series
    )
    return Table(
        "ahead",
        "Dates ahead, as fixed by then",
        (Column("Date", "date", share=2), Column("What", share=7)),
        (Group("", rows),),
    )


def _day_of(row: Mapping[str, Any], dossier: Dossier) -> str:
    """The date as the record has it, on its own calendar."""
    record = dossier.get(str(row["id"]))
    if isinstance(record, Event):
        return dates.say(record.date, record.zone)
    if isinstance(record, Commitment) and record.due:
        return dates.say(record.due, record.zone)
    return dates.say(row["date"])


def _by_agreement(
    findings: Sequence[Finding], dossier: Dossier
) -> list[tuple[str, str, list[Finding]]]:
    """Commitments by agreement, latest first: when it was made, its name, its rows by weight."""
    found: dict[str, tuple[date, str, str, list[Finding]]] = {}
    for finding in findings:
        commitment = _commitment(finding, dossier)
        agreement = dossier.get(commitment.agreement) if commitment else None
        if isinstance(agreement, Agreement):
            day = dates.parse(agreement.made, agreement.zone).last_day
            made, key, name = (
                dates.say(agreement.made, agreement.zone),
                agreement.id,
                agreement.short,
            )
        else:
            name = str(finding.parts.get("agreement", ""))
            day, made, key = date.min, "", name
        found.setdefault(key, (day, made, name, []))[3].append(finding)
    for *_, own in found.values():
        own.sort(key=_weight)
    ordered = sorted(found.values(), key=lambda entry: (-entry[0].toordinal(), entry[2]))
    return [(made, name, own) for _, made, name, own in ordered]


def _weight(finding: Finding) -> tuple[int, bool, int, str]:
    """Denuclearisation first, then what is known of, then what binds more."""
    theme, undertaking = finding.parts.get("theme"), finding.parts.get("undertaking")
    return (
        THEMES.index(theme) if theme in THEMES else len(THEMES),
        outcome(finding) in ("no evidence", "dormant"),
        _UNDERTAKINGS.index(undertaking) if undertaking in _UNDERTAKINGS else 9,
        finding.id,
    )


def _rows(
    findings: Sequence[Finding], cite: Cite, full: bool = False
) -> tuple[tuple[Cell, ...], ...]:
    """One row per obligor; in the text, obligors of whom the same is known share a row."""
    rows: list[tuple[Cell, ...]] = []
    before = ""
    for finding in findings:
        parts = finding.parts
        title, said = str(parts.get("title", finding.id)), cite(finding)
        named = "" if title == before else capital(title)
        row = (
            Cell(
                named,
                detail=_where(finding, full) if named else "",
                finding=finding.id if full else "",
            ),
            Cell(str(parts.get("obligor", "")), party=str(parts.get("obligor_id", ""))),
            status_cell(finding),
            mass_cell(finding),
            Cell(number(parts.get("last_report_days"))),
            Cell(number(parts.get("last_verified_days"))),
            Cell(notes=said, finding=finding.id),
        )
        before = title
        if rows and not full and not named and rows[-1][2:6] == row[2:6]:
            rows[-1] = _together(rows[-1], row)
        else:
            rows.append(row)
    return tuple(rows)


def _together(row: tuple[Cell, ...], other: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Two obligors in one row."""
    first, by, *same, notes = row
    both = Cell(f"{by.text}, {other[1].text}")
    cited = tuple(sorted({*notes.notes, *other[-1].notes}))
    return (first, both, *same, Cell(notes=cited, finding=notes.finding))


def _where(finding: Finding, full: bool) -> str:
    """Where the commitment stands, and in the annex of what kind it is and when it is due."""
    parts = finding.parts
    said = [str(parts["article"])] if parts.get("article") else []
    if parts.get("form") != "deliver" or full:
        said.append(FORMS.get(str(parts.get("form")), ""))
    if full:
        said.append(UNDERTAKINGS.get(str(parts.get("undertaking")), ""))
        due = parts.get("due")
        said.append(f"due {dates.say(str(due))}" if due else "no due date")
    return ", ".join(word for word in said if word)


def _commitment(finding: Finding, dossier: Dossier) -> Commitment | None:
    for id in finding.cites:
        record = dossier.get(id)
        if isinstance(record, Commitment):
            return record
    return None


def _verified(by_theme: Mapping[str, Sequence[int]]) -> str:
    """Deliveries verified by others on that day, of those owed, theme by theme."""
    return "; ".join(
        f"{THEME_WORDS[theme]} {done} of {of}"
        for theme, (done, of) in by_theme.items()
        if theme in THEME_WORDS and of
    )
