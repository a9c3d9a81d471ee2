"""Dossiers made of records that stand in the test, so that input and expectation meet the eye."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from servanda.dossier import Dossier, Ledger, package_ledger
from servanda.intake.package import Package
from servanda.intake.rows import Row
from servanda.records import (
    Act,
    Agreement,
    Commitment,
    Contact,
    Evidence,
    Finding,
    Party,
    Record,
    Test,
)

_numbers = count(1)

NORTH = Party(id="party/north", known="1990-01-01", name="Northern Republic", short="North",
              party_type="state", role="principal", order=1)  # fmt: skip
SOUTH = Party(id="party/south", known="1990-01-01", name="Southern Republic", short="South",
              party_type="state", role="principal", order=2)  # fmt: skip
NEWS = Party(id="party/news", known="1990-01-01", name="Northern News Agency", short="News",
             party_type="outlet", member_of=("party/north",))  # fmt: skip
IMAGERY = Party(id="party/imagery", known="1990-01-01", name="Imagery Institute", short="Imagery",
                party_type="organisation")  # fmt: skip
MONITOR = Party(id="party/monitor", known="1990-01-01", name="Monitoring Mission", short="Mission",
                party_type="body", role="monitor")  # fmt: skip
PARTIES = (NORTH, SOUTH, NEWS, IMAGERY, MONITOR)
ACCORD = Agreement(id="agreement/accord", known="2018-04-21", title="Accord of April 2018",
                   short="April accord", agreement_type="declaration",
                   parties=("party/north", "party/south"), made="2018-04-21")  # fmt: skip


def ledger(*records: Record) -> Ledger:
    """A ledger of these records, with the five parties and the accord of April 2018."""
    rows = [
        Row(kind=record.kind, id=record.id, known=record.known, record=record)
        for record in (*PARTIES, ACCORD, *records)
    ]
    package = Package(name="made-up", title="Made up", description="", rows=rows, faults=[])
    return package_ledger(package, Path())


def dossier(day: str, *records: Record) -> Dossier:
    """The dossier of these records as of a day."""
    return ledger(*records).as_of(day)


def commitment(slug: str = "site", **fields: Any) -> Commitment:
    """A commitment of the North to the South, to close a test site unless told otherwise."""
    told: dict[str, Any] = {
        "known": "2018-04-21",
        "title": "closure of the test site",
        "agreement": "agreement/accord",
        "obligors": ("party/north",),
        "beneficiaries": ("party/south",),
        "undertaking": "mutual_commitment",
        "form": "deliver",
        "text": "Close the test site.",
        "theme": "denuclearisation",
        "objective": "verification",
        "since": "2018-04-21",
        "verification": "national_means",
    }
    return Commitment(id=f"commitment/{slug}", **(told | fields))


def report(date: str, says: int | str, code: str, **fields: Any) -> Evidence:
    """A report on the North and the test site: a level, "breach" or "observance"."""
    told: dict[str, Any] = {
        "known": date,
        "commitment": "commitment/site",
        "obligor": "party/north",
        "observer": "party/imagery",
        "interest": "none",
        "text": f"Seen on {date}.",
    }
    number = next(_numbers)
    told |= {"level": says} if isinstance(says, int) else {"observed": says}
    told |= {"id": f"evidence/{number}", "origin": f"origin-{number}"}
    return Evidence(date=date, admiralty=code, **(told | fields))


def act(date: str, what: str, **fields: Any) -> Act:
    """An act of the North on the test site."""
    told: dict[str, Any] = {
        "id": f"act/{next(_numbers)}",
        "known": date,
        "party": "party/north",
        "commitments": ("commitment/site",),
        "text": f"The North {what}.",
    }
    return Act(said=date, act=what, **(told | fields))  # type: ignore[arg-type]


def launch(date: str, **fields: Any) -> Test:
    """An ICBM flight by the North."""
    told: dict[str, Any] = {
        "id": f"test/{next(_numbers)}",
        "known": date[:10],
        "party": "party/north",
        "test_type": "ballistic",
        "test_class": "icbm",
    }
    return Test(date=date, **(told | fields))


def contact(date: str, level: str, **fields: Any) -> Contact:
    """A contact between North and South."""
    told: dict[str, Any] = {
        "id": f"contact/{next(_numbers)}",
        "known": date,
        "parties": ("party/north", "party/south"),
        "outcome": "They met.",
    }
    return Contact(date=date, level=level, **(told | fields))  # type: ignore[arg-type]


def encoded(finding: Finding) -> bytes:
    """A finding's bytes."""
    return msgspec.json.encode(finding)
