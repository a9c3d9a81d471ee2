"""Everybody whose leave is needed: the Committee is one of five that can stop a shipment."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from servanda.dossier import Dossier

from .project import Project
from .tracking import waits

STATES = {"granted": "granted", "not needed": "not needed", "refused": "refused"}


class Step(NamedTuple):
    """One leave on the way.

    Attributes
    ----------
    name : str
        Which.
    who : str
        Who gives it.
    needs : str
        What they want to see.
    days : tuple of int
        How long to plan for, lowest and highest.
    basis : str
        Where the days come from.
    state : str
        What the project says of it.
    earliest, latest : date or None
        When it can be expected, counted from when it can be asked for.
    """

    name: str
    who: str
    needs: str
    days: tuple[int, int]
    basis: str
    state: str
    earliest: datetime.date | None
    latest: datetime.date | None


_PLANNED = "planning figure of ours; no published figure"


def path(project: Project, dossier: Dossier, parameters: dict[str, Any]) -> list[Step]:
    """The steps in the order in which they depend on one another.

    The licence and the bank ask for the Committee's letter; customs of transit for both; visas
    run beside them. Dates are counted from the request's date.
    """
    given = parameters["clearance"]
    start = project.day("date")
    known = waits(dossier)
    span = tuple(given["committee"])
    basis = _PLANNED
    if known:
        low, high = min(wait.low for wait in known), max(wait.high for wait in known)
        basis = (
            f"{_PLANNED}; grants whose request date is public took {low} to {high} days "
            f"(n = {len(known)})"
        )
    fields = project.fields
    through = fields.get("member_state") or fields.get("channel") or "the channel"
    committee = _step("1718 Committee", f"the Committee, through {through}",
                      "the letter and the annex; the Committee decides by consensus",
                      span, basis, "", start, start)  # fmt: skip
    licence = _step("national licence", "the export authority of the country of departure, and of "
                    "each supplier's country; the EU and national rule sets apply",
                    "the Committee's letter, the annex, end-use statements, data sheets",
                    tuple(given["national_licence"]), _PLANNED, fields.get("national_licence", ""),
                    committee.earliest, committee.latest)  # fmt: skip
    bank = _step("bank", "the organisation's bank and the suppliers' banks",
                 "the Committee's letter, the licence, contracts; cash into the DPRK falls under "
                 "resolution 2094, paragraph 14", tuple(given["bank"]), _PLANNED,
                 fields.get("bank", ""), committee.earliest, committee.latest)  # fmt: skip
    transit = _step("customs of transit", "customs of each country of transit, through the agent",
                    "the Committee's letter, licence, invoices and packing lists that name the "
                    "items word for word as the annex does", tuple(given["transit_customs"]),
                    _PLANNED, fields.get("transit_customs", ""),
                    _later(licence.earliest, bank.earliest),
                    _later(licence.latest, bank.latest))  # fmt: skip
    visas = _step("visas for monitoring", "the DPRK's authorities, through the counterpart",
                  "names, dates and sites of the visits before and after delivery",
                  tuple(given["visas"]), _PLANNED, fields.get("visas", ""), start,
                  start)  # fmt: skip
    return [committee, licence, bank, transit, visas]


def _step(
    name: str, who: str, needs: str, span: tuple[int, ...], basis: str, state: str,
    first: datetime.date | None, last: datetime.date | None,
) -> Step:  # fmt: skip
    low, high = span
    done = state.casefold().startswith(tuple(STATES))
    return Step(
        name, who, needs, (low, high), basis, state or "not told",
        first if done or first is None else first + datetime.timedelta(days=low),
        last if done or last is None else last + datetime.timedelta(days=high),
    )  # fmt: skip


def _later(one: datetime.date | None, other: datetime.date | None) -> datetime.date | None:
    return None if one is None or other is None else max(one, other)
