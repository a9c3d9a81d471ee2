"""From dated records to what the inventory computes with; every fault of theirs is listed.

A ``parameter`` record's name is ``<part>.<quantity>``: ``reactor.run``, ``elwr.thermal_power``,
``reprocessing.campaign``, ``enrichment.hall``, ``test.plutonium``, ``weapon.heu``. Records of one
site, part and facility belong together; see docs/fissile.md for the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec

from servanda.dossier import Dossier
from servanda.records import Observation, Parameter, Record, Site, Test, dates

from .doubt import AGAINST, FOR, Switch, node_probability, report_ratio, switch
from .faults import (
    CAMPAIGN,
    DISPUTED,
    IDLE,
    RUN,
    UNITS,
    Fault,
    Pause,
    contradictions,
    faults_of,
    overlapping,
)  # fmt: skip
from .flow import follow_fuel
from .material import Campaign, Hall, Material, Plant, Reactor, Run, Spread, Use
from .moments import Moment, month_of, period

COUNTED = ("nuclear", "ballistic", "space_launch")  # a pause is one in all of these
USED = {*UNITS, RUN, IDLE, CAMPAIGN, *DISPUTED}
PARTS_WITHOUT_FACILITY = ("test", "weapon")


class Reading(NamedTuple):
    """What was read: the material, the records used, faults, and what to know besides.

    ``material`` is None when there are faults or nothing is on record.
    """

    material: Material | None
    records: tuple[Record, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def programmes(dossier: Dossier) -> list[str]:
    """Parties whose facilities are on record, the one with most records first."""
    counted = Counter(p.party for p in dossier.of(Parameter) if _split(p)[1] in USED)
    return [party for party, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def read_material(
    dossier: Dossier, parameters: dict[str, Any], party: str | None = None
) -> Reading:
    """Read the material of a party's inventory from what was known by the dossier's date.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    parameters : mapping
        The room's judgements.
    party : str, optional
        Whose; the party with most records, when not given.

    Returns
    -------
    Reading
        Without material when nothing is on record or what is contradicts itself.
    """
    party = party or next(iter(programmes(dossier)), None)
    if party is None:
        return Reading(None, (), ())
    return _Reader(dossier, parameters, party).read()


def reports_on(dossier: Dossier, party: str, key: str) -> list[Observation]:
    """Observations of a facility, given by its key."""
    site, part, facility = key.split("|")
    return [
        report
        for report in dossier.of(Observation)
        if report.party == party and _is_on(report, (site, part, facility))
    ]


class _Reader:
    """Groups a party's records by facility and reads each group."""

    def __init__(self, dossier: Dossier, judged: dict[str, Any], party: str) -> None:
        self.dossier, self.judged, self.party = dossier, judged, party
        self.records: dict[str, Record] = {}
        self.faults: list[Fault] = []
        self.reports = [o for o in dossier.of(Observation) if o.party == party]
        self.groups: dict[tuple[str, str, str], dict[str, list[Parameter]]] = {}
        own = [p for p in dossier.of(Parameter) if p.party == party and _split(p)[1] in USED]
        for record in own:
            part, quantity = _split(record)
            key = (record.site or "", part, record.facility or "")
            self.groups.setdefault(key, {}).setdefault(quantity, []).append(self._use(record))
            self.faults += faults_of(record, quantity)

    def read(self) -> Reading:
        tests = self._tests()
        near = [o for o in self.reports if any(_is_on(o, key) for key in self.groups)]
        read = [r for group in self.groups.values() for records in group.values() for r in records]
        self.newest = max(dates.known_day(record.known) for record in (*read, *near))
        reactors = self._each(("thermal_power", RUN), self._reactor)
        campaigns = self._campaigns()
        plants = self._each((CAMPAIGN, "campaign_plutonium"), self._plant)
        halls = self._each(("hall", *DISPUTED), self._hall)
        uses = [self._used(test) for test in tests if test.test_type == "nuclear"]
        weapon = self.groups.get(("", "weapon", ""), {})
        if self.faults or not (reactors or halls):
            return Reading(None, tuple(self.records.values()), tuple(self.faults))
        reactors, notes = follow_fuel(reactors, campaigns)
        material = Material(
            party=self.party,
            anchor=self._anchor(tests),
            newest=month_of(self.newest),
            reactors=tuple(reactors),
            campaigns=tuple(campaigns),
            plants=tuple(plants),
            halls=tuple(halls),
            uses=tuple(uses),
            weapon_plutonium=self._spread(weapon.get("plutonium"), "weapon", "plutonium_kg"),
            weapon_heu=self._spread(weapon.get("heu"), "weapon", "heu_kg"),
        )
        return Reading(material, tuple(self.records.values()), (), tuple(notes))

    def _use(self, record: Any) -> Any:
        self.records[record.id] = record
        if getattr(record, "site", None):
            site = self.dossier.get(record.site)
            if site is not None:
                self.records[site.id] = site
        return record

    def _each(
        self, quantities: Iterable[str], read: Callable[[tuple[str, str, str]], Any]
    ) -> list[Any]:
        wanted = set(quantities)
        found = [
            read(key)
            for key, group in sorted(self.groups.items())
            if wanted & set(group) and key[1] not in PARTS_WITHOUT_FACILITY
        ]
        return [each for each in found if each is not None]

    def _fault(self, record: Record, what: str, mend: str) -> None:
        self.faults.append(Fault(record.id, what, mend))

    def _name(self, key: tuple[str, str, str]) -> str:
        site = self.dossier.get(key[0])
        return key[2] or (site.name if isinstance(site, Site) else key[1])

    def _reports(self, key: tuple[str, str, str], exact: bool = False) -> list[Observation]:
        found = [
            report for report in self.reports
            if _is_on(report, key) and (not exact or (report.facility or "") == key[2])
        ]  # fmt: skip
        return [self._use(report) for report in found]

    def _spread(self, records: list[Parameter] | None, table: str, name: str) -> Spread:
        """The newest record's numbers; the room's, where there is none."""
        if records:
            newest = max(records, key=lambda r: (dates.known_day(r.known), r.id))
            return Spread(newest.low, newest.best, newest.high)
        low, high = self.judged[table][name]
        return Spread(low, None, high)

    def _within(self, key: tuple[str, str, str], quantity: str) -> list[Parameter] | None:
        """Records of a quantity for a facility, or for the part of the site without one named."""
        for wanted in (key, (key[0], key[1], "")):
            records = self.groups.get(wanted, {}).get(quantity)
            if records:
                return records
        return None

    def _reactor(self, key: tuple[str, str, str]) -> Reactor | None:
        power = self._within(key, "thermal_power")
        group = self.groups[key]
        if power is None:
            self._fault(group[RUN][0], f"nothing tells the power of {self._name(key)}",
                        f"add a parameter {key[1]}.thermal_power, in MWth")  # fmt: skip
            return None
        runs = sorted((self._run(r) for r in group.get(RUN, ())), key=lambda run: run.start.low)
        pauses = [self._pause(r) for r in group.get(IDLE, ())]
        if any(run is None for run in runs):
            return None
        self.faults += contradictions(runs, pauses)
        for record in group.get("discharge", ()):
            runs = self._discharged(runs, record)
        return Reactor(
            key="|".join(key), name=self._name(key),
            power=self._spread(power, "", ""),
            load=self._spread(self._within(key, "load_factor"), "reactor", "load_factor"),
            grams=self._spread(self._within(key, "plutonium_per_burnup"),
                               "reactor", "grams_per_mwd"),
            runs=tuple(runs), pauses=tuple((start, end) for _, start, end in pauses),
            switch=self._reactor_switch(key, runs, pauses),
        )  # fmt: skip

    def _run(self, record: Parameter) -> Run:
        start, end = period(record.date, record.zone)
        return Run(record.id, start or Moment(0.0, 0.0), end)

    def _pause(self, record: Parameter) -> Pause:
        start, end = period(record.date, record.zone)
        return record.id, start or Moment(0.0, 0.0), end

    def _discharged(self, runs: list[Run], record: Parameter) -> list[Run]:
        """Give the last run that had ended by a discharge its date and its published mass."""
        start, _ = period(record.date, record.zone)
        _, end = period(record.date, record.zone)
        last = end.high if end else float("inf")
        ended = [run for run in runs if run.end is not None and run.end.low <= last]
        if not ended or start is None:
            self._fault(record, "no run had ended before this discharge",
                        "add the run whose fuel it was, or mend the dates")  # fmt: skip
            return runs
        mass = Spread(record.low, record.best, record.high)
        when = max(start.middle, ended[-1].end.middle if ended[-1].end else 0.0)
        return [
            _replaced(run, mass=mass, discharged=when) if run is ended[-1] else run for run in runs
        ]

    def _campaigns(self) -> list[Campaign]:
        """Campaigns of all plants, oldest first; one told only by its plutonium counts too."""
        told = [r for group in self.groups.values() for r in group.get(CAMPAIGN, ())]
        masses = [r for group in self.groups.values() for r in group.get("campaign_plutonium", ())]
        found = [_as_campaign(record) for record in told]
        for record in masses:
            mass = Spread(record.low, record.best, record.high)
            own = _as_campaign(record)
            same = next((n for n, other in enumerate(found) if _meet(own, other)), None)
            if same is None:
                found.append(msgspec.structs.replace(own, mass=mass))
            else:
                found[same] = msgspec.structs.replace(found[same], mass=mass)
        found.sort(key=lambda campaign: (campaign.start, campaign.id))
        self.faults += overlapping(found)
        return found

    def _plant(self, key: tuple[str, str, str]) -> Plant:
        seen = [
            end.high
            for record in (*self.groups[key].get(CAMPAIGN, ()),
                           *self.groups[key].get("campaign_plutonium", ()))
            if (end := period(record.date, record.zone)[1])
        ]  # fmt: skip
        return Plant("|".join(key), self._name(key),
                     self._switch(key, "on", max(seen, default=month_of(self.newest)),
                                  "campaign_begins", (), lasting=self._months()))  # fmt: skip

    def _hall(self, key: tuple[str, str, str]) -> Hall | None:
        group = self.groups[key]
        disputed = [r for quantity in DISPUTED for r in group.get(quantity, ())]
        record = max([*group.get("hall", ()), *disputed], key=lambda r: dates.known_day(r.known))
        start, _ = period(record.date, record.zone)
        if start is None:
            return None
        node = bool(disputed) and not group.get("hall")
        probability = 1.0
        if node:
            reports = self._reports(key, exact=True)
            probability = node_probability(reports, self.judged)
            first = [period(o.date, o.zone)[0] for o in reports]
            told = min((m.low for m in first if m), default=month_of(dates.known_day(record.known)))
            start = Moment(start.low, max(start.high, told))
        capacity = group.get("capacity")
        machines = Spread(record.low, record.best, record.high)
        unknown = machines == Spread()
        if capacity is None and unknown and not node:
            self._fault(record, "nothing tells how much this hall can enrich",
                        "give its centrifuges, or add enrichment.capacity in SWU/a")  # fmt: skip
            return None
        given = self._spread(capacity, "enrichment", "undeclared_swu")
        return Hall(
            key="|".join(key), name=self._name(key), start=start,
            capacity=given if capacity or unknown else None,
            machines=None if capacity or unknown else machines,
            probability=probability, disputed=node,
            switch=self._switch(key, "off", month_of(dates.known_day(record.known)), "hall_stops",
                                FOR),
        )  # fmt: skip

    def _reactor_switch(
        self, key: tuple[str, str, str], runs: list[Run],
        pauses: list[Pause],
    ) -> Switch:  # fmt: skip
        """How the reactor stands since the last record: running or not, and seen when."""
        if not runs:
            known = [dates.known_day(r.known) for r in self.groups[key].get("thermal_power", ())]
            return self._switch(key, "on", month_of(max(known, default=self.newest)),
                                "reactor_starts_first", (*AGAINST, "construction"))  # fmt: skip
        last = runs[-1]
        known_day = month_of(dates.known_day(self.records[last.id].known))
        idle = [(start, id) for id, start, end in pauses if end is None]
        if last.end is None and not idle:
            return self._switch(key, "off", last.start.high, "reactor_stops", FOR, known_day)
        stopped = [last.end.high, known_day] if last.end else []
        for start, id in idle:
            stopped += [start.high, month_of(dates.known_day(self.records[id].known))]
        stopped += [end.high for _, _, end in pauses if end is not None]
        return self._switch(key, "on", max(stopped), "reactor_starts", AGAINST)

    def _switch(
        self, key: tuple[str, str, str], to: Any, since: float, hazard: str,
        settling: tuple[str, ...], unseen: float | None = None, lasting: float = float("inf"),
    ) -> Switch:  # fmt: skip
        """An unseen change since the facility was last seen in the state it is taken to be in.

        ``unseen`` is the month from which to reckon when no report saw it so.
        """
        reports = self._reports(key)
        spans = []
        seen = []
        for report in reports:
            start, end = period(report.date, report.zone)
            told = end or Moment(*[month_of(dates.known_day(report.known))] * 2)
            if report.activity in settling and _is_credible(report):
                seen.append(told.high)
            else:
                first = start.low if start else told.low
                spans.append((first, told.high, report_ratio(report, self.judged)))
        if seen:
            since = max(since, *seen)
        elif unseen is not None:
            since = max(since, unseen)
        horizon = month_of(self.newest) + 12 * self.judged["horizon_years"]
        later = [span for span in spans if span[1] > since and span[2] != 1.0]
        return switch(to, round(since, 3), max(int(horizon - since) + 1, 1),
                      self.judged["switch"][hazard], later, lasting)  # fmt: skip

    def _months(self) -> float:
        """Months that a campaign takes."""
        low, high = self.judged["reprocessing"]["campaign_months"]
        return float(low + high) / 2

    def _tests(self) -> list[Test]:
        """Tests of the party, oldest first; the last of each kind that counts, and the nuclear."""
        return [t for t in self.dossier.tests if t.party == self.party and t.test_type in COUNTED]

    def _used(self, test: Test) -> Use:
        self._use(test)
        day = dates.parse(test.date, test.zone)
        told: dict[str, Spread] = {}
        for material in ("plutonium", "heu"):
            for record in self.groups.get((test.site or "", "test", ""), {}).get(material, ()):
                span = dates.parse(record.date, record.zone)
                if span.first_day <= day.last_day and day.first_day <= span.last_day:
                    told[material] = Spread(record.low, record.best, record.high)
        when = month_of(day.last_day)
        halls = [period(r.date, r.zone)[0] for group in self.groups.values()
                 for r in group.get("hall", ())]  # fmt: skip
        enriching = any(start is not None and start.low <= when for start in halls)
        either = self.judged["uses"]["plutonium_probability"] if enriching else 1.0
        chance = 1.0 if "plutonium" in told else 0.0 if "heu" in told else either
        low, high = self.judged["weapon"]["plutonium_kg"]
        more_low, more_high = self.judged["weapon"]["heu_kg"]
        return Use(test.id, when, told.get("plutonium", Spread(low, None, high)),
                   told.get("heu", Spread(more_low, None, more_high)), chance)  # fmt: skip

    def _anchor(self, tests: list[Test]) -> float:
        """The month of the last test, when it is long enough ago; else of the last nuclear test."""
        last = tests[-1] if tests else None
        if last is not None:
            day = dates.parse(last.date, last.zone).last_day
            if (self.dossier.as_of - day).days < self.judged["lull_days"]:
                last = next((t for t in reversed(tests) if t.test_type == "nuclear"), last)
        if last is None:
            return float(int(month_of(self.newest)) // 12 * 12)
        self._use(last)
        return month_of(dates.parse(last.date, last.zone).last_day)


def _split(record: Parameter) -> tuple[str, str]:
    part, _, quantity = record.name.partition(".")
    return part, quantity


def _is_on(report: Observation, key: tuple[str, str, str]) -> bool:
    """Whether a report is on a facility: named so, or on one that its name begins with."""
    site, part, facility = key
    if not site or report.site != site or part in PARTS_WITHOUT_FACILITY:
        return False
    return facility.startswith(report.facility) if report.facility else not facility


def _as_campaign(record: Parameter) -> Campaign:
    start, end = period(record.date, record.zone)
    return Campaign(record.id, start.middle if start else 0.0, end.middle if end else None)


def _meet(one: Campaign, other: Campaign) -> bool:
    """Whether two campaigns overlap."""
    endless = float("inf")
    return one.start < (other.end or endless) and other.start < (one.end or endless)


def _is_credible(report: Observation) -> bool:
    """Whether a report settles what it says: at least possibly true by its Admiralty code."""
    return report.admiralty is None or report.admiralty[1] in "123"


def _replaced(run: Run, **changes: Any) -> Run:
    return msgspec.structs.replace(run, **changes)
