"""What a party declared about a commitment: in force, suspended, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from servanda.records import Act, Commitment, dates

IN_FORCE = "in force"
NOT_YET = "not yet in force"
ENDED = ("withdrawn",)
BINDING = (IN_FORCE, "suspended in part", "withdrawn in part")

_AFTER = {
    ("enters", False): IN_FORCE, ("enters", True): IN_FORCE,
    ("resumes", False): IN_FORCE, ("resumes", True): IN_FORCE,
    ("suspends", False): "suspended", ("suspends", True): "suspended in part",
    ("withdraws", False): "withdrawn", ("withdraws", True): "withdrawn in part",
}  # fmt: skip


class Declared(NamedTuple):
    """The state of a commitment in its obligor's own words.

    Attributes
    ----------
    state : str
        ``in force``, ``suspended``, ``suspended in part``, ``withdrawn``, ``withdrawn in part``
        or ``not yet in force``.
    act : Act or None
        The act that brought it about; None when none was declared.
    announced : Act or None
        An act declared but not yet effective.
    """

    state: str
    act: Act | None = None
    announced: Act | None = None

    @property
    def ended(self) -> bool:
        """Whether the obligor declared itself no longer bound."""
        return self.state in ENDED

    @property
    def binding(self) -> bool:
        """Whether the obligor is bound, in whole or part, by its own account."""
        return self.state in BINDING


def effective(act: Act) -> datetime:
    """The first instant at which an act may take effect."""
    return dates.parse(act.effective or act.said, act.zone).earliest


def declared_at(commitment: Commitment, acts: Sequence[Act], moment: datetime) -> Declared:
    """What had been declared, and was effective, at a moment.

    Parameters
    ----------
    commitment : Commitment
        Which.
    acts : sequence of Act
        The obligor's own acts that name it.
    moment : datetime
        With zone.
    """
    if dates.parse(commitment.since, commitment.zone).earliest > moment:
        return Declared(NOT_YET)
    state, cause, announced = IN_FORCE, None, None
    for act in sorted(acts, key=lambda act: (effective(act), act.id)):
        after = _AFTER.get((act.act, act.part))
        if after is None:
            continue
        if effective(act) > moment:
            announced = announced or act
        else:
            state, cause = after, act
    return Declared(state, cause, announced)


def declared(commitment: Commitment, acts: Sequence[Act], as_of: date) -> Declared:
    """What stands declared at the end of a day, UTC."""
    return declared_at(commitment, acts, datetime.combine(as_of, time.max, UTC))


def binding_on(commitment: Commitment, acts: Sequence[Act], when: dates.Span) -> bool:
    """Whether a commitment certainly bound when something happened.

    It must have begun by the last instant, and not have been suspended or ended by then: what
    falls on the day of a declared end is no breach.
    """
    return declared_at(commitment, acts, when.latest).binding


def act_row(act: Act, name: str) -> dict[str, Any]:
    """An act, for a table."""
    return {
        "date": act.effective or act.said,
        "party": name,
        "act": act.act,
        "part": act.part,
        "text": act.text,
        "id": act.id,
    }
