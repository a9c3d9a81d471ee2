"""Which chart stands under which name, and the findings that it draws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from servanda import charts
from servanda.charts import Chart
from servanda.records import Finding

from .outline import SCORES

Parties = list[tuple[str, str]]  # id and short name of each, in the process's order
Draw = Callable[[Finding, date, Parties], Chart | None]
DrawMany = Callable[[list[Finding], date, Parties, str], Chart | None]

# One finding, one chart: the chart's name, the finding's id, and who draws it.
OF_A_FINDING: dict[str, tuple[str, Draw]] = {
    "tests": (
        "verification.lull",
        lambda finding, as_of, _: charts.test_timeline(finding, as_of),
    ),
    "contacts": ("dialogue.working_level_silence_days", charts.contacts_by_level),
    "thinness": (
        "assessment.thinness",
        lambda finding, as_of, _: charts.thinness_profile(finding, as_of),
    ),
    "tone": ("dialogue.tone", charts.tone_over_time),
    "claims": ("assessment.claims", charts.claims_and_votes),
    "network": ("dialogue.resilience", charts.network_of),
    "access": (
        "verification.site_access",
        lambda finding, as_of, _: charts.access_and_activity(finding, as_of),
    ),
    "demonstrated": (
        "capability.demonstrated_range_km",
        lambda finding, as_of, _: charts.reach_over_time(finding, as_of),
    ),
    "facilities": (
        "assessment.nuclear_illusion",
        lambda finding, as_of, _: charts.facility_strips(finding, as_of),
    ),
    "indicators": (
        "human_security.dimensions",
        lambda finding, as_of, _: charts.indicators_by_dimension(finding, as_of),
    ),
    "exposure": (
        "roadmap.exposure",
        lambda finding, _, parties: charts.exposure_of_plan(finding, parties),
    ),
    "incidents": (
        "military.incidents",
        lambda finding, as_of, _: charts.incidents_by_severity(finding, as_of),
    ),
    "zones": (
        "military.zones",
        lambda finding, as_of, _: charts.zones_and_incidents(finding, as_of),
    ),
}

# Stocks drawn under one another.
STOCKS = ("capability.plutonium_kg", "capability.heu_kg", "capability.weapons_worth")

# Drawn of the commitments of the round under way.
OF_COMMITMENTS: dict[str, DrawMany] = {
    "commitments": charts.commitment_history,
    "levels": charts.levels_over_time,
}


def draw(
    name: str,
    findings: dict[str, Finding],
    current: list[Finding],
    as_of: date,
    parties: Parties,
    scope: str,
) -> tuple[Chart | None, list[Finding]]:
    """Draw a chart by its name.

    Parameters
    ----------
    name : str
        As in `outline.Draw`.
    findings : dict
        All findings, by id.
    current : list of Finding
        The commitments of the round under way.
    as_of : date
    parties : list of (id, short name)
    scope : str
        Which commitments ``current`` holds, in words.

    Returns
    -------
    Chart or None
        None when there is nothing to draw.
    list of Finding
        What the chart rests on.
    """
    if name in OF_COMMITMENTS:
        return OF_COMMITMENTS[name](current, as_of, parties, scope), current
    if name == "scores":
        found = [finding for id, finding in findings.items() if id.startswith(SCORES)]
        return charts.scores_over_time(findings, as_of), found
    if name == "stocks":
        found = [findings[id] for id in STOCKS if id in findings]
        return charts.stocks_of_findings(found, as_of), found
    if name == "calm":
        found = [findings[id] for id in charts.CALM_FINDINGS if id in findings]
        return charts.calm_and_progress(findings, as_of), found
    id, draws = OF_A_FINDING[name]
    finding = findings.get(id)
    return (None, []) if finding is None else (draws(finding, as_of, parties), [finding])
