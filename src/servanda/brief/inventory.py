"""An inventory of fissile material for a terminal, as JSON, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any

from servanda import charts
from servanda.charts import Chart, Fan
from servanda.errors import ServandaError
from servanda.records import dates
from servanda.words import capital
from servanda.words import figures as counted

from .plain import WIDTH, as_json, wrap

Told = dict[str, Any]
DRAWN = ("separated", "heu", "weapons")
COLUMNS = (30, 22, 24)


def render_inventory(told: Told, form: str) -> str:
    """An inventory as text or JSON.

    Parameters
    ----------
    told : dict
        From ``inventory_report``.
    form : str
        ``text`` or ``json``.
    """
    if form == "json":
        return as_json(told)
    on, since = dates.say(told["until"]), dates.say(told["since"])
    lines = [
        f"Fissile material of {told['party']} on {on}, as known on {dates.say(told['as_of'])}", "",
        *_table(
            ("", "held (90 %)", f"added since {since}"),
            [(_named(p), _said(p), _added(p["added"])) for p in told["pools"].values()],
        ), "",
        *wrap(_how(told)),
        *(_supposed(told["supposed"]) if "supposed" in told else ()),
        "", "Facility by facility", "",
        *_table(
            ("", f"ran since {since}", "last reported"),
            [(capital(row["facility"]), _percent(row), _seen(row)) for row in told["facilities"]],
        ),
    ]  # fmt: skip
    if told["published"]:
        figures = [
            (_pool_of(told, f), f"{_figure(f)} for {dates.say(f['date'])}",
             f"{f['author']}, {dates.say(f['known'][:7])}")
            for f in told["published"]
        ]  # fmt: skip
        lines += ["", "Published by then, each as known on its own day", "",
                  *_table(("", "figure", "by, published"), figures)]  # fmt: skip
    for note in told["notes"]:
        lines += ["", *wrap(note)]
    return "\n".join(lines) + "\n"


def draw_inventory(told: Told, name: str, suffix: str) -> str | bytes:
    """The fans or the strips of an inventory, as SVG or PNG."""
    as_of, until = (date.fromisoformat(told[key]) for key in ("as_of", "until"))
    chart: Chart | None
    if name == "strips":
        chart = charts.strips(told["facilities"], date.fromisoformat(told["since"]), as_of)
    else:
        other = told.get("supposed", {}).get("fan", {})
        chart = charts.stocks_over_time(
            [
                Fan(pool, told["fan"][pool],
                    [figure for figure in told["published"] if figure["pool"] == pool],
                    other.get(pool, ()))
                for pool in DRAWN if any(row["high"] > 0 for row in told["fan"][pool])
            ],
            as_of, until,
        )  # fmt: skip
    if chart is None:
        raise ServandaError("there is nothing to draw", "ask for a later date")
    return charts.to_png(chart.wide) if suffix == ".png" else charts.to_svg(chart.wide)


def _table(heads: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Three columns as lines of a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for head, width in zip(heads, COLUMNS, strict=True):
        table.add_column(Text(head), width=width, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=WIDTH, force_terminal=False, highlight=False).print(table)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _named(pool: Mapping[str, Any]) -> str:
    unit = "" if "weapons" in pool["name"] else ", kg"
    return f"{capital(pool['name'])}{unit}"


def _said(band: Mapping[str, Any]) -> str:
    return f"{_near(band['median'])} ({_near(band['low'])}–{_near(band['high'])})"


def _added(band: Mapping[str, Any] | None) -> str:
    if band is None:
        return "–"
    if not any(band.values()):
        return "no sign of change"
    return f"{'+' if band['median'] > 0 else ''}{_said(band)}"


def _near(value: float) -> str:
    told = f"{value:.0f}" if abs(value) >= 10 or value == 0 else f"{value:.1f}"
    return told.replace("-", "−")


def _percent(row: Mapping[str, Any]) -> str:
    now = "" if row["operating"] is None else f", now {100 * row['operating']:.0f} %"
    return f"{100 * row['operated']:.0f} %{now}"


def _how(told: Told) -> str:
    return (
        f"Medians and 90 % of {counted(told['histories'], 'history', 'histories')}; no inspector "
        "has seen the places. Weapons' worth counts what is separated or enriched."
    )


def _supposed(other: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, pool in other["pools"].items():
        less = other["less"][name]
        rows.append((_named(pool), _said(pool), _said(less) if any(less.values()) else "the same"))
    return ["", *wrap(f"Supposed: {other['that']}"), "",
            *_table(("", "held (90 %)", "less than as known"), rows)]  # fmt: skip


def _seen(row: Mapping[str, Any]) -> str:
    return ", ".join(str(row[name]) for name in ("seen", "who", "when") if row[name]) or "–"


def _pool_of(told: Told, figure: Mapping[str, Any]) -> str:
    pool = told["pools"].get(figure["pool"])
    return capital(pool["name"]) if pool else "Plutonium made in all"


def _figure(figure: Mapping[str, Any]) -> str:
    low, best, high = (figure[name] for name in ("low", "best", "high"))
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    if best is not None:
        return f"{best:g}"
    return f"at most {high:g}" if low is None else f"at least {low:g}"
