"""The rules on goods as they stood on a day: which of them a code falls under.

Rules are records (`servanda.records.Rule`), one version per change, each with its period, its
source and whether its text was read in an official publication. Rule sets (``un``, ``eu``,
``fr``) lie over one another: an item falls under all that apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from servanda.dossier import Dossier
from servanda.records import Agreement, Rule, dates

INTO, OUT = "into", "out"
LUXURY = "luxury"


class Provision(NamedTuple):
    """A rule in force, as a person reads it.

    Attributes
    ----------
    id : str
        The record.
    regime : str
        Whose rule set.
    instrument, paragraph : str
        Where it stands.
    goods, text, exception : str
        What it says, in our words.
    hs_from, hs_to : str
        The range of codes; empty where it has none.
    verified : bool
        Whether its text was read in an official publication.
    note : str
        What is doubtful about it.
    """

    id: str
    regime: str
    instrument: str
    paragraph: str
    goods: str
    text: str
    exception: str
    hs_from: str
    hs_to: str
    verified: bool
    note: str

    @property
    def place(self) -> str:
        """Instrument and paragraph in one phrase.

        Examples
        --------
        >>> rule = Provision("rule/x", "un", "Resolution 2397", "7", *[""] * 5, True, "")
        >>> rule.place
        'Resolution 2397, paragraph 7'
        >>> rule._replace(paragraph="article 16g").place
        'Resolution 2397, article 16g'
        """
        if not self.paragraph or not self.instrument:
            return self.instrument or self.paragraph
        word = "paragraph " if self.paragraph[0].isdigit() else ""
        return f"{self.instrument}, {word}{self.paragraph}"

    @property
    def luxury(self) -> bool:
        """Whether what it bans depends on an item's price or finish, not on its code alone."""
        return LUXURY in self.goods

    def covers(self, code: str) -> bool:
        """Whether a code lies in the range.

        Examples
        --------
        >>> rule = Provision("rule/x", "un", "", "", "", "", "", "84", "85", True, "")
        >>> rule.covers("8413"), rule.covers("841370"), rule.covers("8609")
        (True, True, False)
        """
        if not self.hs_from:
            return False
        low, high = self.hs_from, self.hs_to or self.hs_from
        return code[: len(low)] >= low and code[: len(high)] <= high and len(code) >= len(low)


class RuleSet:
    """Rules in force on a day, for goods that go one way.

    Parameters
    ----------
    provisions : iterable of Provision
        The rules, whatever their range.
    on : date
        The day.
    """

    def __init__(self, provisions: Iterable[Provision], on: date) -> None:
        self.on = on
        self.provisions = tuple(provisions)
        self._found: dict[str, tuple[Provision, ...]] = {}

    def of(self, code: str) -> tuple[Provision, ...]:
        """The rules that a code falls under."""
        found = self._found.get(code)
        if found is None:
            found = self._found[code] = tuple(p for p in self.provisions if p.covers(code))
        return found

    def bans(self, code: str) -> bool:
        """Whether a code as such needs an exemption."""
        return any(not provision.luxury for provision in self.of(code))

    @cached_property
    def general(self) -> tuple[Provision, ...]:
        """Rules that no code decides: cash, catch-all, services."""
        return tuple(p for p in self.provisions if not p.hs_from)


def rules_on(
    dossier: Dossier, on: date, regimes: Sequence[str] = ("un",), direction: str = INTO
) -> RuleSet:
    """The rules in force on a day.

    Parameters
    ----------
    dossier : Dossier
        Where the rules are, as known by its date.
    on : date
        The day on which they must be in force.
    regimes : sequence of str
        Rule sets to lie over one another.
    direction : into or out
        Which way the goods go.
    """
    return RuleSet(
        (
            _provision(dossier, rule)
            for rule in dossier.of(Rule)
            if rule.regime in regimes
            and rule.direction in (direction, "both")
            and _in_force(rule, on)
        ),
        on,
    )


def regimes_of(dossier: Dossier) -> tuple[str, ...]:
    """The rule sets that a dossier holds."""
    return tuple(sorted({rule.regime for rule in dossier.of(Rule)}))


def as_json(provision: Provision) -> dict[str, Any]:
    """A rule for machines."""
    return {**provision._asdict(), "place": provision.place}


def _in_force(rule: Rule, on: date) -> bool:
    span = dates.parse(rule.date, rule.zone)
    return span.first_day <= on <= span.last_day


def _provision(dossier: Dossier, rule: Rule) -> Provision:
    instrument = dossier.get(rule.instrument)
    named = instrument.short if isinstance(instrument, Agreement) else None
    return Provision(
        id=rule.id,
        regime=rule.regime,
        instrument=named or str(rule.instrument or "").rpartition("/")[2],
        paragraph=rule.paragraph or "",
        goods=rule.goods,
        text=rule.text,
        exception=rule.exception or "",
        hs_from=rule.hs_from or "",
        hs_to=rule.hs_to or "",
        verified=rule.verified,
        note=rule.note or "",
    )
