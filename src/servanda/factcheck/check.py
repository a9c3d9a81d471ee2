"""One sentence, every kind of claim that can be checked in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from servanda.dossier import Dossier
from servanda.errors import UsageError
from servanda.parameters import Parameters
from servanda.records import dates

from .distance import so_long_before
from .exemptions import exempted
from .exits import left_or_suspended
from .facilitators import who_helped
from .figures import how_many
from .happenings import when_it_happened
from .inspectors import inspectors
from .language import Sentence, read
from .lulls import days_without_tests
from .meetings import who_met_whom
from .promises import who_promised_what
from .quotations import quoted_words
from .remainder import remainder
from .states import kept_or_broken
from .testing import tests_made
from .treaties import signed_or_ratified
from .verdict import Answer, Case, Verdict, overall

Check = Callable[[Case], list[Verdict]]
# In each row the first check that has something to say speaks; every row is asked.
CHECKS: tuple[tuple[Check, ...], ...] = (
    (days_without_tests, so_long_before, signed_or_ratified, inspectors, exempted, tests_made,
     who_met_whom, left_or_suspended, kept_or_broken, who_promised_what, how_many),
    (quoted_words,),
    (who_helped,),
)  # fmt: skip
# Claims about how things stood on the day: what became known later does not reopen them.
IN_PASSING = 0.55  # share of a clause's words that an event mentioned by the way must cover
OF_THE_DAY = ("count", "status", "distance")


_CLAUSE = re.compile(r"[,;:]\s|\band\b")


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
    case = Case(
        sentence=read(sentence, dossier),
        dossier=dossier,
        later=later,
        parameters=parameters or Parameters(),
    )
    verdicts = [_no_such_day(day) for day in case.sentence.impossible]
    for row in CHECKS:
        for check in row:
            found = _in_time(check, case)
            verdicts += found
            if found:
                break
    if not verdicts:
        verdicts = _in_time(when_it_happened, case)
    rest = _rest(case, verdicts)
    if rest is not None and _rest(case, told := [*verdicts, *_clauses(case)]) is None:
        verdicts, rest = told, None
    return Checked(
        sentence=sentence,
        as_of=dossier.as_of.isoformat(),
        verdict=overall([*verdicts, rest] if rest else verdicts),
        claims=(*verdicts, rest) if rest else tuple(verdicts),
    )


def _rest(case: Case, verdicts: list[Verdict]) -> Verdict | None:
    if overall(verdicts) != "supported":
        return None
    return remainder(case.sentence, verdicts, case.later)


def _clauses(case: Case) -> list[Verdict]:
    """What the records support in the clauses of a long sentence, each read by itself."""
    found = []
    for clause in _CLAUSE.split(case.sentence.text):
        own = msgspec.structs.replace(case, sentence=read(clause, case.dossier))
        found += [v for v in when_it_happened(own, IN_PASSING) if v.answer == "supported"]
    return found


def _no_such_day(day: str) -> Verdict:
    return Verdict(
        claim=day, kind="date", answer="contradicted", explanation=f"There is no day “{day}”."
    )


def _in_time(check: Check, case: Case) -> list[Verdict]:
    """Run a check; what was decided only later, or lies ahead, was not knowable then."""
    found = check(case)
    if _ahead(case.sentence, case.dossier):
        return [_reopened(v, "That day had not come.") if v.answer == "contradicted" else v
                for v in found] or _with_hindsight(check, case, found)  # fmt: skip
    return _with_hindsight(check, case, found)


def _with_hindsight(check: Check, case: Case, found: list[Verdict]) -> list[Verdict]:
    if found and all(v.answer == "supported" or v.kind in OF_THE_DAY for v in found):
        return found
    hindsight = msgspec.structs.replace(
        case, sentence=read(case.sentence.text, case.later), dossier=case.later
    )
    told = {verdict.claim: verdict for verdict in found}
    for verdict in check(hindsight):
        known = _known(verdict, case.later)
        if (
            verdict.answer != "supported"
            or known is None
            or known <= case.dossier.as_of.isoformat()
        ):
            continue
        if verdict.kind in OF_THE_DAY and verdict.claim not in told:
            continue
        if told.get(verdict.claim) is None or told[verdict.claim].answer != "supported":
            told[verdict.claim] = _reopened(verdict, f"Not known until {dates.say(known)}.")
    return list(told.values())


def _known(verdict: Verdict, later: Dossier) -> str | None:
    """The day by which all that supports a verdict was public."""
    days = [dates.known_day(record.known) for id in verdict.cites if (record := later.get(id))]
    return max(days).isoformat() if days else None


def _reopened(verdict: Verdict, why: str) -> Verdict:
    return msgspec.structs.replace(
        verdict, answer="not_knowable", explanation=f"{why} {verdict.explanation}", slip=None
    )


def _ahead(sentence: Sentence, dossier: Dossier) -> bool:
    days = [dates.parse(day).first_day for day in sentence.dates]
    return bool(days) and min(days) > dossier.as_of
