"""One sentence, every kind of claim that can be checked in it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from servanda.dossier import Dossier
from servanda.errors import UsageError
from servanda.parameters import Parameters
from servanda.records import dates

from .counts import days_without_tests
from .happenings import how_many, when_it_happened
from .language import Sentence, read
from .meetings import who_met_whom
from .promises import quoted_words, who_promised_what
from .states import kept_or_broken
from .verdict import Answer, Verdict, overall

Check = Callable[[Sentence, Dossier], list[Verdict]]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence and what the records say to it.

    Attributes
    ----------
    sentence : str
        As given.
    as_of : str
        ISO day.
    verdict : supported, contradicted, not_knowable or not_covered
        For the sentence as a whole.
    claims : tuple of Verdict
        Claim by claim.
    """

    sentence: str
    as_of: str
    verdict: Answer
    claims: tuple[Verdict, ...]


def check_sentence(
    sentence: str, dossier: Dossier, later: Dossier, parameters: Parameters | None = None
) -> Checked:
    """Check a sentence against a dossier.

    Parameters
    ----------
    sentence : str
        A factual sentence in English.
    dossier : Dossier
        What was known on the day asked for.
    later : Dossier
        What is known by now: it tells a claim that could not be known then from one that
        nothing decides.
    parameters : Parameters, optional
        Judgements for statuses.

    Raises
    ------
    UsageError
        When the sentence is empty.
    """
    if not sentence.strip():
        raise UsageError("there is no sentence to check", 'put it in quotes: "..."')
    judged = parameters or Parameters()
    checks: list[Check] = [
        days_without_tests,
        quoted_words,
        who_met_whom,
        lambda s, d: kept_or_broken(s, d, judged),
        who_promised_what,
        when_it_happened,
        how_many,
    ]
    verdicts: list[Verdict] = []
    for check in checks:
        verdicts += _in_time(check, sentence, dossier, later)
    decided = [v for v in verdicts if v.answer != "not_knowable"]
    told = decided or verdicts
    return Checked(
        sentence=sentence,
        as_of=dossier.as_of.isoformat(),
        verdict=overall(told),
        claims=tuple(verdicts),
    )


def _in_time(check: Check, text: str, dossier: Dossier, later: Dossier) -> list[Verdict]:
    """Run a check; where nothing known then decides it, say whether something known later does."""
    found = check(read(text, dossier), dossier)
    if found and all(verdict.answer != "not_knowable" for verdict in found):
        return found
    hindsight = [v for v in check(read(text, later), later) if v.answer == "supported" and v.cites]
    if not hindsight:
        return found
    known = max(
        (dates.known_day(record.known) for v in hindsight for id in v.cites
         if (record := later.get(id))),
        default=None,
    )  # fmt: skip
    if known is None or known <= dossier.as_of:
        return found
    told = hindsight[0]
    return [
        msgspec.structs.replace(
            told,
            answer="not_knowable",
            explanation=f"Not known until {dates.say(known.isoformat())}. {told.explanation}",
        )
    ]
