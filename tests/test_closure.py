"""Refold only what a finding cites, and its sources: the finding comes out the same."""

from __future__ import annotations

import msgspec
import pytest
from tests.conftest import DATES

from servanda.surveys import survey


@pytest.mark.parametrize("day", DATES)
def test_every_korean_finding_follows_from_what_it_cites(korea_as_of, korea_survey, day):
    dossier = korea_as_of(day)
    open_findings = []
    for finding in korea_survey(day):
        alone = survey(dossier.restrict(finding.cites), only=finding.id).find(finding.id)
        if alone is None or _bytes(alone) != _bytes(finding):
            open_findings.append(finding.id)
    assert not open_findings


@pytest.mark.parametrize("day", DATES)
def test_no_finding_rests_on_what_was_not_known_yet(korea_as_of, korea_survey, day):
    dossier = korea_as_of(day)
    for finding in korea_survey(day):
        assert finding.cites, finding.id
        for id in finding.cites:
            record = dossier.need(id)
            assert _last_day(record.known) <= day, (finding.id, id, record.known)


def test_facts_known_later_do_not_change_a_finding(korea, korea_survey):
    """Cutting the Korean rows at a day leaves that day's survey as it was."""
    from servanda.dossier import package_ledger
    from servanda.intake.package import Package

    day = "2019-02-21"
    early = [row for row in korea.versions() if row.kind == "source" or _last_day(row.known) <= day]
    package = Package(korea.name, korea.title, "", early, [])
    cut = survey(package_ledger(package, korea.place).as_of(day))
    assert [_bytes(finding) for finding in cut] == [
        _bytes(finding) for finding in korea_survey(day)
    ]


def _bytes(finding) -> bytes:
    return msgspec.json.encode(finding)


def _last_day(known: str) -> str:
    from servanda.records.dates import known_day

    return known_day(known).isoformat()
