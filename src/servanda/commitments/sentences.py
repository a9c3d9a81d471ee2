"""A commitment's standing in words: what was promised, what is known, what was declared."""

from __future__ import annotations

from datetime import date

from servanda.dossier import Trail
from servanda.records import Commitment, dates
from servanda.words import capital, days, join, number

from .belief import LEVEL_WORDS
from .conduct import Deed
from .declared import Declared
from .quantified import SENSE
from .register import Standing
from .words import also, figure, named, promised, when

DONE = (
    "has not begun to carry it out",
    "has carried it out minimally",
    "has carried it out to an intermediate level",
    "has carried it out in full",
)
SEARCHED = (
    "reports, declared acts, incidents and determinations from every source held were searched"
)


def sentence(trail: Trail, standing: Standing) -> str:
    """The finding in words."""
    commitment = standing.commitment
    opening = f"{capital(commitment.title)}, {promised(trail, commitment)}"
    who = named(trail, standing.obligor)
    if standing.dormant:
        told = f"it depends on a condition not known to be met (“{commitment.condition}”)"
        return also([f"{opening}: {told}.", _ended(trail, standing, who)])
    if standing.delivery is not None:
        body = _delivery(trail, standing, who)
    elif standing.conduct is not None:
        body = _conduct(standing, who)
    else:
        body = _quantity(trail, standing, who)
    return also([f"{opening}: {body}", _ended(trail, standing, who)])


def _delivery(trail: Trail, standing: Standing, who: str) -> str:
    shown, as_of = standing.delivery, trail.dossier.as_of
    if shown is None or shown.report is None or shown.report_days is None:
        return also([_nothing(f"that shows whether {who} carried it out"), _due(standing, as_of)])
    interval = shown.interval
    if shown.level is None or interval is None:
        told = (
            f"how far {who} has carried it out is unknown; it was last reported at level "
            f"{shown.report.level} of 3 ({LEVEL_WORDS[shown.report.level or 0]}), "
            f"{days(shown.report_days)} ago."
        )
        return also([told, _verified(standing), _due(standing, as_of)])
    masses = f"belief {interval[0]:.2f} to {interval[1]:.2f}"
    if shown.status == "reversed" and shown.peak is not None:
        told = (
            f"earlier reports put {who} at level {shown.peak} of 3 ({LEVEL_WORDS[shown.peak]}), "
            f"the latest at level {shown.level} ({LEVEL_WORDS[shown.level]}; {masses})."
        )
    else:
        told = f"as reported, {who} {DONE[shown.level]} (level {shown.level} of 3; {masses})."
    last = f"The last report is {_age(shown.report_days)}"
    return also([told, f"{last}; {_verified(standing, joined=True)}", _due(standing, as_of)])


def _verified(standing: Standing, joined: bool = False) -> str:
    shown = standing.delivery
    if shown is None:  # pragma: no cover - asked for deliver only
        return ""
    if shown.verified_days is None:
        text = "none is independently verified."
    elif shown.verified_days == shown.report_days:
        text = f"{'it' if joined else 'that report'} is independently verified."
    else:
        text = f"the last independently verified one is {_age(shown.verified_days)}."
    return text if joined else capital(text.replace("none is", "no report is"))


def _conduct(standing: Standing, who: str) -> str:
    shown = standing.conduct
    if shown is None:  # pragma: no cover - asked for refrain and sustain only
        return ""
    after = _outside(shown.outside, standing.declared)
    doubt = _doubtful(shown.doubtful)
    if shown.fact == "breached" and shown.last is not None and shown.last_days is not None:
        held = "recorded" if any(deed.kind == "test" for deed in shown.breaches) else "reported"
        last = f"{_when(shown.last)}, {days(shown.last_days)} ago ({_what(shown.last)})."
        if shown.days == 1:
            told = f"a breach by {who} is {held} {last}"
        else:
            told = f"breaches by {who} are {held} on {shown.days:,} days, the last {last}"
        return also([told, after])
    if shown.fact == "no evidence":
        return also([_nothing(f"that shows whether {who} kept it"), doubt, after])
    bound = " while it bound" if not standing.declared.binding else ""
    told = f"no breach by {who} is recorded{bound}"
    seen = []
    if shown.watched:
        told += ", and no test of the classes it covers"
        seen.append(_watch(standing.commitment))
    if shown.observance is not None:
        day = dates.say(shown.observance.date, shown.observance.zone)
        seen.append(f"Observance was last reported for {day} ({shown.observance.admiralty}).")
    return also([f"{told}.", *seen, doubt, after])


def _doubtful(deeds: list[Deed]) -> str:
    if not deeds:
        return ""
    if len(deeds) == 1:
        return f"One report of a breach ({deeds[0].basis}) is too doubtful to count."
    return f"{capital(number(len(deeds)))} reports of breaches are too doubtful to count."


