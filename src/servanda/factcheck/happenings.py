"""Claims that give a date for an agreement or an event, or say that it took place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.records import Agreement, Contact, Event, Incident, Record, dates

from .language import MODAL, NOT, read
from .matching import best
from .names import years_of
from .numerals import numerals
from .stemming import stems
from .verdict import Case, Verdict
from .when import overlaps

_NEUTRAL = stems(
    "commitments made signed adopted concluded reached agreed mentioned discussed planned proposed "
    "dated implemented implementation historic happened held occurred entry entered announced set"
)
_SET_UP = re.compile(
    r"\b(planned|provided|foreseen|set up|established|created|founded|instituted)\b", re.I
)
_SPOKEN_OF = re.compile(r"\b(mentioned|discussed|planned|proposed|foreseen|agreed on)\b", re.I)
_UNDONE = re.compile(
    rf"{NOT.pattern}|\b(suspended|cancelled|called off|put off|postponed|dropped|missed|without)\b",
    re.I,
)
_TYPES = ("declaration", "statement")
ALIKE = 0.7
FEWEST = 3  # words and persons that a claim must have before an event contradicts it
SURE = 0.8  # share of the claim's words from which a differing date contradicts


def when_it_happened(case: Case, least: float = ALIKE) -> list[Verdict]:
    """Check "the inter-Korean military agreement of September 2018".

    Parameters
    ----------
    case : Case
        The sentence and the records.
    least : float
        Share of the claim's words that an event must cover.
    """
    sentence = case.sentence
    if sentence.quotes or MODAL.search(sentence.text) or any(".." in d for d in sentence.dates):
        return []
    return _bodies(case) or _agreements(case) or _events(case, least)


def _bodies(case: Case) -> list[Verdict]:
    """A body, by its name, set up in a year."""
    if not case.sentence.dates or not _SET_UP.search(case.sentence.text):
        return []
    bodies = [p for p in case.dossier.parties
              if p.party_type == "body" and p.id in case.sentence.parties]  # fmt: skip
    for body in bodies:
        founding = [
            e for e in case.dossier.of(Event)
            if body.id in e.parties and body.name in e.title and _SET_UP.search(e.title)
        ]  # fmt: skip
        if founding:
            event = min(founding, key=lambda e: (e.date, e.id))
            slip = None
            if "planned" in case.sentence.text:
                slip = f"not only planned: it was set up ({event.title.partition(': ')[2]})"
            return [_verdict(case, [event], slip=slip)]
    return []


def _agreements(case: Case) -> list[Verdict]:
    """An agreement called by its name, with the parties and the date that the sentence gives."""
    sentence = case.sentence
    named = []
    for agreement in case.dossier.of(Agreement):
        short = _own_words(case, agreement.short)
        if short and short <= sentence.stems and _between(case, agreement):
            named.append((len(short), agreement))
    if not named:
        return []
    longest = max(size for size, _ in named)
    meant = [agreement for size, agreement in named if size == longest]
    rest = sentence.stems - _NEUTRAL - stems(" ".join(f"{a.title} {a.short}" for a in meant))
    if len(rest) > (longest if longest > 1 else 0):
        return []
    fitting = [a for a in meant if _falls(a, sentence.dates)]
    if sentence.dates:
        return [_verdict(case, fitting or meant, slip=_type_slip(case, fitting))]
    if len(meant) == 1 or len({a.made for a in meant}) == 1:
        return [_verdict(case, meant[:1], slip=_type_slip(case, meant))]
    return []


def _own_words(case: Case, short: str) -> frozenset[str]:
    return read(short, case.dossier).stems


def _between(case: Case, agreement: Agreement) -> bool:
    """Whether those named made it: the parties, and persons in their time."""
    year = dates.parse(agreement.made, agreement.zone).last_day.year
    times = [years_of(person, case.dossier) for person in case.sentence.persons]
    numbers = {n.value for n in case.sentence.numerals}
    return (
        set(case.sentence.actors) <= set(agreement.parties)
        and all(first - 1 <= year <= last + 1 for first, last in times)
        and {n.value for n in numerals(agreement.short)} <= numbers
    )


def _type_slip(case: Case, agreements: Sequence[Agreement]) -> str | None:
    said = next(
        (word for word in _TYPES if re.search(rf"\b{word}\b", case.sentence.text, re.I)), None
    )
    if not said or not agreements:
        return None
    kinds = {a.agreement_type for a in agreements} & set(_TYPES)
    titled = any(said in f"{a.title} {a.short}".lower() for a in agreements)
    if titled or said in kinds or not kinds:
        return None
    return f"the text is a {kinds.pop()}, not a {said} ({agreements[0].short})"


def _events(case: Case, least: float) -> list[Verdict]:
    sentence = case.sentence
    wanted = sentence.stems - _NEUTRAL
    if _SPOKEN_OF.search(sentence.text):
        wanted -= stems("opening establishment creation")
    candidates: Sequence[Record] = [
        *case.dossier.of(Event), *case.dossier.of(Contact), *case.dossier.of(Incident),
        *case.dossier.of(Agreement),
    ]  # fmt: skip
    found = [
        (share, record)
        for share, record in best(wanted, candidates, _text, least)
        if _same_actors(case, record) and _same_numbers(case, record)
    ]
    if not found or len(wanted) < 2:
        return []
    undone = bool(_UNDONE.search(sentence.text))
    share = {record.id: each for each, record in found}
    dated = [r for _, r in found if not sentence.dates or _falls(r, sentence.dates)]
    dated.sort(key=lambda r: (_date(r), r.id), reverse=not sentence.dates)  # undated: the newest
    dated.sort(key=lambda r: (-share[r.id], not isinstance(r, Agreement)))
    fitting = [r for r in dated if bool(_UNDONE.search(r.label)) == undone]
    if not fitting and (found[0][0] < SURE or len(wanted) + len(sentence.persons) < FEWEST):
        return []
    shown = fitting or dated or [found[0][1]]
    slip = _type_slip(case, [r for r in shown[:1] if isinstance(r, Agreement)])
    shown = shown if sentence.dates else shown[:1]
    return [_verdict(case, shown, fits=bool(fitting), slip=slip)]


def _same_actors(case: Case, record: Record) -> bool:
    """Who acts must act in the record too: what the North blew up the South did not."""
    involved = set(getattr(record, "parties", ())) | {getattr(record, "by", None)}
    if not set(case.sentence.parties) <= involved | set(read(_text(record), case.dossier).parties):
        return False
    told = read(record.label, case.dossier).actors
    return not told or not case.sentence.actors or case.sentence.actors[0] in told


def _same_numbers(case: Case, record: Record) -> bool:
    return {n.value for n in case.sentence.numerals} <= {n.value for n in numerals(_text(record))}


def _text(record: Record) -> str:
    parts = [record.label]
    for name in ("text", "short", "title", "place", "outcome"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value not in parts:
            parts.append(value)
    return ". ".join(parts)


def _falls(record: Record, claimed: tuple[str, ...]) -> bool:
    days = [getattr(record, name, None) for name in ("made", "in_force", "date")]
    return any(overlaps(c, day, record.zone) for c in claimed for day in days if day)


def _date(record: Record) -> str:
    return str(getattr(record, "made", None) or getattr(record, "date", None))


def _verdict(
    case: Case, records: Sequence[Record], *, fits: bool | None = None, slip: str | None = None
) -> Verdict:
    record = records[0]
    said = case.sentence.dates
    true = fits
    if true is None:
        true = (not said or _falls(record, said)) != bool(NOT.search(case.sentence.text))
    claim = f"{record.label}: {', '.join(dates.say(day) for day in said)}" if said else record.label
    return Verdict(
        claim=claim,
        kind="date",
        answer="supported" if true else "contradicted",
        explanation=f"On record: {record.label}, {dates.say(_date(record), record.zone)}.",
        slip=slip if true else None,
        cites=tuple(r.id for r in records[:3]),
    )
