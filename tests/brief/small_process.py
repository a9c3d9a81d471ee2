"""A truce between two valleys, small enough that its whole brief can be read in a test."""

from __future__ import annotations

from typing import Any

from dossiers_in_place import ledger
from servanda.dossier import Dossier
from servanda.records import Agreement, Commitment, Evidence, Party, Record, Source

DAY = "2026-11-01"
UPPER = Party(id="party/upper", known="2026-01-01", name="Council of the Upper Valley",
              short="Upper", party_type="armed_force", role="principal", order=1)  # fmt: skip
LOWER = Party(id="party/lower", known="2026-01-01", name="Council of the Lower Valley",
              short="Lower", party_type="armed_force", role="principal", order=2)  # fmt: skip
MISSION = Party(id="party/watch", known="2026-01-01", name="Valley Monitoring Mission",
                short="Valley Mission", party_type="body", role="monitor", order=3)  # fmt: skip
GAZETTE = Source(id="source/gazette", known="2026-03-02", publisher="Valley Gazette",
                 title="Text of the truce", published="2026-03-02",
                 url="https://example.org/truce?a=1&b=2", check="seen_primary")  # fmt: skip
REPORT = Source(id="source/report", known="2026-09-01", publisher="Valley Mission",
                title="Second report", published="2026-09-01", check="seen_primary")  # fmt: skip
TRUCE = Agreement(id="agreement/truce", known="2026-03-02", sources=("source/gazette",),
                  title="Truce of the two valleys", short="The truce",
                  agreement_type="agreement", parties=("party/upper", "party/lower"),
                  made="2026-03-01", text_verified=True)  # fmt: skip


def promise(slug: str, title: str, form: str, **fields: Any) -> Commitment:
    """A commitment of both councils under the truce."""
    told: dict[str, Any] = {
        "known": "2026-03-02", "sources": ("source/gazette",), "agreement": "agreement/truce",
        "obligors": ("party/upper", "party/lower"), "undertaking": "mutual_commitment",
        "text": title, "theme": "peace_military", "objective": "military", "since": "2026-03-01",
        "verification": "third_party", "text_verified": True,
    }  # fmt: skip
    return Commitment(id=f"commitment/{slug}", title=title, form=form, **(told | fields))


def seen(slug: str, obligor: str, date: str, text: str, **fields: Any) -> Evidence:
    """A report of the Mission."""
    return Evidence(
        id=f"evidence/{slug}-{obligor}-{date}", known="2026-09-01", sources=("source/report",),
        commitment=f"commitment/{slug}", obligor=f"party/{obligor}", date=date,
        observer="party/watch", interest="none", admiralty="B2", origin=f"{slug}-{obligor}-{date}",
        text=text, **fields,
    )  # fmt: skip


RECORDS: tuple[Record, ...] = (
    UPPER, LOWER, MISSION, GAZETTE, REPORT, TRUCE,
    promise("fire", "no fire across the river", "refrain", article="art. 1"),
    promise("mortars", "withdrawal of mortars", "deliver", article="art. 2", due="2026-06-01"),
    promise("line", "telephone line between the councils", "sustain", article="art. 3",
            objective="dialogue"),
    seen("fire", "upper", "2026-08-10", "No fire heard.", observed="observance"),
    seen("fire", "lower", "2026-08-11", "Four rounds fell on the mill.", observed="breach"),
    seen("mortars", "upper", "2026-08-20", "No mortar was seen.", level=3),
    seen("mortars", "lower", "2026-08-20", "Two mortars remain.", level=2),
)  # fmt: skip


def truce(*more: Record, day: str = DAY) -> Dossier:
    """The truce as of a day, with further records."""
    return ledger(*RECORDS, *more).as_of(day)
