"""Findings about each commitment, by each obligor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.parameters import Parameters
from servanda.records import Agreement, Commitment, Finding, dates

from . import sentences
from .conduct import COUNTING_RULE, rows
from .credibility import profile
from .declared import act_row
from .register import Register, Standing
from .sensitivity import share_standing
from .status import history, is_lasting, start_of
from .verified import carried_out
from .weights import observed_day
from .words import article

SEARCHED = "reports, tests, incidents, declared acts and determinations, from every source held"
METHODS = {"deliver": "belief", "quantified": "quantified"}


def commitment_findings(
    dossier: Dossier, parameters: Parameters, register: Register | None = None
) -> Iterator[Finding]:
    """Yield ``commitment/<slug>/<obligor>`` for every commitment known, by each obligor."""
    register = register or Register(dossier, parameters)
    for standing in register:
        yield finding_of(register, standing)


def commitment_finding(
    dossier: Dossier, commitment: str, obligor: str, parameters: Parameters
) -> Finding:
    """The finding about one commitment by one obligor.

    Raises
    ------
    ServandaError
        When the commitment was not known then.
    """
    record = dossier.need(commitment)
    register = Register(dossier, parameters)
    assert isinstance(record, Commitment)  # noqa: S101 - the id names a commitment
    return finding_of(register, register.standing(record, obligor))


def finding_id(commitment: str, obligor: str) -> str:
    """The finding's id: the commitment's, then the obligor's slug.

    Examples
    --------
    >>> finding_id("commitment/cma-1-3", "party/dprk")
    'commitment/cma-1-3/dprk'
    """
    slug = commitment.removeprefix("commitment/")
    return f"commitment/{slug}/{obligor.removeprefix('party/')}"


def finding_of(register: Register, standing: Standing) -> Finding:
    """Compose the finding about a standing."""
    dossier, commitment = register.dossier, standing.commitment
    trail = Trail(dossier)
    trail.use(commitment)
    parts = _parts(register, trail, standing)
    sentence = sentences.sentence(trail, standing)
    trail.use_all(dossier.need(id) for id in standing.cites)
    low, high = _interval(standing)
    return Finding(
        id=finding_id(commitment.id, standing.obligor),
        objective=commitment.objective,
        sentence=sentence,
        value=_value(standing),
        low=low,
        high=high,
        unit="level (0 to 3), with the belief in it" if low is not None else None,
        basis="absent" if standing.status == "no evidence" else "derived",
        cites=trail.cites,
        method=METHODS.get(commitment.form, "conduct"),
        parts=parts,
        series=tuple(_series(register, trail, standing)),
    )


def _value(standing: Standing) -> str | int | None:
    delivered = standing.delivery
    if delivered is not None and not standing.dormant and delivered.level is not None:
        return delivered.level
    return standing.status


def _interval(standing: Standing) -> tuple[float | None, float | None]:
    if standing.dormant or standing.delivery is None or not standing.delivery.rated:
        return None, None
    interval = standing.delivery.interval
    return (None, None) if interval is None else (round(interval[0], 3), round(interval[1], 3))


def _parts(register: Register, trail: Trail, standing: Standing) -> dict[str, Any]:
    """Everything the finding knows, for ``explain``, tables and charts."""
    commitment = standing.commitment
    agreement = trail.dossier.get(commitment.agreement)
    known = agreement if isinstance(agreement, Agreement) else None
    if known is not None:
        trail.use(known)
    parts: dict[str, Any] = {
        "title": commitment.title,
        "text": commitment.text,
        "agreement": known.short if known else commitment.agreement,
        "agreement_id": commitment.agreement,
        "article": article(commitment, known.agreement_type if known else ""),
        "theme": commitment.theme,
        "form": commitment.form,
        "undertaking": commitment.undertaking,
        "obligor": trail.name(standing.obligor),
        "obligor_id": standing.obligor,
        "status": standing.status,
        "declared": standing.declared.state,
        "acts": [
            act_row(act, trail.name(act.party))
            for act in trail.use_all(trail.dossier.acts(commitment.id))
        ],
        "verified_when": carried_out(
            trail, standing.reports, commitment, register.parameters["verified"]
        ),
        "due": commitment.due,
        "due_text": commitment.due_text,
        "due_passed": _due_passed(trail.dossier, commitment),
        "profile": profile(register, trail, standing),
        "determinations": [
            {
                "by": trail.name(each.by),
                "date": each.date,
                "conclusion": each.conclusion,
                "counting_rule": each.counting_rule,
                "id": each.id,
            }
            for each in trail.use_all(register.determinations(commitment.id, standing.obligor))
        ],
        "reports": _reports(trail, standing),
    }
    parts["readings"] = parts["profile"]["readings"]
    if standing.status == "no evidence":
        parts["searched"] = SEARCHED
    if standing.delivery is not None:
        parts |= _delivery_parts(register, standing)
    elif standing.conduct is not None:
        parts |= _conduct_parts(standing)
    else:
        parts |= _quantity_parts(standing)
    return parts


def _due_passed(dossier: Dossier, commitment: Commitment) -> bool | None:
    if commitment.due is None:
        return None
    return dates.parse(commitment.due, commitment.zone).last_day < dossier.as_of


def _reports(trail: Trail, standing: Standing) -> list[dict[str, Any]]:
    """Every report as given, for the annex: the Admiralty code is shown as it stood."""
    return [
        {
            "date": report.date,
            "known": report.known,
            "says": report.level if report.level is not None else report.observed or report.value,
            "observer": trail.name(report.observer),
            "admiralty": report.admiralty,
            "interest": report.interest,
            "means": report.means,
            "text": report.text,
            "id": report.id,
        }
        for report in standing.reports
    ]


def _delivery_parts(register: Register, standing: Standing) -> dict[str, Any]:
    delivered = standing.delivery
    if delivered is None:  # pragma: no cover - asked for deliver only
        return {}
    rated = delivered.rated and not standing.dormant
    stands = (
        share_standing(
            delivered.level,
            start_of(standing.commitment),
            delivered.weighed,
            register.dossier.as_of,
            register.parameters,
            lasting=is_lasting(standing.commitment),
        )
        if rated
        else None
    )
    return {
        "masses": [round(mass, 3) for mass in delivered.held.masses] if rated else None,
        "theta": round(delivered.held.theta, 3) if rated else None,
        "level": delivered.level if rated else None,
        "peak": delivered.peak,
        "last_report_days": delivered.report_days,
        "last_verified_days": delivered.verified_days,
        "sensitivity": {
            "stands": stands,
            "draws": register.parameters["sensitivity"]["draws"],
        },
    }


def _conduct_parts(standing: Standing) -> dict[str, Any]:
    shown = standing.conduct
    if shown is None:  # pragma: no cover - asked for refrain and sustain only
        return {}
    return {
        "fact": shown.fact,
        "counting_rule": COUNTING_RULE,
        "breach_days": shown.days,
        "breaches": rows(shown.breaches, "breach"),
        "outside": rows(shown.outside, "while not bound"),
        "doubtful": rows(shown.doubtful, "doubtful"),
        "last_breach_days": shown.last_days,
        "watched": shown.watched,
        "detection_probability": standing.commitment.detection_probability,
        "last_observance": shown.observance.date if shown.observance else None,
        "last_verified": shown.verified.date if shown.verified else None,
    }


def _quantity_parts(standing: Standing) -> dict[str, Any]:
    shown, commitment = standing.quantity, standing.commitment
    if shown is None:  # pragma: no cover - asked for quantified only
        return {}
    return {
        "limit": {
            "quantity": commitment.limit_quantity,
            "comparator": commitment.limit_comparator,
            "value": commitment.limit_value,
            "unit": commitment.limit_unit,
        },
        "measured": [
            {
                "date": reading.report.date,
                "value": reading.report.value,
                "unit": reading.report.unit,
                "within": reading.within,
                "bound": reading.bound,
                "id": reading.report.id,
            }
            for reading in shown.readings
        ],
        "last_verified": shown.verified.date if shown.verified else None,
    }


def _series(register: Register, trail: Trail, standing: Standing) -> list[dict[str, Any]]:
    if standing.delivery is not None:
        if standing.dormant or not standing.delivery.rated:
            return []
        return history(
            trail,
            standing.commitment,
            standing.reports,
            register.dossier.as_of,
            register.parameters,
        )
    if standing.conduct is not None:
        shown = standing.conduct
        told = rows(shown.breaches, "breach") + rows(shown.outside, "while not bound")
        told += rows(shown.doubtful, "doubtful")
        told += [
            {
                "date": report.date,
                "finding": "observance",
                "label": report.text,
                "kind": "report",
                "basis": report.admiralty,
                "id": report.id,
            }
            for report in standing.reports
            if report.observed == "observance"
        ]
        return sorted(told, key=lambda row: (row["date"], row["id"]))
    if standing.quantity is None:  # pragma: no cover - one of the three is always there
        return []
    return [
        {
            "date": observed_day(reading.report).isoformat(),
            "value": reading.report.value,
            "limit": standing.commitment.limit_value,
            "label": reading.report.text,
            "id": reading.report.id,
        }
        for reading in standing.quantity.readings
    ]
