"""A plan, what it is set beside and what shakes it, for a terminal, as JSON, and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from servanda import charts
from servanda.records import dates
from servanda.words import capital, days, join

from .plain import as_json, wrap

Told = dict[str, Any]
TITLE = 46  # letters of a step's title in a table
SOURCE = (
    "Steps, durations and values as on record; what steps cost and are worth is judged "
    "(docs/roadmap.md)."
)


def render_plan(told: Told, form: str) -> str:
    """A plan, or why there is none, as text or JSON.

    Parameters
    ----------
    told : dict
        From ``servanda.roadmap.report``, with ``left_out`` and, where no plan exists,
        ``conflict``.
    form : str
        ``text`` or ``json``.
    """
    if form == "json":
        return as_json(told)
    if not told["feasible"]:
        return "\n".join(_none(told))
    lines = [
        *_head(told), "",
        *_schedule(told), "",
        *_path(told), "",
        *_ready(told), "",
        *_walk_away(told), "",
        *_supply(told), "",
        *_beside(told),
    ]  # fmt: skip
    if told.get("by_horizon"):
        lines += ["", *_horizons(told["by_horizon"])]
    if told.get("sensitivity"):
        lines += ["", *_sensitivity(told)]
    return "\n".join([*lines, *_notes(told)])


def render_compare(told: Told, form: str) -> str:
    """The plan beside other orders of the same steps."""
    if form == "json":
        return as_json(told)
    if not told["feasible"]:
        return "\n".join(_none(told))
    return "\n".join([*_head(told), "", *_beside(told), *_notes(told)])


def render_stress(told: Told, form: str) -> str:
    """What becomes of the plan when a step falls away or a verifier is late."""
    if form == "json":
        return as_json(told)
    if not told["plan"]["feasible"]:
        return "\n".join(_none(told["plan"]))
    lines = [*_head(told["plan"]), "", "If", ""]
    lines.append(f"  {'':<52}{'exposure':>10}{'verified':>13}{'moved':>5}")
    for row in told["trials"]:
        if row["feasible"]:
            end = f"{row['exposure']:g} %"
            lines += _columns(row["what"], [(end, 10), (row["done_by"], 13),
                                            (str(len(row["moved"])), 5)])  # fmt: skip
        else:
            lines += _columns(row["what"], [("no plan", 10)])
            lines += [line for why in row["conflict"] for line in wrap(why, "      ")]
    return "\n".join([*lines, *_notes(told["plan"])])


def draw_plan(told: Told, suffix: str) -> str | bytes:
    """Schedule and exposure on one sheet, as SVG or PNG."""
    parties = [(side["name"], side["name"]) for side in told["sides"]]
    order = [name for _, name in parties]
    order += sorted({row["by"] for row in told["steps"]} - set(order))
    first = [one for one in told["baselines"] if one["name"] == "first"]
    curves = {"the plan": told["curves"],
              **{_order_name(one): one["curves"] for one in first}}  # fmt: skip
    drawn = [charts.plan_schedule(told["steps"], order, told["done_by"])]
    exposed = charts.exposure_curves(curves, "the plan", told["exposure"], parties)
    if exposed is not None:
        drawn.append(exposed)
    return (charts.sheet_png if suffix == ".png" else charts.sheet_svg)(drawn, SOURCE)


def _head(told: Told) -> list[str]:
    proven = "proven" if told["exposure_proven"] else (
        f"not proven: no order can do better than {told['exposure_bound']:g} %"
    )  # fmt: skip
    span = "proven for this exposure" if told["makespan_proven"] else (
        f"at this exposure no less than {days(told['makespan_bound_days'])}"
    )  # fmt: skip
    left = told["free_bound"]
    lines = [
        f"Largest exposure   {told['exposure']:g} % of a side’s stake ({proven})",
        f"                   {left:g} % is what is left over when all is done, in any order",
        f"Verified           by {dates.say(told['done_by'])}, {days(told['makespan_days'])} from "
        f"{dates.say(told['start'])} ({span})",
    ]  # fmt: skip
    for row in told.get("worst", ()):
        lines.append(
            f"  {row['side']:<16} at most {row['exposure']:g} %, on {dates.say(row['day'])}"
        )
    if told["stopped"]:
        lines.append(f"Search             stopped {told['stopped']}; the best plan until then")
    return [line for part in lines for line in wrap(part, "", " " * 19)]


def _schedule(told: Told) -> list[str]:
    lines = ["Steps (* on the critical path)", ""]
    lines.append(f"  {'starts':<11}{'verified':<11}{'step':<48}by")
    for row in told["steps"]:
        mark = "*" if row["critical"] else " "
        lines.append(
            f"{mark} {row['starts']:<11}{row['verified']:<11}{_short(row['title']):<48}{row['by']}"
        )
    return lines


def _path(told: Told) -> list[str]:
    titles = {row["step"]: row["title"] for row in told["steps"]}
    chain = "; ".join(titles[id] for id in told["critical_path"]["steps"])
    return wrap(f"Critical path, {days(told['critical_path']['days'])}: {chain}.")


def _ready(told: Told) -> list[str]:
    lines = ["Verifiers, and when they have to be ready", ""]
    lines.append(f"  {'':<26}{'from':<12}{'to':<12}{'at once':>8}{'of':>4}{'days':>7}")
    lines += [
        f"  {row['verifier'][:25]:<26}{row['first_day']:<12}{row['last_day']:<12}"
        f"{row['most_at_once']:>8}{row['capacity']:>4}{row['days']:>7}"
        for row in told["readiness"]
    ]
    return lines


def _walk_away(told: Told) -> list[str]:
    lines = wrap(
        "If all stopped that day: exposure, and what was received and could be taken back (both in "
        "percent of the side’s stake); ! could be undone unseen"
    )
    sides = [side["name"] for side in told["sides"]]
    by_day: dict[str, dict[str, Told]] = {}
    for row in told["walk_away"]:
        by_day.setdefault(row["day"], {})[row["side"]] = row
    lines += ["", "  " + " " * 12 + "".join(f"{name:>20}" for name in sides)]
    for day, row in by_day.items():
        cells = "".join(
            f"{row[name]['exposure']:>11.1f} {row[name]['revocable']:>6.1f}"
            f"{'!' if row[name]['unseen'] else ' ':<2}"
            for name in sides
        )
        lines.append(f"  {day:<12}{cells}".rstrip())
    return lines


def _supply(told: Told) -> list[str]:
    if not told["supply"]:
        return ["No third party is named as able to supply anything."]
    lines = ["What third parties could supply", ""]
    titles = {row["step"]: row["title"] for row in told["steps"]}
    for row in told["supply"]:
        lines += wrap(
            f"{row['what']}: {join(row['parties'])}, for {titles[row['step']]}",
            f"  by {row['day']}  ", " " * 17,
        )  # fmt: skip
    return lines


def _beside(told: Told) -> list[str]:
    lines = ["Other orders of the same steps", ""]
    lines.append(f"  {'':<46}{'exposure':>10}{'verified':>13}  in time")
    rows = [("the plan", told["exposure"], told["done_by"], True)]
    rows += [(_order_name(one), one["exposure"], one["done_by"], one["fits"])
             for one in told["baselines"]]  # fmt: skip
    for name, exposure, end, fits in rows:
        lines += _columns(
            name, [(f"{exposure:g} %", 10), (end, 13), ("  yes" if fits else "  no", 6)], 46
        )
    first = [one["exposure"] for one in told["baselines"] if one["name"] == "first"]
    if first and min(first) > 0:
        less = 100 * (1 - told["exposure"] / min(first))
        lines += ["", f"The largest exposure is {less:.0f} % below that of the better side first."]
    return lines


def _horizons(rows: Sequence[Told]) -> list[str]:
    lines = ["Exposure that a horizon leaves", "", f"  {'days':>6}{'exposure':>11}{'bound':>9}"]
    for row in rows:
        if row["feasible"]:
            bound = f"{row['bound']:g} %" if row["bound"] is not None else "–"
            lines.append(f"  {row['days']:>6}{row['exposure']:>9g} %{bound:>9}")
        else:
            lines.append(f"  {row['days']:>6}{'no plan':>11}")
    return lines


def _sensitivity(told: Told) -> list[str]:
    row = told["sensitivity"]
    titles = {step["step"]: step["title"] for step in told["steps"]}
    if not row["draws"]:
        return ["No draw of the judged values gave a plan."]
    lines = wrap(
        f"Judged values drawn anew {row['draws']} times: the first {len(row['first'])} steps were "
        f"the same set in {row['same']}; {row['kept']:g} of them stayed on average; the largest "
        f"exposure came to {row['exposure_low']:g} to {row['exposure_high']:g} %."
    )
    for id, often in row["often"].items():
        mark = "*" if id in row["first"] else " "
        lines.append(f"{mark} {often:>4} of {row['draws']}  {_short(titles[id])}")
    return lines


def _none(told: Told) -> list[str]:
    if told["feasible"] is None:
        return wrap("The search ended before a plan was found or ruled out: give it more time "
                    "with --seconds.")  # fmt: skip
    lines = wrap("No plan exists. These cannot all hold; without any one of them a plan does:")
    for why in told["conflict"]:
        lines += ["", *wrap(why, "- ", "  ")]
    return [*lines, *_notes(told)]


def _notes(told: Mapping[str, Any]) -> list[str]:
    left = told.get("left_out", ())
    lines = [line for note in left for line in wrap(f"Left out: {note}.")]
    lines += wrap(
        "Exposure: what a side has given for good less what it has received for good. Costs and "
        "values are judgement; --values FILE replaces them."
    )
    return ["", *lines]


def _order_name(one: Mapping[str, Any]) -> str:
    who = join(one["camp"])
    if one["name"] == "first":
        return f"{who} first"
    if one["batch"] == 1:
        return f"strict alternation, {who} first"
    return f"alternation by {one['batch']} steps, {who} first"


def _columns(words: str, cells: Sequence[tuple[str, int]], room: int = 52) -> list[str]:
    lines = wrap(capital(words), "  ", "    ")
    if len(lines) > 1 or len(lines[0]) > room + 1:
        lines.append("")
    tail = "".join(f"{text:>{width}}" for text, width in cells)
    return [*lines[:-1], f"{lines[-1]:<{room + 2}}{tail}".rstrip()]


def _short(text: str) -> str:
    return text if len(text) <= TITLE else f"{text[: TITLE - 1].rstrip()}…"
