"""Who could see a breach, and what would have to be seen: commitments by means of verification."""

from __future__ import annotations

from typing import Any

from servanda.commitments.measures import measure, told
from servanda.dossier import Dossier, Trail
from servanda.records import Commitment, Finding, dates
from servanda.words import count, join


def verification_gaps(dossier: Dossier) -> Finding | None:
    """How many denuclearisation commitments of the latest texts only the obligor can vouch for.

    Beside each stands what would have to be done and seen for it to count as verified
    (`servanda.commitments.measures`).
    """
    chosen = [c for c in dossier.commitments if c.theme == "denuclearisation"]
    if not chosen:
        return None
    start = max(dates.parse(c.since, c.zone).first_day for c in chosen).year - 1
    chosen = [c for c in chosen if dates.parse(c.since, c.zone).first_day.year >= start]
    trail = Trail(dossier)
    trail.use_all(chosen)
    by_means: dict[str, list[Commitment]] = {}
    for commitment in chosen:
        by_means.setdefault(commitment.verification, []).append(commitment)
    own, third = by_means.get("own_word", []), by_means.get("third_party", [])
    listed = [commitment.title for commitment in own[:4]]
    if len(own) > 4:
        listed.append(f"{len(own) - 4} more")
    sentence = (
        f"Of {len(chosen)} commitments on denuclearisation undertaken since {start}, "
        f"{len(own)} rest on the obligor's own word"
        + (f" ({join(listed)})" if own else "")
        + f", {len(by_means.get('national_means', []))} on the national means of others, "
        f"and {len(third)} provide for verification by a third party."
    )
    unfounded = [c for c in chosen if any(_unfounded(name) for name in c.measures)]
    if unfounded:
        sentence += (
            f" For {len(unfounded)} of them what inspectors would have to do rests, in whole or "
            "part, on no standing instrument, but on invitation or on what would have to be agreed."
        )
    inspected = [c for c in chosen if any(_inspects(name) for name in c.measures)]
    if inspected:
        sentence += (
            f" To count as verified, {count(len(inspected), 'one needs', 'of them need')} "
            "inspectors on the spot."
        )
    return Finding(
        id="verification.gaps",
        objective="verification",
        sentence=sentence,
        value=len(own),
        unit="commitments",
        cites=trail.cites,
        method="verification-gaps",
        parts={
            **{means: [c.id for c in found] for means, found in sorted(by_means.items())},
            "no_standing_instrument": [c.id for c in unfounded],
            "need_inspection": [c.id for c in inspected],
        },
        series=tuple(_row(commitment) for commitment in chosen if commitment.measures),
    )


def _unfounded(name: str) -> bool:
    instrument = measure(name).instrument
    return instrument is not None and not instrument.standing


def _inspects(name: str) -> bool:
    return measure(name).sort in ("inspection", "sampling", "containment and surveillance")


def _row(commitment: Commitment) -> dict[str, Any]:
    return {
        "commitment": commitment.id,
        "title": commitment.title,
        "verification": commitment.verification,
        "measures": [told(name) for name in commitment.measures],
    }