def _watch(commitment: Commitment) -> str:
    seen = {
        "national_means": "by the national means of others",
        "reciprocal": "by the other side",
        "third_party": "by a third party",
    }.get(commitment.verification, "by others")
    chance = commitment.detection_probability
    return (
        f"Such a test would be seen {seen}."
        if chance is None
        else f"Such a test would be seen {seen} (judged chance of detection {100 * chance:.0f} %)."
    )


def _outside(deeds: list[Deed], declared: Declared) -> str:
    """What happened while the obligor did not hold itself bound."""
    if not deeds:
        return ""
    state = "it was withdrawn" if declared.ended else "it was suspended or withdrawn"
    if len(deeds) == 1:
        return f"A further case, {_when(deeds[0])}, falls after {state} and is not counted."
    return (
        f"{capital(number(len(deeds)))} further cases, from {_day(deeds[0])} to "
        f"{_day(deeds[-1])}, fall after {state} and are not counted."
    )


def _quantity(trail: Trail, standing: Standing, who: str) -> str:
    shown, commitment = standing.quantity, standing.commitment
    unit = f" {commitment.limit_unit}" if commitment.limit_unit else ""
    limit = (
        f"{SENSE[commitment.limit_comparator]} {figure(commitment.limit_value)}{unit}"
        if commitment.limit_value is not None
        else "a limit without a figure"
    )
    due = _due(standing, trail.dossier.as_of)
    if shown is None or shown.last is None:
        nothing = f"no reading to compare with it is known for {who}; {SEARCHED}."
        return also([f"the limit is {limit};", nothing, due])
    last = shown.last.report
    value = also([figure(last.value or 0.0), last.unit or ""])
    told = (
        f"the limit is {limit}; the last reading for {who}, for {dates.say(last.date, last.zone)}, "
        f"is {value} ({last.admiralty}), {_against(commitment, bool(shown.last.within))}."
    )
    return also([told, due])


def _against(commitment: Commitment, within: bool) -> str:
    if commitment.limit_comparator == "at_least":
        return "which reaches it" if within else "which falls short of it"
    return "which keeps it" if within else "which exceeds it"


def _nothing(about: str) -> str:
    return f"no report {about} is known; {SEARCHED}."


def _due(standing: Standing, as_of: date) -> str:
    commitment = standing.commitment
    if commitment.due is None:
        return "" if commitment.due_text else "No due date was set."
    day = dates.parse(commitment.due, commitment.zone).last_day
    said = dates.say(commitment.due, commitment.zone)
    passed = (as_of - day).days
    if passed > 0:
        return f"It was due by {said}, {days(passed)} ago."
    return f"It is due by {said}." if passed < 0 else "It is due today."


def _ended(trail: Trail, standing: Standing, who: str) -> str:
    """What the obligor, and the other parties, declared."""
    said = []
    state, act = standing.declared.state, standing.declared.act
    if act is not None and state != "in force":
        day = when(act.effective or act.said, act.zone)
        verb = {
            "suspended": "suspended it",
            "suspended in part": "suspended it in part",
            "withdrawn": "declared itself no longer bound",
            "withdrawn in part": "withdrew from it in part",
        }[state]
        said.append(f"{capital(who)} {verb} {day}.")
    elif state == "not yet in force":
        begins = when(standing.commitment.since, standing.commitment.zone)
        said.append(f"It begins to bind {begins}.")
    others = _others(trail, standing)
    return also([*said, others])


def _others(trail: Trail, standing: Standing) -> str:
    """The latest act of each other party that ended or suspended its own part."""
    latest = {}
    for act in trail.use_all(trail.dossier.acts(standing.commitment.id)):
        if act.party != standing.obligor and act.act in ("suspends", "withdraws", "resumes"):
            latest[act.party] = act
    told = [
        f"{named(trail, party)} {'suspended' if act.act == 'suspends' else 'withdrew from'} it "
        f"{'in part ' if act.part else ''}{when(act.effective or act.said, act.zone)}"
        for party, act in sorted(latest.items())
        if act.act != "resumes"
    ]
    return f"For its part, {join(told)}." if told else ""


def _age(count: int) -> str:
    return "of this day" if count <= 0 else f"{days(count)} old"


def _what(deed: Deed) -> str:
    label = deed.label.rstrip(".")
    return f"{label}; {deed.basis}" if deed.kind != "test" else label


def _day(deed: Deed) -> str:
    return deed.said if deed.vague else dates.say(deed.when.first_day.isoformat())


def _when(deed: Deed) -> str:
    return f"in {deed.said}" if deed.vague else f"on {deed.said}"
