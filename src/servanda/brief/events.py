"""Machine-coded events by pair and month: for a terminal, as CSV, JSON, a page and pictures."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from servanda import charts
from servanda.charts import Chart
from servanda.errors import ServandaError
from servanda.records import dates
from servanda.words import figures, join

from .plain import as_json, wrap

Told = Mapping[str, Any]
COLUMNS = (
    "dataset", "first", "second", "month", "events", "cooperation", "conflict",
    "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict",
    "first_to_second", "second_to_first", "goldstein_mean", "goldstein_low", "goldstein_high",
    "days_covered", "days_of_month", "rows_of_all_pairs",
)  # fmt: skip


def render_events(told: Told, form: str) -> str:
    """Counts as ``text``, ``json`` or ``csv``."""
    if form == "json":
        return as_json(told)
    return _csv(told) if form == "csv" else _text(told)


def draw_events(told: Told, suffix: str) -> str | bytes:
    """The pictures, one pair under the other, as ``.svg``, ``.png`` or on a page (``.html``).

    Raises
    ------
    ServandaError
        When no month is covered.
    """
    as_of = date.fromisoformat(told["as_of"])
    drawn: list[Chart] = [
        chart
        for pair in told["pairs"]
        if (chart := charts.events_by_month(pair, told, as_of)) is not None
    ]
    if not drawn:
        raise ServandaError("there is nothing to draw", "give files that cover a month")
    if suffix == ".html":
        from .html import fill

        return fill(
            "sheet.html", f"Machine-coded events: {_covered(told)}", kicker="Machine-coded events",
            title=_title(told), rows=[("Files", _files(told)), ("Counted", _counted(told))],
            notes=told["limits"], charts=drawn, source=_source(told),
        )  # fmt: skip
    foot = " ".join([*told["limits"], _source(told)])
    return (charts.sheet_png if suffix == ".png" else charts.sheet_svg)(drawn, foot)


def _text(told: Told) -> str:
    lines = [*wrap(_title(told)), ""]
    for pair in told["pairs"]:
        lines += _table(pair)
    lines += [*wrap(_files(told)), "", *wrap(_counted(told))]
    for limit in told["limits"]:
        lines += ["", *wrap(limit)]
    return "\n".join(lines) + "\n"


def _table(pair: Told) -> list[str]:
    first, second = pair["pair"]
    lines = [f"{first} and {second}", "",
             f"{'':<10}{'cooperation':>13}{'conflict':>12}{'mean of scale (90 %)':>28}",
             f"{'month':<10}{'all (done)':>13}{'all (done)':>12}{'':>28}"]  # fmt: skip
    marked: dict[str, list[str]] = {}
    for mark in pair["marks"]:
        marked.setdefault(mark["date"][:7], []).append(f"{mark['date']} {mark['label']}")
    for row in pair["months"]:
        part = "" if row["days_covered"] == row["days_of_month"] else "*"
        done = (f"{row[f'{what}']:,} ({row[f'material_{what}']:,})"
                for what in ("cooperation", "conflict"))  # fmt: skip
        cooperation, conflict = done
        lines.append(f"{row['month'] + part:<10}{cooperation:>13}{conflict:>12}{_mean(row):>28}")
        for words in marked.get(row["month"], []):
            lines += wrap(words, "          | ", "          |   ")
    if any(row["days_covered"] < row["days_of_month"] for row in pair["months"]):
        lines += ["* not every day of the month is covered"]
    if not pair["months"]:
        lines.append("no month is covered")
    return [*lines, ""]


def _mean(row: Told) -> str:
    mean, low, high = (row[f"goldstein_{name}"] for name in ("mean", "low", "high"))
    if mean is None:
        return "–"
    band = f" ({low:+.1f} to {high:+.1f})" if low is not None else ""
    return f"{mean:+.1f}{band}".replace("-", "−")


def _csv(told: Told) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for pair in told["pairs"]:
        first, second = pair["pair"]
        for row in pair["months"]:
            writer.writerow({"dataset": told["dataset"], "first": first, "second": second} | row)
    return out.getvalue()


def _title(told: Told) -> str:
    return f"What {told['title']} counted in the press, {_covered(told)}"


def _covered(told: Told) -> str:
    covered = told["covered"]
    if covered["from"] is None:
        return "no day covered"
    return f"{dates.say(covered['from'])} to {dates.say(covered['to'])}"


def _files(told: Told) -> str:
    rows, covered = told["rows"], told["covered"]
    words = [f"{figures(told['files'], 'file', 'files')}, {figures(rows['read'], 'row', 'rows')}"]
    if rows["unreadable"]:
        words.append(f"{rows['unreadable']:,} of them unreadable and left out")
    if rows["coded_later"]:
        words.append(f"{rows['coded_later']:,} coded after {dates.say(told['as_of'])}")
    words.append(f"{figures(covered['days'], 'day', 'days')} covered")
    return f"{'; '.join(words)}."


def _counted(told: Told) -> str:
    rows = told["rows"]
    least = told["least_sources"]
    kept = f"{figures(rows['events'], 'event', 'events')} of at least {least} sources"
    if least == 1:
        kept = figures(rows["events"], "event", "events")
    away = [
        f"{rows[name]:,} {words}"
        for name, words in (
            ("duplicates", "duplicates of one source address or story"),
            ("few_sources", "with fewer sources"),
            ("neither", "neither cooperation nor conflict"),
        )
        if rows[name]
    ]
    told_words = f"{kept}, out of {rows['reports']:,} reports between the parties"
    if away:
        told_words += f" ({join(away)} left out)"
    if rows["of_months_not_covered"]:
        told_words += f"; {rows['of_months_not_covered']:,} of months not covered are not shown"
    return f"{told_words}. A count includes both directions; in brackets what was done, not said."


def _source(told: Told) -> str:
    return (
        f"Source: {told['title']} files of the user, {_covered(told)}. {_files(told)} "
        f"{_counted(told)} Dated events: the process “{told['process']}” as known on "
        f"{dates.say(told['as_of'])}."
    )
