"""A roadmap drawn: when each step runs and is verified, and how exposed each side is meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from servanda.records import Finding, dates
from servanda.words import capital, join

from .axes import first_day, time_x
from .chart import Chart, Spec
from .marks import bar, level, words
from .theme import base, colour, party_hues

LINE, BAR = 20, 10  # pixels of a step, and of its bar
PANEL, SPACE = 86, 34
LETTER_PX = 6.4
LEAST_PX = 2  # a step of a day is drawn so wide
FEWEST_LETTERS = 18
SOLID: list[float] = [1, 0]
DASHES: tuple[list[float], ...] = ([5, 3], [1.5, 2.5])
Row = dict[str, Any]
Curves = Mapping[str, Sequence[Sequence[Any]]]  # side -> [day, percent]


def exposure_curves(
    curves: Mapping[str, Curves], plan: str, exposure: float, parties: Sequence[tuple[str, str]]
) -> Chart | None:
    """The exposure of each side over the plan, above that of other orders of the same steps.

    Parameters
    ----------
    curves : mapping
        Name of an order (``plan`` among them) to the curves of its sides, in ISO days and percent
        of the side's stake.
    plan : str
        Which of them is the plan.
    exposure : float
        Largest exposure in the plan, percent.
    parties : sequence of (str, str)
        Name as in the curves, and short name, in the order of colours.
    """
    sides = [(id, name) for id, name in parties if id in curves[plan]]
    if not sides:
        return None
    others = [name for name in curves if name != plan]
    worst = max((part for name in others for row in curves[name].values() for _, part in row),
                default=None)  # fmt: skip
    beside = f", against up to {worst:g} % with one side first" if worst is not None else ""
    key = "; ".join(f"dashed: {name}" for name in others[:1])
    return Chart(
        name="exposure",
        title=f"No side is ever exposed by more than {exposure:g} % of its stake{beside}",
        alt="One panel a side: its exposure in percent of its stake over time, by the plan and by "
        f"other orders ({join(others)})." if others else
        "One panel a side: its exposure in percent of its stake over time.",
        counted="Exposure: what a side has given for good less what it has received for good, in "
        "percent of its stake; giving counts from its start, receiving from its verification; "
        "below 0 a side has received more. Line: the plan"
        + (f"; {key}" if key else "")
        + (f"; dotted: {others[1]}" if len(others) > 1 else "")
        + ". What steps cost and are worth is judged and stands in the steps.",
        draw=partial(_curves, curves, plan, others, sides, [id for id, _ in parties]),
    )  # fmt: skip


def exposure_of_plan(finding: Finding, parties: Sequence[tuple[str, str]]) -> Chart | None:
    """The exposure curves of ``roadmap.exposure``.

    Parameters
    ----------
    finding : Finding
    parties : sequence of (id, short name)
        In the process's order.
    """
    if finding.value is None or "curves" not in finding.parts:
        return None
    sides = finding.parts["sides"]
    known = [(id, name) for id, name in parties if id in sides]
    known += [(id, name) for id, name in sides.items() if id not in dict(known)]
    return exposure_curves(finding.parts["curves"], "plan", float(finding.value), known)


def plan_schedule(steps: Sequence[Row], parties: Sequence[str], done_by: str) -> Chart:
    """When each step is carried out and verified.

    Parameters
    ----------
    steps : sequence of dict
        ``title``, ``by``, ``starts``, ``done``, ``verified`` (ISO days), ``critical``.
    parties : sequence of str
        Names as in ``by``, in the order of colours.
    done_by : str
        ISO day on which everything is verified.
    """
    return Chart(
        name="schedule",
        title=f"{len(steps)} steps, all verified by {dates.say(done_by)}",
        alt="A bar for each step from its start to its verification, coloured by who takes it.",
        counted="Bar: the step is carried out; pale: it is verified. Colour: who takes it. Bold: "
        "on the critical path, the chain that takes longest when each step starts as soon as "
        "those before it allow.",
        draw=partial(_schedule, list(steps), list(parties), first_day(done_by)),
    )


def _curves(
    curves: Mapping[str, Curves],
    plan: str,
    others: list[str],
    sides: list[tuple[str, str]],
    order: list[str],
    width: int,
) -> Spec:
    left, right, top, bottom = 40, 14, 26, 26
    px = width - left - right
    days = [first_day(day) for rows in curves[plan].values() for day, _ in rows]
    start, end = min(days), max(days)
    x = time_x(start, end, px)
    levels = [float(part) for name in (plan, *others) for rows in curves[name].values()
              for day, part in rows if first_day(day) <= end]  # fmt: skip
    high, low = max([*levels, 1.0]), min([*levels, 0.0])
    hues = party_hues(order)
    plot = len(sides) * (PANEL + SPACE) - SPACE
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    layers: list[Row] = []
    for n, (id, name) in enumerate(sides):
        ways = [*zip(others, DASHES, strict=False), (plan, SOLID)]
        drawn = [(way, curves[way].get(id, ()), dash) for way, dash in ways]
        layers += _panel(n * (PANEL + SPACE), name, hues[id], drawn, plan, (low, high), x, end, px)
    spec["layer"] = layers
    return spec


def _panel(
    top: float,
    name: str,
    hue: str,
    drawn: Sequence[tuple[str, Sequence[Sequence[Any]], list[float]]],
    plan: str,
    span: tuple[float, float],
    x: Row,
    end: date,
    px: int,
) -> list[Row]:
    low, high = span

    def y(part: float) -> float:
        return round(top + PANEL * (high - part) / (high - low), 2)

    ticks = [tick for tick in _ticks(low, high) if low <= tick <= high]
    layers: list[Row] = [level(y(tick), px, "rule" if tick == 0 else "grid") for tick in ticks]
    layers += [
        words(f"{tick:g} %".replace("-", "−"), -6, y(tick), align="right", color=colour("quiet"))
        for tick in ticks
    ]
    layers.append(words(name, 0, top - 10, fontWeight="bold", color=hue))
    for way, rows, dash in drawn:
        points = [(first_day(day), float(part)) for day, part in rows if first_day(day) <= end]
        if not points:
            continue
        points.append((end, points[-1][1]))
        layers.append(
            {
                "data": {"values": [{"date": day.isoformat(), "y": y(part)}
                                    for day, part in points]},
                "mark": {"type": "line", "interpolate": "step-after",
                         "strokeWidth": 2 if way == plan else 1.2, "strokeDash": dash,
                         "color": hue if way == plan else colour("quiet")},
                "encoding": {"x": x, "y": {"field": "y", "type": "quantitative", "axis": None,
                                           "scale": None}},
            }
        )  # fmt: skip
    return layers


def _ticks(low: float, high: float) -> list[float]:
    reach = high - low
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100) if reach / step <= 4)
    first = int(low // step)
    return [float(step * n) for n in range(first, int(high // step) + 1)]


def _schedule(steps: list[Row], parties: list[str], end: date, width: int) -> Spec:
    narrow = width < 500
    left, right, top, bottom = 6, 14, 34, 26
    words_px = round(width * (0.52 if narrow else 0.44))
    px = width - left - right
    start = min(first_day(row["starts"]) for row in steps)
    span = max((end - start).days, 1)

    def at(day: str) -> float:
        return round(words_px + (px - words_px) * (first_day(day) - start).days / span, 1)

    hues = party_hues(parties)
    plot = LINE * len(steps)
    spec = base(width, plot + top + bottom, left=left, right=right, top=top, bottom=bottom)
    x = time_x(start, end, px - words_px)
    x["scale"]["range"] = [words_px, px]
    layers: list[Row] = [
        {
            "data": {"values": [{"date": end.isoformat()}]},
            "mark": {"type": "rule", "color": colour("rule")},
            "encoding": {"x": x},
        }
    ]
    place = 0.0
    for name in dict.fromkeys([*parties, *(row["by"] for row in steps)]):
        if any(row["by"] == name for row in steps):
            layers.append(words(name, place, -16, color=hues.get(name, colour("party_other")),
                                fontWeight="bold"))  # fmt: skip
            place += len(name) * LETTER_PX + 24
    letters = max(int(words_px / LETTER_PX) - 1, FEWEST_LETTERS)
    for n, row in enumerate(steps):
        y = n * LINE + LINE / 2
        hue = hues.get(row["by"], colour("party_other"))
        title = capital(row["title"])
        title = title if len(title) <= letters else title[: letters - 1].rstrip() + "…"
        weight = "bold" if row.get("critical") else "normal"
        begun, done = at(row["starts"]), at(row["done"])
        layers += [
            words(title, 0, y, fontWeight=weight),
            bar(begun, max(done, begun + LEAST_PX), y, BAR, color=hue),
        ]
        if row["verified"] > row["done"]:
            layers.append(bar(done, at(row["verified"]), y, BAR, color=hue, opacity=0.35))
    spec["layer"] = layers
    return spec
