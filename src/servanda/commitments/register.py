"""The commitments of a dossier and how each stands, worked out once for all who ask."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from servanda.dossier import Dossier, Trail
from servanda.parameters import Parameters
from servanda.records import Act, Commitment, Determination, Evidence, Incident

from .belief import LEVEL_WORDS
from .conduct import Conduct, conduct
from .declared import Declared, declared
from .quantified import Quantity, quantity
from .status import Delivery, delivery, is_dormant


class Standing(NamedTuple):
    """How a commitment by one obligor stands on the dossier's day.

    Attributes
    ----------
    commitment : Commitment
        Which.
    obligor : party id
        By whom.
    dormant : bool
        Its condition is not known to be met: it stays outside the count.
    declared : Declared
        What the obligor declared about it.
    reports, acts : list
        Reports on the obligor, and the obligor's own acts.
    delivery, conduct, quantity
        The one that belongs to its form; the others are None.
    cites : tuple of ids
        What all this rests on.
    """

    commitment: Commitment
    obligor: str
    dormant: bool
    declared: Declared
    reports: list[Evidence]
    acts: list[Act]
    delivery: Delivery | None
    conduct: Conduct | None
    quantity: Quantity | None
    cites: tuple[str, ...]

    @property
    def status(self) -> str:
        """The status as one word or two."""
        if self.dormant:
            return "dormant"
        if self.delivery is not None:
            return "rated" if self.delivery.status == "level" else self.delivery.status
        if self.conduct is not None:
            return self.conduct.fact
        return self.quantity.fact if self.quantity is not None else "no evidence"

    @property
    def outcome(self) -> str:
        """The status in the words of a list: the level's name, or the status."""
        if self.delivery is not None and not self.dormant and self.delivery.level is not None:
            return LEVEL_WORDS[self.delivery.level]
        return self.status

    @property
    def grounds(self) -> tuple[str, ...]:
        """The least set of records from which status and declared end follow."""
        own = (self.commitment.id, *(act.id for act in self.acts))
        if self.conduct is None:
            return self.cites
        if self.conduct.last is not None:
            by = self.conduct.last.party
            return (*own, self.conduct.last.id, *((by,) if by in self.cites else ()))
        kept = self.conduct.observance
        return (*own, kept.id) if kept is not None else own


class Register:
    """The commitments of a dossier, by obligor.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    parameters : Parameters
        Judgements; those of the room ``commitments`` are used.
    """

    def __init__(self, dossier: Dossier, parameters: Parameters) -> None:
        self.dossier = dossier
        self.parameters: dict[str, Any] = parameters.of("commitments")
        self._standings: dict[tuple[str, str], Standing] = {}

    @cached_property
    def pairs(self) -> list[tuple[Commitment, str]]:
        """Every commitment with each of its obligors, by id."""
        return [
            (commitment, obligor)
            for commitment in self.dossier.commitments
            for obligor in commitment.obligors
        ]

    def __iter__(self) -> Iterator[Standing]:
        return (self.standing(commitment, obligor) for commitment, obligor in self.pairs)

    def standing(self, commitment: Commitment, obligor: str) -> Standing:
        """How a commitment by an obligor stands."""
        key = (commitment.id, obligor)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = self._stand(commitment, obligor)
        return found

    def incidents(self, commitment: str) -> list[Incident]:
        """Incidents that name a commitment, by id."""
        return self._incidents.get(commitment, [])

    def determinations(self, commitment: str, obligor: str) -> list[Determination]:
        """What others concluded about a commitment by an obligor, oldest first."""
        found = self._determinations.get(commitment, [])
        return [determination for determination in found if determination.obligor == obligor]

    def _stand(self, commitment: Commitment, obligor: str) -> Standing:
        trail = Trail(self.dossier)
        trail.use(commitment)
        acts = trail.use_all(self.dossier.acts(commitment.id, obligor))
        reports = trail.use_all(self.dossier.evidence(commitment.id, obligor))
        sides: dict[str, Any] = {"delivery": None, "conduct": None, "quantity": None}
        if commitment.form == "deliver":
            sides["delivery"] = delivery(
                trail, commitment, reports, self.dossier.as_of, self.parameters
            )
        elif commitment.form == "quantified":
            sides["quantity"] = quantity(trail, commitment, reports, acts, self.parameters)
        else:
            incidents = self.incidents(commitment.id)
            sides["conduct"] = conduct(
                trail, commitment, obligor, reports, acts, incidents, self.parameters
            )
        return Standing(
            commitment=commitment,
            obligor=obligor,
            dormant=is_dormant(trail, commitment),
            declared=declared(commitment, acts, self.dossier.as_of),
            reports=reports,
            acts=acts,
            cites=trail.cites,
            **sides,
        )

    @cached_property
    def _incidents(self) -> dict[str, list[Incident]]:
        found: dict[str, list[Incident]] = {}
        for incident in self.dossier.of(Incident):
            for commitment in incident.commitments:
                found.setdefault(commitment, []).append(incident)
        return found

    @cached_property
    def _determinations(self) -> dict[str, list[Determination]]:
        found: dict[str, list[Determination]] = {}
        for each in sorted(self.dossier.of(Determination), key=lambda d: (d.date, d.id)):
            for commitment in each.commitments:
                found.setdefault(commitment, []).append(each)
        return found
