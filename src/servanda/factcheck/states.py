"""Claims that a promise was kept, broken or verified."""

from __future__ import annotations

import re
from typing import Any

from servanda.commitments.findings import commitment_finding
from servanda.records import Agreement, Commitment, Finding

from .language import MODAL, NOT, read
from .matching import best, wording
from .stemming import stems
from .verdict import Answer, Case, Verdict
from .when import overlaps

_BROKE = re.compile(r"\b(broke|broken|breach(?:ed)?|violated|infringed)\b", re.I)
_DONE = re.compile(
    r"\b(kept|observed|honou?red|implemented|fulfilled|carried out|dismantled|destroyed|"
    r"demolished|completed|delivered|opened|closed|blown up|respected|complied|cleared|disarmed|"
    r"withdrawn)\b",
    re.I,
)
_KEPT = re.compile(r"kept|observed|honou?red|respected|complied", re.I)
_RAZED = re.compile(r"dismantled|destroyed|demolished|blown up|closed|withdrawn", re.I)
_RAZING = stems("dismantle closure withdraw removal")
_VERIFIED = re.compile(r"\b(verified|verifiably|confirmed by inspectors)\b", re.I)
_FULLY = re.compile(r"\b(fully|completely|entirely|irreversibly|all)\b", re.I)
_SAYING = re.compile(r"\b(pledged|promised|agreed|vowed|committed|called|accused|will)\b", re.I)
_EMPTY = stems(
    "kept observed honoured implemented fulfilled carried completed delivered opened broke broken "
    "breached violated infringed respected complied verified verifiably fully completely destroyed "
    "demolished dismantled closed clause article commitment promise pledge obligation north south "
    "northern southern site cleared disarmed withdrawn withdraw blown"
)
ALIKE = 0.6
ORDER = ("breached", "reversed", "observed")  # the worst clause speaks for an agreement
NO_LONGER = "declared no longer binding"


def kept_or_broken(case: Case) -> list[Verdict]:
    """Check "North Korea broke its moratorium on ICBM flights"."""
    text = case.sentence.text
    if case.sentence.quotes or MODAL.search(text) or _SAYING.search(text):
        return []
    if not (_BROKE.search(text) or _DONE.search(text) or _VERIFIED.search(text)):
        return []
    if whole := _whole_agreements(case):
        return whole
    commitment = _meant(case)
    if commitment is None:
        return []
    named = [party for party in case.sentence.actors if party in commitment.obligors]
    if not named and case.sentence.actors:
        return []
    wrong = _other_number(case, commitment)
    parties = named or commitment.obligors
    return [v for party in parties if (v := _checked(case, commitment, party, wrong))]


def _whole_agreements(case: Case) -> list[Verdict]:
    """An agreement kept or broken as a whole: as its clauses of conduct stand, worst first."""
    wanted = case.sentence.stems - _EMPTY
    named = [a for a in case.dossier.of(Agreement) if wanted and stems(a.short) - _EMPTY == wanted]
    actors = case.sentence.actors
    if len(named) != 1 or not actors or not set(actors) <= set(named[0].parties):
        return []
    found = []
    for party in actors:
        findings = [
            commitment_finding(case.dossier, c.id, party, case.parameters)
            for c in case.dossier.commitments
            if c.agreement == named[0].id
            and party in c.obligors
            and c.form in ("refrain", "sustain")
        ]
        findings = [f for f in findings if f.value in ORDER and _in_time(case, f)]
        if findings:
            worst = min(findings, key=lambda f: (ORDER.index(str(f.value)), f.id))
            answer, slip = _answer(case.sentence.text, worst)
            found.append(
                Verdict(
                    claim=f"{case.dossier.name_of(party)}: {named[0].short}", kind="status",
                    answer=answer, explanation=worst.sentence, slip=slip, cites=_cites(worst),
                )
            )  # fmt: skip
    return found


