"""Charts: series into Vega-Lite dicts, and those into SVG. Nothing else imports the renderer."""

from __future__ import annotations

from .access import access_and_activity
from .calm import CALM_FINDINGS, calm_and_progress
from .chart import Chart, Gauge
from .claims import claims_and_votes
from .commitments import commitment_history
from .contacts import contacts_by_level
from .demonstrated import reach_over_time
from .events import events_by_month
from .facilities import facility_strips, strips
from .incidents import incidents_by_severity
from .indicators import indicators_by_dimension
from .levels import levels_over_time
from .masses import mass_bar
from .network import network_of
from .reach import flight_profile, reach_map
from .render import to_png, to_svg
from .roadmap import exposure_curves, exposure_of_plan, plan_schedule
from .scores import scores_over_time
from .screened import screened_positions
from .sheet import sheet_png, sheet_svg
from .stocks import Fan, stocks_of_findings, stocks_over_time
from .theme import dark_rules, party_hues
from .thinness import thinness_profile
from .timeline import test_timeline
from .tone import tone_over_time
from .zones import zones_and_incidents

__all__ = [
    "CALM_FINDINGS",
    "Chart",
    "Fan",
    "Gauge",
    "access_and_activity",
    "calm_and_progress",
    "claims_and_votes",
    "commitment_history",
    "contacts_by_level",
    "dark_rules",
    "events_by_month",
    "exposure_curves",
    "exposure_of_plan",
    "facility_strips",
    "flight_profile",
    "incidents_by_severity",
    "indicators_by_dimension",
    "levels_over_time",
    "mass_bar",
    "network_of",
    "party_hues",
    "plan_schedule",
    "reach_map",
    "reach_over_time",
    "scores_over_time",
    "screened_positions",
    "sheet_png",
    "sheet_svg",
    "stocks_of_findings",
    "stocks_over_time",
    "strips",
    "test_timeline",
    "thinness_profile",
    "to_png",
    "to_svg",
    "tone_over_time",
    "zones_and_incidents",
]
