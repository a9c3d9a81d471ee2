"""What was asked for, granted and extended, what runs out, and what became of the goods."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from typing import Any, NamedTuple

from servanda.dossier import Dossier
from servanda.records import Consignment, Exemption, dates

GRANTED = ("granted", "extended", "amended")


class Wait(NamedTuple):
    """Days from request to grant: the two dates may be known to the month only."""

    exemption: str
    low: int
    high: int

    @property
    def days(self) -> int:
        """The middle of the range."""
        return (self.low + self.high) // 2


def wait_of(record: Exemption) -> Wait | None:
    """How long a grant took; None when either date is not public.

    Both dates have an earliest and a latest day, so the wait has a low and a high.
    """
    if not record.requested or not record.decided or record.decision not in GRANTED:
        return None
    asked = dates.parse(record.requested, record.zone)
    decided = dates.parse(record.decided, record.zone)
    return Wait(
        record.id,
        max(0, (decided.first_day - asked.last_day).days),
        (decided.last_day - asked.first_day).days,
    )


def waits(dossier: Dossier) -> list[Wait]:
    """Every known time to grant, shortest first."""
    found = [wait for record in dossier.of(Exemption) if (wait := wait_of(record))]
    return sorted(found, key=lambda wait: (wait.high, wait.exemption))


def follow(dossier: Dossier, within_days: int, organisation: str = "") -> dict[str, Any]:
    """Requests and grants as of the dossier's date.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    within_days : int
        An exemption that ends within so many days is about to run out.
    organisation : str
        Part of a name; only those whose name holds it.
    """
    wanted = organisation.casefold()
    records = [e for e in dossier.of(Exemption) if wanted in name_of(dossier, e).casefold()]
    rows = sorted((_row(dossier, e) for e in records), key=lambda r: (r["decided"] or "9", r["id"]))
    known = [wait for e in records if (wait := wait_of(e))]
    limit = dossier.as_of + timedelta(days=within_days)
    ending = [
        row for row in rows
        if row["last_day"] and dossier.as_of <= date.fromisoformat(row["last_day"]) <= limit
        and row["decision"] in GRANTED
    ]  # fmt: skip
    told = [wait.days for wait in known]
    return {
        "as_of": dossier.as_of.isoformat(),
        "n": len(rows),
        "granted": sum(row["decision"] in GRANTED for row in rows),
        "pending": sum(row["decision"] == "pending" for row in rows),
        "refusals": "confidential: the Committee does not publish them",
        "days_to_grant": {
            "n": len(known),
            "of": sum(row["decision"] in GRANTED for row in rows),
            "low": min((wait.low for wait in known), default=None),
            "median": statistics.median(told) if told else None,
            "high": max((wait.high for wait in known), default=None),
        },
        "within_days": within_days,
        "ending": [row["id"] for row in ending],
        "exemptions": rows,
    }


def name_of(dossier: Dossier, record: Exemption) -> str:
    """For whom an exemption is, in words."""
    if record.organisation and record.organisation in dossier:
        return dossier.name_of(record.organisation)
    return record.organisation_name or "not named"


def _row(dossier: Dossier, record: Exemption) -> dict[str, Any]:
    wait = wait_of(record)
    last = dates.parse(record.expires, record.zone).last_day if record.expires else None
    return {
        "id": record.id,
        "organisation": name_of(dossier, record),
        "goods": record.text,
        "decision": record.decision,
        "requested": record.requested,
        "decided": record.decided,
        "days_to_grant": [wait.low, wait.high] if wait else None,
        "expires": record.expires,
        "expires_text": record.expires_text,
        "last_day": last.isoformat() if last else None,
        "days_left": (last - dossier.as_of).days if last else None,
        "value": record.value,
        "currency": record.currency,
        "consignments": [
            _consignment(c) for c in dossier.of(Consignment) if c.exemption == record.id
        ],
        "sources": list(record.sources),
    }


def _consignment(record: Consignment) -> dict[str, Any]:
    return {
        "id": record.id,
        "state": record.state,
        "sent": record.sent,
        "arrived": record.arrived,
        "distributed": record.distributed,
        "quantity": record.quantity,
        "unit": record.unit,
        "route": record.route,
        "text": record.text,
    }


def as_text(told: dict[str, Any]) -> str:
    """The follow-up for a terminal."""
    wait = told["days_to_grant"]
    out = [
        f"Exemptions on record as of {told['as_of']}: {told['n']} "
        f"({told['granted']} granted or extended, {told['pending']} pending)",
        f"Refusals: {told['refusals']}",
    ]
    if wait["n"]:
        out.append(
            f"Days to grant: {wait['low']} to {wait['high']} (n = {wait['n']} of {wait['of']} "
            "grants whose request date is public)"
        )
    else:
        out.append(f"Days to grant: not known (n = 0 of {wait['of']} grants)")
    ending = [row for row in told["exemptions"] if row["id"] in told["ending"]]
    out += ["", f"RUNS OUT WITHIN {told['within_days']} DAYS ({len(ending)})"]
    out += [f"  {row['last_day']}  {row['days_left']:>4} days  {row['organisation']}: "
            f"{row['goods']}" for row in ending] or ["  none"]  # fmt: skip
    out += ["", f"{'decided':<24}{'decision':<10}{'days':<10}{'expires':<13}organisation: goods"]
    for row in told["exemptions"]:
        days = "–".join(map(str, row["days_to_grant"])) if row["days_to_grant"] else ""
        out.append(f"{row['decided'] or '':<24}{row['decision']:<10}{days:<10}"
                   f"{row['expires'] or '':<13}{row['organisation']}: {row['goods']}")  # fmt: skip
        out += [_passage(c) for c in row["consignments"]]
    return "\n".join(out)


def _passage(consignment: dict[str, Any]) -> str:
    dated = [f"{word} {consignment[word]}" for word in ("sent", "arrived", "distributed")
             if consignment[word]]  # fmt: skip
    much = " ".join(filter(None, (consignment["quantity"], consignment["unit"])))
    state = consignment["state"] or "state not known"
    return "    " + ", ".join(filter(None, (state, *dated, much, consignment["text"])))