def _meant(case: Case) -> Commitment | None:
    wanted = case.sentence.stems - _EMPTY
    texts = {agreement.id: agreement for agreement in case.dossier.of(Agreement)}
    found = best(wanted, case.dossier.commitments, lambda c: wording(c, texts), ALIKE)
    actors = set(case.sentence.actors)
    found = [(share, c) for share, c in found if not actors or actors & set(c.obligors)]
    equals = [commitment for share, commitment in found if share >= found[0][0] - 1e-9]
    every = bool(re.search(r"\ball\b", case.sentence.text, re.I))
    equals = [c for c in equals if bool(re.search(r"\ball\b", c.title)) == every] or equals
    deed = _DONE.search(case.sentence.text)
    if deed and _RAZED.fullmatch(deed[1]):
        equals = [c for c in equals if _RAZING & stems(wording(c, texts))]
        equals.sort(key=lambda c: not _RAZING & stems(" ".join(c.title.split()[:3])))
    elif deed and not _KEPT.fullmatch(deed[1]):
        equals = [c for c in equals if c.form == "deliver"] or equals
    return next(iter(equals), None)


def _other_number(case: Case, commitment: Commitment) -> str | None:
    held = {n.value for n in read(f"{commitment.title} {commitment.text}", case.dossier).numerals}
    if held and any(numeral.value not in held for numeral in case.sentence.numerals):
        return f"The commitment speaks of another number: {commitment.title}. "
    return None


def _checked(case: Case, commitment: Commitment, party: str, wrong: str | None) -> Verdict | None:
    finding = commitment_finding(case.dossier, commitment.id, party, case.parameters)
    answer, slip = _answer(case.sentence.text, finding)
    if wrong:
        answer, slip = "contradicted", None
    elif answer == "supported" and not _in_time(case, finding):
        return None
    return Verdict(
        claim=f"{case.dossier.name_of(party)}: {commitment.title}",
        kind="status",
        answer=answer,
        explanation=f"{wrong or ''}{finding.sentence}",
        slip=slip,
        cites=_cites(finding),
    )


def _cites(finding: Finding) -> tuple[str, ...]:
    """The commitment, its agreement and what is reported on it, of all that the finding cites."""
    parts = finding.parts
    rows = [
        *parts["reports"],
        *parts["acts"],
        *parts.get("breaches", ()),
        *parts.get("outside", ()),
    ]
    told = {row["id"] for row in rows}
    return (*finding.cites[:2], *(id for id in finding.cites[2:] if id in told))


def _in_time(case: Case, finding: Finding) -> bool:
    """Whether something that the finding rests on falls in the time that the sentence gives."""
    if not case.sentence.dates:
        return True
    for record in map(case.dossier.need, finding.cites):
        day: Any = getattr(record, "date", None) or getattr(record, "made", None)
        if day and any(overlaps(claimed, day, record.zone) for claimed in case.sentence.dates):
            return True
    return False


def _answer(text: str, finding: Finding) -> tuple[Answer, str | None]:
    value, denied = finding.value, bool(NOT.search(text))
    broke = bool(_BROKE.search(text))
    if finding.parts.get("outside") and not finding.parts.get("breaches"):
        return _decided(broke, denied), f"by a count that stops when it was {NO_LONGER}, no breach"
    if value in ("observed", "breached", "reversed"):
        return _decided((value == "observed") != broke, denied), None
    if broke or not isinstance(value, int):
        return "not_knowable", None
    verified = finding.parts.get("last_verified_days") is not None
    if _VERIFIED.search(text):
        return _decided(verified and value >= 2, denied), None
    if value == 2 and not denied and not _FULLY.search(text):
        unverified = "" if verified else ", and not verified"
        return "supported", f"to an intermediate level only (2 of 3){unverified}"
    return _decided(value == 3, denied), None


def _decided(true: bool, denied: bool) -> Answer:
    return "supported" if true != denied else "contradicted"
