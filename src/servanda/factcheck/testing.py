"""Claims about tests and launches: that one took place, which one it was, how many there were."""

from __future__ import annotations

import re

from servanda.records import Test, dates
from servanda.words import capital, count

from .language import MODAL, NOT
from .names import is_named
from .numerals import holds, ordinal
from .verdict import Case, Verdict
from .when import overlaps

_TEST = re.compile(
    r"\b(tests?|tested|testing|launch(?:ed|es)?|fired|flew|explosions?|exploded|detonat\w+|flights?)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(moratorium|ban|ban treaty|CTBT|treaty|test[- ]sites?|test grounds?|engines?|resolutions?|"
    r"pledg\w+|promis\w+|commit\w*|agreed|announced|declared|halt(?:ed)?|stop(?:ped)?|suspend\w*|"
    r"broke\w*|violat\w+|will|simulat\w+|cyber|artillery|cruise)\b",
    re.I,
)
_THINGS = r"(?:tests?|launches|explosions?|detonations?|missiles|ICBMs|rockets|flights|times)"
# Words for a kind of test, what to call one, and its types or classes; the narrower first.
_KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"\bICBMs?\b|intercontinental", "launch of an ICBM", ("icbm",)),
    (r"\b(?:nuclear|atomic|hydrogen|thermonuclear)\b", "nuclear test", ("nuclear",)),
    (r"\bsatellites?\b|space launch", "space launch", ("space_launch",)),
    (r"ballistic|missile|rocket", "ballistic launch", ("ballistic",)),
)
_LAST = re.compile(r"\b(last|latest|most recent)\b", re.I)
_PLACES = re.compile(r"\b(?:at|in|from|near)\s+([A-Z][\w’'-]+)")


def tests_made(case: Case) -> list[Verdict]:
    """Check "the sixth nuclear test was on 3 September 2017" and "six nuclear tests"."""
    sentence = case.sentence
    bare = sentence.text
    if not _TEST.search(bare) or _OTHER.search(bare) or MODAL.search(bare) or sentence.quotes:
        return []
    what = _what(case)
    if what is None:
        return []
    name, tests = what
    if not tests or not _made_by_those_named(case, tests):
        return []
    counted = _counted(case)
    if counted:
        return [_how_many(case, name, tests, *counted)]
    rank = ordinal(bare)
    if rank or _LAST.search(bare):
        return _ranked(case, name, tests, rank)
    return _took_place(case, name, tests)


def _what(case: Case) -> tuple[str, list[Test]] | None:
    """Which tests are meant, and how to call one."""
    text, tests = case.sentence.text, case.dossier.tests
    weapons = sorted({t.weapon for t in tests if t.weapon and is_named(t.weapon, text)}, key=len)
    if weapons:
        return f"launch of {weapons[-1]}", [t for t in tests if t.weapon == weapons[-1]]
    kinds = [kind for kind in _KINDS if re.search(kind[0], text, re.I)]
    if not kinds:
        return None
    _, name, types = kinds[0]
    if len(kinds) > 1 and name == "nuclear test":
        name, types = "nuclear test or launch", ("nuclear", "ballistic", "icbm")
    return name, [t for t in tests if t.test_type in types or t.test_class in types]


def _made_by_those_named(case: Case, tests: list[Test]) -> bool:
    actors = case.sentence.actors
    return not actors or actors[0] in {test.party for test in tests}


def _counted(case: Case) -> tuple[int, str] | None:
    for numeral in case.sentence.numerals:
        after = case.sentence.text[numeral.end :]
        if re.match(rf"\s+(?:[a-z-]+\s+){{0,3}}?{_THINGS}\b", after, re.I):
            return numeral.value, numeral.how
    timed = re.search(r"\b(once|twice|thrice)\b", case.sentence.text, re.I)
    return ({"once": 1, "twice": 2, "thrice": 3}[timed[1].lower()], "exactly") if timed else None


def _within(case: Case, tests: list[Test]) -> list[Test]:
    told = case.sentence.dates
    return [t for t in tests if not told or any(overlaps(day, t.date, t.zone) for day in told)]


def _how_many(case: Case, name: str, tests: list[Test], claimed: int, how: str) -> Verdict:
    within = _within(case, tests)
    fits = holds(how, claimed, len(within), len(within))
    if NOT.search(case.sentence.text):
        fits = not fits
    when = f" ({', '.join(dates.say(day) for day in case.sentence.dates)})" * bool(
        case.sentence.dates
    )
    plural = name.replace("launch", "launches", 1) if "launch" in name else f"{name}s"
    told = "; ".join(dates.say(test.date, test.zone) for test in within[-8:])
    return Verdict(
        claim=f"{how if how != 'exactly' else ''} {claimed} {plural}{when}".strip(),
        kind="count",
        answer="supported" if fits else "contradicted",
        explanation=f"{capital(count(len(within), name, plural))} on record by "
        f"{dates.say(case.dossier.as_of.isoformat())}{when}"
        + (f", the last: {told}." if within else "."),
        cites=tuple(test.id for test in within or tests[-1:]),
    )


def _ranked(case: Case, name: str, tests: list[Test], rank: int | None) -> list[Verdict]:
    if rank is not None and not 0 < rank <= len(tests):
        return [
            Verdict(
                claim=f"{name} no. {rank}",
                kind="count",
                answer="contradicted",
                explanation=f"{capital(count(len(tests), name, name + 's'))} on record by then.",
                cites=tuple(test.id for test in tests[-3:]),
            )
        ]
    test = tests[rank - 1] if rank else tests[-1]
    fits = _within(case, [test])
    return [
        Verdict(
            claim=f"{name} no. {rank or len(tests)}: {_said(case)}",
            kind="test" if rank else "count",
            answer="supported" if fits and not NOT.search(case.sentence.text) else "contradicted",
            explanation=f"On record as no. {rank or len(tests)}: {_told(test)}.",
            cites=(test.id,),
        )
    ]


def _took_place(case: Case, name: str, tests: list[Test]) -> list[Verdict]:
    denied = bool(NOT.search(case.sentence.text))
    within = _within(case, tests)
    if denied:
        starts = [day.partition("/")[0] for day in case.sentence.dates if day.endswith("/..")]
        within = [t for t in within if not any(overlaps(s, t.date, t.zone) for s in starts)]
    if not case.sentence.dates and not denied:
        within = _at_place(case, tests)
    nearest = within or tests[-1:]
    told = "; ".join(_told(test) for test in nearest[-3:])
    return [
        Verdict(
            claim=f"{'no ' if denied else ''}{name}: {_said(case)}",
            kind="count" if denied else "test",
            answer="supported" if bool(within) != denied else "contradicted",
            explanation=f"On record: {told}."
            if within
            else f"None on record for that time; the last before "
            f"{dates.say(case.dossier.as_of.isoformat())}: {told}.",
            cites=tuple(test.id for test in nearest[-6:]),
        )
    ]


def _at_place(case: Case, tests: list[Test]) -> list[Test]:
    places = _PLACES.findall(case.sentence.text)
    there = [t for t in tests if any(place in (t.place or "") for place in places)]
    return there if there else tests


def _said(case: Case) -> str:
    return ", ".join(dates.say(day) for day in case.sentence.dates) or "at any time"


def _told(test: Test) -> str:
    return f"{test.label}, {dates.say(test.date, test.zone)}"
