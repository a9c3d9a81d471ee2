"""The vocabulary that all rooms speak. No I/O, and nothing else of ours is imported here."""

from __future__ import annotations

from . import dates
from .actors import Party, Source
from .base import ID, ID_PATTERN, Record
from .finding import SECTIONS, Finding
from .humanitarian import Consignment, Exemption, Indicator, Rule
from .military import Incident, Notification, Remains, Zone
from .planning import Forecast, Step
from .programmes import Access, Estimate, Observation, Parameter, Site, Test
from .promises import Act, Adherence, Agreement, Commitment, Statement
from .reports import Determination, Evidence
from .talks import Channel, Contact, Event

KINDS: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Party, Source, Agreement, Commitment, Adherence, Act, Statement, Channel, Contact, Event,
        Evidence, Determination, Test, Observation, Site, Access, Incident, Notification, Remains,
        Exemption, Consignment, Indicator, Estimate, Parameter, Rule, Zone, Step, Forecast,
    )
}  # fmt: skip

__all__ = [
    "ID", "ID_PATTERN", "KINDS", "SECTIONS", "Access", "Act", "Adherence", "Agreement", "Channel",
    "Commitment", "Consignment", "Contact", "Determination", "Estimate", "Event", "Evidence",
    "Exemption", "Finding", "Forecast", "Incident", "Indicator", "Notification", "Observation",
    "Parameter", "Party", "Record", "Remains", "Rule", "Site", "Source", "Statement", "Step",
    "Test", "Zone", "dates",
]  # fmt: skip
