"""The letter of request to the 1718 Committee, ready for the organisation's letterhead."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from servanda.words import capital, count, join

from .annex import MARK, MARKED, annex_rows, marks, un_rules, value_text
from .items import money
from .wordparts import add_table, clean, footer
from .workbook import steady

if TYPE_CHECKING:
    from .application import Request

COMMITTEE = (
    "The Chair of the Security Council Committee",
    "established pursuant to resolution 1718 (2006)",
    "United Nations, New York",
)
_EPOCH = datetime(2000, 1, 1)  # the same request gives the same bytes
_FONT, _GREY, _HEAD = "Times New Roman", "4B5563", "1F4E5F"


def letter(request: Request) -> bytes:
    """The letter as a Word document, with room for the letterhead on its first page."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.08
    footer(section, ("DRAFT. " if request.draft else "") + request.title)
    room = document.add_paragraph()
    room.paragraph_format.space_after = Cm(2.6)  # the letterhead's place
    _Letter(document, request).write()
    core = document.core_properties
    core.author, core.title = request.project.fields.get("organisation", ""), request.title
    core.created = core.modified = _EPOCH
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


class _Letter:
    """Writes the parts of the letter, one after the other."""

    def __init__(self, document: Any, request: Request) -> None:
        self.document, self.request = document, request
        self.fields = request.project.fields
        self.number = 0

    def write(self) -> None:
        self._address()
        self._opening()
        self._assistance()
        self._recipients()
        self._reasons()
        self._goods()
        self._shipments()
        self._parties()
        self._transactions()
        self._diversion()
        self._period()
        self._close()

    def _get(self, name: str, label: str = "") -> str:
        return self.fields.get(name) or f"[{label or name.replace('_', ' ')}]"

    def _text(self, text: str, **given: Any) -> Any:
        paragraph = self.document.add_paragraph()
        for number, line in enumerate(clean(text).split("\n")):
            run = paragraph.add_run(line)
            if number < text.count("\n"):
                run.add_break()
            run.bold = given.get("bold", False)
        return paragraph

    def _head(self, text: str) -> None:
        from docx.shared import Pt, RGBColor

        self.number += 1
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(f"{self.number}. {text}")
        run.bold, run.font.size = True, Pt(11.5)
        run.font.color.rgb = RGBColor.from_string(_HEAD)
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.keep_with_next = True

    def _address(self) -> None:
        if self.request.draft:
            self._text("DRAFT, INCOMPLETE: what stands in square brackets is still to be written",
                       bold=True)  # fmt: skip
        reference = f"\nReference: {self.fields['reference']}" if self.fields["reference"] else ""
        self._text(f"{_day(self._get('date'))}{reference}")
        self._text("\n".join(COMMITTEE))
        self._text(_through(self.fields))

    def _opening(self) -> None:
        self._text(f"Request for a humanitarian exemption: {self.request.title}", bold=True)
        organisation = self._get("organisation")
        self._text("Excellency,")
        self._text(
            f"{organisation} has the honour to request, under paragraph 25 of resolution 2397 "
            f"(2017), an exemption for the goods listed in the annex, which it wishes to bring to "
            f"the Democratic People’s Republic of Korea for the benefit of the civilian "
            f"population. The request follows Implementation Assistance Notice No. 7 as of "
            f"{_day(self.request.version.adopted.isoformat())}."
        )

    def _assistance(self) -> None:
        self._head("Nature of the assistance")
        self._text(self._get("nature", "nature of the assistance"))
        self._text(f"Beneficiaries: {self._get('beneficiaries')}")

    def _recipients(self) -> None:
        self._head("Recipients and criteria of selection")
        self._text(self._get("recipients"))
        self._text(self._get("selection_criteria", "criteria of selection"))

    def _reasons(self) -> None:
        self._head("Reasons for requiring an exemption")
        self._text(self._get("reason", "why an exemption is needed"))
        told = Counter(line.screened.verdict for line in self.request.lines)
        places = dict.fromkeys(
            rule.place + ("" if rule.verified or self.request.checked else MARK)
            for line in self.request.lines if line.screened.verdict != "not_listed"
            for rule in un_rules(line)
        )  # fmt: skip
        asked = told["exemption"] + told["review"]
        if not asked:
            sentence = (
                f"Of the {len(self.request.lines)} items none was found to fall under a ban on "
                "goods; they are listed for clarity."
            )
        else:
            under = f" under {join(list(places))}" if places else ""
            cautious = (
                f", {count(told['review'], 'of them', 'of them')} as a precaution, their "
                "classification not being settled"
                if told["review"]
                else ""
            )
            rest = told["not_listed"]
            clarity = (
                f" The other {count(rest, 'item is', 'items are')} listed for clarity."
                if rest
                else ""
            )
            sentence = (
                f"An exemption is requested for {asked} of the {len(self.request.lines)} "
                f"items{under}{cautious}.{clarity}"
            )
        self._text(sentence)
        if marks(self.request):
            self._note(MARKED)

    def _goods(self) -> None:
        self._head("Goods")
        lines = self.request.lines
        value = value_text(self.request)
        worth = f", of a total value of {value}" if value else ""
        self._text(
            f"The annex lists {count(len(lines), 'item', 'items')}{worth}, each with quantity, "
            "specification and customs code. It may be published with the Committee’s letter."
        )
        asked = [row for row, line in zip(annex_rows(self.request), lines, strict=True)
                 if line.screened.verdict == "exemption"]  # fmt: skip
        if asked:
            self._text(f"The {count(len(asked), 'item', 'items')} that fall under the bans:")
            add_table(
            self.document,
            ("No.", "Item", "Quantity", "HS code"),
                        [[row[0], row[1], f"{row[3]} {row[4]}".strip(), row[7]] for row in asked],
                        (1.2, 8.4, 2.8, 3.6))  # fmt: skip

    def _shipments(self) -> None:
        self._head("Dates, routes and means of transport")
        rows = self.request.project.sheets.get("shipments", ())
        add_table(
            self.document,

            ("Shipment", "Planned", "Departure", "Transit", "Entry", "Means"),
            [[row["shipment"], _day(row["planned"]), row["departure"], row["transit"],
              row["entry"], " ".join(filter(None, (row["means"], row["carrier"])))]
             for row in rows] or [["[shipments]", "", "", "", "", ""]],
            (2.1, 2.8, 3.1, 2.4, 3.1, 2.5),
        )  # fmt: skip

    def _parties(self) -> None:
        self._head("Parties to the transfer")
        rows = self.request.project.sheets.get("parties", ())
        add_table(
            self.document,
            ("Role", "Name", "Country", "Address"),
            [[row["role"], row["name"], row["country"], row["address"]] for row in rows]
            or [["[parties]", "", "", ""]],
            (2.8, 5.2, 2.6, 5.4),
        )

    def _transactions(self) -> None:
        self._head("Financial transactions")
        rows = self.request.project.sheets.get("transactions", ())
        if self.fields["no_transactions"]:
            self._text(
                "No payment linked to this transfer is made to persons or entities in the "
                "Democratic People’s Republic of Korea."
            )
        if rows or not self.fields["no_transactions"]:
            add_table(
            self.document,

                ("Payer", "Payee", "Bank", "Amount", "Purpose"),
                [[row["payer"], row["payee"], row["bank"], _sum(row), row["purpose"]]
                 for row in rows] or [["[transactions]", "", "", "", ""]],
                (3.2, 3.6, 3.0, 2.6, 3.6),
            )  # fmt: skip

    def _diversion(self) -> None:
        if not self.fields["diversion"] and not self.fields["monitoring"]:
            return
        self._head("Measures against diversion, monitoring")
        for name in ("diversion", "monitoring"):
            if self.fields[name]:
                self._text(self.fields[name])

    def _period(self) -> None:
        self._head("Period")
        self._text(
            f"The exemption is requested from {_day(self._get('period_start'))} to "
            f"{_day(self._get('period_end'))}."
            + (f" {self.fields['period_reason']}" if self.fields["period_reason"] else "")
        )

    def _close(self) -> None:
        self._text(
            f"{capital(self._get('contact_name', 'contact'))} "
            f"({self._get('contact_email', 'e-mail')}) will gladly answer any question of the "
            "Committee or its experts."
        )
        last = self._text("Please accept, Excellency, the assurances of our highest consideration.")
        last.paragraph_format.keep_with_next = True
        signature = self._text(
            f"\n\n\n{self._get('signatory_name', 'signatory')}\n"
            f"{self._get('signatory_role', 'function')}\n{self._get('organisation')}\n"
            f"{self._get('organisation_address', 'address')}"
        )
        signature.paragraph_format.keep_together = True
        self._note("Enclosed: annex, detailed list of items (workbook and PDF)")

    def _note(self, text: str) -> None:
        from docx.shared import Pt, RGBColor

        run = self.document.add_paragraph().add_run(clean(text))
        run.italic, run.font.size = True, Pt(9)
        run.font.color.rgb = RGBColor.from_string(_GREY)


def _through(fields: dict[str, str]) -> str:
    channel = fields.get("channel", "").casefold()
    if channel == "member state":
        return f"Through the Permanent Mission of {fields['member_state'] or '[Member State]'} "\
               "to the United Nations"  # fmt: skip
    if channel == "resident coordinator":
        told = "Through the Office of the United Nations Resident Coordinator"
    elif channel == "committee secretary":
        told = "Through the Secretary of the Committee"
    elif channel == "direct":
        told = "Filed directly"
    else:
        return "[channel of submission]"
    return f"{told}: {fields['channel_reason'] or '[why]'}"


def _day(text: str) -> str:
    """A day as a letter writes it: 5 March 2024; other texts stay."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def _sum(row: dict[str, str]) -> str:
    try:
        return money(Decimal(row["amount"]), row["currency"])
    except InvalidOperation:
        return f"{row['amount']} {row['currency']}".strip()
