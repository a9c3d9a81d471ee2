"""The annex of a request: every item with quantity, specification, code and paragraph.

The Committee publishes the annex with its letter of approval, and customs compare it word for
word with the packing list: it names items as the officer named them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .items import money, plain, totals
from .nomenclature import EDITION
from .rules import Provision
from .screenlist import Line
from .workbook import height, landscape, save, table, write

if TYPE_CHECKING:
    from .application import Request

MARK = "*"
MARKED = (
    f"{MARK} Paragraph cited from secondary sources; to be compared with the text of the "
    "resolution before this request is sent."
)
NEEDED, CLARITY, OPEN = (
    "exemption requested", "listed for clarity", "exemption requested as a precaution",
)  # fmt: skip
HEADS = ("No.", "Item", "Specification", "Quantity", "Unit", "Value", "Currency", "HS code",
         "Origin", "Request", "Paragraph")  # fmt: skip


_WIDTHS = (6, 44, 44, 10, 10, 14, 10, 20, 16, 22, 30)


def annex_rows(request: Request) -> list[list[str]]:
    """The table of items, every cell text."""
    return [_row(number, line, request) for number, line in enumerate(request.lines, 1)]


def marks(request: Request) -> bool:
    """Whether some cited paragraph bears the mark of what nobody has checked."""
    return not request.checked and any(
        not rule.verified for line in request.lines for rule in un_rules(line)
    )


def un_rules(line: Line) -> list[Provision]:
    """The rules of the Security Council that an item falls, or may fall, under."""
    return [rule for rule in line.screened.rules if rule.regime == "un" and not rule.luxury] or [
        rule for rule in line.screened.rules if rule.regime == "un"
    ]


def _row(number: int, line: Line, request: Request) -> list[str]:
    item, screened = line.item, line.screened
    coded = next((c.hs for c in screened.candidates if c.hs), "")
    code = item.hs or coded
    if screened.parts and not item.hs:
        code = "by its parts"
    elif code and not item.hs and not item.confirmed:
        code += " (proposed)"
    state = {"exemption": NEEDED, "review": OPEN, "not_listed": CLARITY}[screened.verdict]
    cited = [] if screened.verdict == "not_listed" else un_rules(line)
    places = dict.fromkeys(
        rule.place + ("" if rule.verified or request.checked else MARK) for rule in cited
    )
    name = f"{item.description} (part of: {item.kit})" if item.kit else item.description
    return [str(number), name, item.specification, plain(item.quantity, ","), item.unit,
            money(item.value) if item.value is not None else "", item.currency, _dotted(code),
            item.origin, state, "; ".join(places)]  # fmt: skip


def _dotted(code: str) -> str:
    """A code as customs write it.

    Examples
    --------
    >>> _dotted("871310"), _dotted("8713"), _dotted("841370 (proposed)")
    ('8713.10', '8713', '8413.70 (proposed)')
    """
    digits, _, rest = code.partition(" ")
    if not digits.isdigit():
        return code
    pairs = [digits[4 + 2 * n : 6 + 2 * n] for n in range((len(digits) - 3) // 2)]
    return ".".join([digits[:4], *[pair for pair in pairs if pair]]) + (f" {rest}" if rest else "")


def value_text(request: Request) -> str:
    """Value of all items, by currency; parts of a kit count with the kit alone."""
    kits = {line.item.description.casefold() for line in request.lines if line.item.value}
    items = [line.item for line in request.lines if line.item.kit.casefold() not in kits]
    return " and ".join(money(amount, currency) for currency, amount in totals(items).items())


def annex_workbook(request: Request) -> bytes:
    """The annex as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = "items"
    rows = annex_rows(request)
    table(sheet, HEADS, rows, _WIDTHS)
    sheet.insert_rows(1, 3)
    for number, texts in enumerate(rows, 5):  # heights stay behind when rows move
        sheet.row_dimensions[number].height = height(texts, _WIDTHS)
    for number in (1, 2, 3, 4):
        sheet.row_dimensions[number].height = None
    for row, text in enumerate(_titles(request), 1):
        cell = write(sheet, row, 1, text)
        cell.font = Font(bold=row == 1, size=13 if row == 1 else 10)
    sheet.auto_filter.ref = None
    sheet.freeze_panes = "C5"
    last = sheet.max_row + 2
    for number, text in enumerate(_notes(request)):
        write(sheet, last + number, 2, text)
    sheet.print_title_rows = "4:4"
    landscape(sheet)
    return save(book)


def _titles(request: Request) -> list[str]:
    fields = request.project.fields
    draft = "DRAFT, INCOMPLETE. " if request.draft else ""
    reference = f", reference {fields['reference']}" if fields.get("reference") else ""
    return [
        f"{draft}Annex: detailed list of items",
        f"{fields.get('organisation') or '[organisation]'}: {request.title}{reference}",
        f"Request of {fields.get('date') or '[date]'} to the Security Council Committee "
        "established pursuant to resolution 1718 (2006)",
    ]


def _notes(request: Request) -> list[str]:
    notes = []
    if value := value_text(request):
        notes.append(f"Total value: {value}")
    notes.append(f"Codes are of the Harmonized System ({EDITION}).")
    if marks(request):
        notes.append(MARKED)
    return notes


def annex_pdf(request: Request) -> bytes:
    """The annex as a PDF, A4 landscape, ready to be sent and published."""
    import typst

    told: dict[str, Any] = {
        "titles": _titles(request),
        "heads": list(HEADS),
        "rows": annex_rows(request),
        "notes": _notes(request),
        "draft": request.draft,
    }
    compiled = typst.compile(_TYPST.encode(), sys_inputs={"data": json.dumps(told)})
    return bytes(compiled)


_TYPST = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.titles.at(0), date: none)
#set page(
  paper: "a4", flipped: true, margin: (x: 15mm, top: 16mm, bottom: 18mm),
  footer: context [
    #set text(8pt, fill: rgb("#4b5563"))
    #data.titles.at(1) #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
  background: if data.draft { rotate(-24deg, text(96pt, fill: rgb("#00000012"))[DRAFT]) },
)
#set text(
  font: ("Liberation Sans", "Arial", "DejaVu Sans", "Libertinus Serif"), size: 8.2pt, lang: "en",
)
#set par(leading: 0.5em)
#text(14pt, weight: "bold", data.titles.at(0)) \\
#text(10pt, data.titles.at(1)) \\
#text(9pt, fill: rgb("#4b5563"), data.titles.at(2))
#v(2mm)
#table(
  columns: (7mm, 1.5fr, 1.5fr, 15mm, 13mm, 20mm, 16mm, 21mm, 20mm, 24mm, 30mm),
  align: (col, row) => if col in (0, 3, 5) { right + top } else { left + top },
  stroke: (x, y) => (bottom: if y == 0 { 0.8pt + rgb("#1F4E5F") } else { 0.3pt + rgb("#C9D1D9") }),
  inset: (x: 3pt, y: 3.2pt),
  table.header(..data.heads.map(h => text(weight: "bold", fill: rgb("#1F4E5F"), h))),
  ..data.rows.flatten().map(cell => [#cell]),
)
#v(2mm)
#for note in data.notes [#note \\ ]
"""
