"""The top of the brief: one paragraph of plain judgement, and five numbers with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from servanda.records import Finding, dates
from servanda.surveys import Survey
from servanda.words import count, join, number, the

from .document import Headline, Numbers, Sentence
from .outline import ARMS, COMMITMENTS, HEADLINES
from .standing import tally_words
from .typography import interval
from .typography import number as figures

Cite = Callable[[Finding], Numbers]
HEADLINE_COUNT = 5
CALM_DAYS = 60
LIKELY_RAN = 0.8  # probability from which a facility is said to have run
NAMED_FACILITIES = 2
NEWS_DAYS = 10  # what became known in so many days is news in the opening
NEWS_FACTS = 3
SCORES = {
    "assessment.score_denuclearisation": "denuclearisation",
    "assessment.score_peace_military": "the peace regime and military confidence",
    "assessment.score_exchange_humanitarian": "exchange and humanitarian matters",
}


def judgement(survey: Survey) -> tuple[Sentence, ...]:
    """What the findings come to, in template sentences chosen by their values."""
    sentences = [
        _calm(survey),
        _news(survey),
        _pledge(survey),
        _scores(survey),
        _illusions(survey),
        _thin(survey),
    ]
    return tuple(sentence for sentence in sentences if sentence is not None) or (_bare(survey),)


def _bare(survey: Survey) -> Sentence:
    """What can be said where no finding is weighty enough for the opening."""
    own = [finding for finding in survey.findings if finding.id.startswith(COMMITMENTS)]
    if own:
        return Sentence(tally_words(own), finding="#commitments")
    day = dates.say(survey.as_of)
    return Sentence(f"No commitment and no other fact to judge by is on record by {day}.")


def headlines(survey: Survey) -> tuple[Headline, ...]:
    """The first five of the numbers that there are."""
    found = ((survey.find(id), label) for id, label in HEADLINES)
    there = [_headline(finding, label) for finding, label in found if finding is not None]
    return tuple(there[:HEADLINE_COUNT])


def _headline(finding: Finding, label: str) -> Headline:
    if finding.id in SCORES:
        return _score_headline(finding, label)
    bounds = interval(finding.low, finding.high)
    unit = finding.unit or ""
    if isinstance(finding.value, str):
        told = f"{bounds} {unit}" if bounds else ""
        return Headline(finding.value, "", label, told, finding.id)
    spread: str
    if finding.low is None or finding.high is None:
        spread = "counted from records" if finding.basis == "measured" else finding.basis
    elif finding.low == finding.high:
        spread = "exact to the day" if unit == "days" else "no spread"
    else:
        spread = f"{bounds} {unit}".strip()
    unit = unit.removesuffix("s") if finding.value == 1 else unit
    return Headline(figures(finding.value) or "–", unit, label, spread, finding.id)


def _score_headline(finding: Finding, label: str) -> Headline:
    """A score is its interval: of what is reported, and with everything counted."""
    rated = _rated(finding)
    everything = interval(_whole(finding.low), _whole(finding.high))
    return Headline(
        f"{rated[0]}–{rated[1]}" if rated else "no report",
        "of\u00a0100" if rated else "",
        label,
        f"{everything} with all counted" if everything else "nothing that counts today",
        finding.id,
    )


def _rated(finding: Finding) -> tuple[int, int] | None:
    """The score of what is reported; None when nothing that counts today is."""
    now = finding.series[-1] if finding.series and finding.value is not None else {}
    if now.get("low") is None or now.get("high") is None:
        return None
    return round(now["low"]), round(now["high"])


def _whole(value: float | int | None) -> int | None:
    return None if value is None else round(value)


def _calm(survey: Survey) -> Sentence | None:
    lull = survey.find("verification.lull")
    if lull is None or not isinstance(lull.value, int):
        return None
    ballistic = lull.parts.get("ballistic")
    both = "nuclear test or ballistic launch" if "nuclear" in lull.parts else "ballistic launch"
    what = both if ballistic else "nuclear test"
    if lull.value < CALM_DAYS:
        days = count(lull.value, "day", "days")
        ended = (ballistic or {}).get("ended")
        after = f", after a pause of {ended} days" if ended and lull.value < NEWS_DAYS else ""
        return Sentence(f"The last {what} was {days} ago{after}.", finding=lull.id)
    text = f"No {what} is known for {lull.value:,} days"
    longer = len(ballistic["longer"]) if ballistic else 0
    if longer:
        text += (
            f", and that is not unprecedented: {count(longer, 'earlier pause', 'earlier pauses')} "
            "in launches certainly lasted longer"
        )
    elif ballistic:
        text += ", the longest pause in launches on record"
    return Sentence(f"{text}.", finding=lull.id)


def _news(survey: Survey) -> Sentence | None:
    """The weightiest of what became known in the days before."""
    finding = survey.find("assessment.latest_facts")
    if finding is None:
        return None
    start = date.fromisoformat(survey.as_of) - timedelta(days=NEWS_DAYS)
    recent = [
        (row["date"], row["label"].rstrip("."))
        for row in finding.parts.get("named", ())
        if date.fromisoformat(row["date"]) > start
    ]
    told = [f"{label} ({dates.say(day)})" for day, label in sorted(recent[:NEWS_FACTS])]
    return Sentence(f"New: {'; '.join(told)}.", finding=finding.id) if told else None


def _pledge(survey: Survey) -> Sentence | None:
    """Whether the pledge not to test stands, in words and in fact."""
    pledge = survey.find("verification.moratorium")
    if pledge is None:
        return None
    since = dates.say(str(pledge.parts["since"]))
    ended = pledge.parts.get("declared_end")
    in_words = (
        f"was declared at an end on {dates.say(str(ended))}" if ended else "stands as declared"
    )
    if pledge.value == "breached":
        tests = count(len(pledge.parts["in_scope"]), "test is", "tests are")
        in_fact = f"{tests} known that it covered"
    else:
        in_fact = "no test that it covers is known since"
    return Sentence(
        f"The moratorium pledged on {since} {in_words}, and {in_fact}.", finding=pledge.id
    )


def _scores(survey: Survey) -> Sentence | None:
    told = [
        (name, id, rated)
        for id, name in SCORES.items()
        if (finding := survey.find(id)) is not None and (rated := _rated(finding))
    ]
    if not told:
        return None
    said = [f"{name} {low} to {high}" for name, _, (low, high) in told]
    text = (
        "Of what was agreed in this round and is reported on, implementation comes to, out of 100 "
        f"points: {join(said)}"
    )
    return Sentence(f"{text}.", finding=told[0][1])


def _illusions(survey: Survey) -> Sentence | None:
    """What the programmes did meanwhile; said to be missing, of a process about arms."""
    nuclear = survey.find("assessment.nuclear_illusion")
    if nuclear is not None:
        return _meanwhile(nuclear, survey.find("capability.weapons_worth"))
    if any(finding.id.startswith("capability.") for finding in survey.findings):
        return None
    if all(survey.find(id) is None for id in ARMS):
        return None
    return Sentence(
        "What the programmes produced meanwhile is not yet assessed here, and the calm says "
        "nothing about it.",
        finding="#illusions",
    )


def _meanwhile(nuclear: Finding, weapons: Finding | None) -> Sentence:
    ran = [the(row["facility"]) for row in nuclear.series if row["operated"] >= LIKELY_RAN]
    since = dates.say(str(nuclear.parts["since"]))
    of = count(len(nuclear.series), "nuclear facility", "nuclear facilities")
    told = f"Meanwhile, of {of} on record, {join(ran[:NAMED_FACILITIES])} ran in all likelihood"
    if len(ran) > NAMED_FACILITIES:
        told = f"Meanwhile {number(len(ran))} of {of} on record ran in all likelihood"
    elif not ran:
        told = f"Meanwhile none of {of} on record is likely to have run"
    if weapons is not None and isinstance(weapons.value, int | float):
        told += (
            f"; what was separated and enriched is worth some {figures(weapons.value)} weapons "
            f"({interval(weapons.low, weapons.high)})"
        )
        if isinstance(nuclear.value, int | float):
            told += f", {figures(nuclear.value)} of them added since {since}"
    return Sentence(f"{told}.", finding=nuclear.id)


def _thin(survey: Survey) -> Sentence | None:
    finding = survey.find("assessment.thinness")
    if finding is None or not isinstance(finding.value, str):
        return None
    text = f"Measured by its institutions, the thinness of the process is {finding.value}"
    low, high = finding.parts.get("level_low"), finding.parts.get("level_high")
    if low != high and low and high:
        text += f" ({low} to {high}, as the intervals allow)"
    sure = _delivered(finding.parts.get("shares", ()))
    return Sentence(f"{text}{sure}.", finding=finding.id)


def _delivered(shares: Iterable[dict[str, Any]]) -> str:
    """The share that weighs most: what was delivered and seen by others."""
    for row in shares:
        if row["name"] == "delivered and independently verified" and row["of"]:
            done = number(row["count"]) if row["count"] else "none"
            verb = "is" if row["count"] < 2 else "are"
            return (
                f"; of {row['of']} deliveries owed in this round {done} {verb} made and "
                "independently verified"
            )
    return ""
