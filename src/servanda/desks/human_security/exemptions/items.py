"""One line of an item list: what, how much, of what value, from where and by which way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from servanda.intake.cells import CellError

from .language import fold
from .nomenclature import EDITION, exists

CURRENCIES = frozenset(
    "AED AFN ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP ETB EUR GBP GEL HKD HUF IDR ILS "
    "INR ISK JOD JPY KES KGS KHR KPW KRW KWD KZT LAK LBP LKR MAD MMK MNT MXN MYR NGN NOK NPR NZD "
    "OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UZS VND XAF "
    "XOF ZAR".split()
)
_SIGNS = {"€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR",
          "dollar": "USD", "dollars": "USD"}  # fmt: skip

HEADINGS: dict[str, tuple[str, ...]] = {
    "description": ("description", "item", "items", "item description", "item name", "goods",
                    "description of goods", "name", "product", "designation", "article",
                    "libelle", "produit", "denomination", "intitule", "description en",
                    "description des articles", "materiel", "equipment", "name of item"),
    "hs": ("hs", "hs code", "hscode", "code sh", "sh", "tariff code", "customs code", "cn code",
           "code douanier", "hs 2022", "code hs", "nomenclature", "tariff", "h s code"),
    "quantity": ("quantity", "qty", "quantite", "qte", "nombre", "number", "no of units", "q ty",
                 "nb"),
    "unit": ("unit", "uom", "unite", "units", "unit of measure", "unite de mesure", "measure"),
    "unit_value": ("unit value", "unit price", "unit cost", "prix unitaire", "cout unitaire",
                   "valeur unitaire", "pu", "price", "prix", "cost per unit"),
    "value": ("value", "total", "total value", "amount", "montant", "valeur", "valeur totale",
              "prix total", "total price", "total cost", "cout total", "estimated value",
              "valeur estimee"),
    "currency": ("currency", "devise", "monnaie", "cur"),
    "origin": ("origin", "country of origin", "origine", "pays d origine", "made in",
               "country of manufacture", "provenance"),
    "route": ("route", "itineraire", "routing", "acheminement", "voie", "shipping route", "trajet"),
    "kit": ("kit", "part of", "part of kit", "partie de", "element de", "parent", "composant de"),
    "specification": ("specification", "specifications", "specs", "caracteristiques",
                      "technical specification", "technical specifications",
                      "specifications techniques", "details"),
    "recipient": ("recipient", "beneficiary", "destinataire", "beneficiaire", "consignee"),
    "confirmed": ("confirmed", "confirmed by", "confirme", "confirme par", "code confirmed by"),
    "use": ("use", "purpose", "usage", "utilisation", "end use", "objet", "justification"),
}  # fmt: skip
COLUMNS = tuple(HEADINGS)


class Item(NamedTuple):
    """An item as a person listed it, each cell read.

    Attributes
    ----------
    sheet : str
        Its sheet; empty in a CSV file.
    row : int
        Its row, as the spreadsheet numbers it.
    description, specification : str
        What it is.
    hs : str
        Code entered, digits only; empty where none.
    quantity : Decimal or None
        How many or how much.
    unit : str
        Of what unit.
    value : Decimal or None
        Value of the whole line.
    currency : str
        ISO 4217.
    origin, route, kit, recipient, use, confirmed : str
        As listed; `kit` names the kit it is part of, `confirmed` who confirmed the code.
    faulty : bool
        Whether a fault was listed in its row.
    """

    sheet: str
    row: int
    description: str
    hs: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    currency: str = ""
    origin: str = ""
    route: str = ""
    kit: str = ""
    specification: str = ""
    recipient: str = ""
    use: str = ""
    confirmed: str = ""
    faulty: bool = False


def column_of(heading: str) -> str | None:
    """The column that a heading means, in English or French.

    Examples
    --------
    >>> column_of("Qté"), column_of("Désignation / Item"), column_of("Value (USD)")
    ('quantity', 'description', 'value')
    >>> column_of("Remarks")
    """
    bare = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", fold(heading))
    for part in (bare, *re.split(r"[/|\n]", bare)):
        words = re.sub(r"[^a-z0-9]+", " ", part).split()
        named = [word for word in words if word.upper() not in CURRENCIES]
        found = _BY_HEADING.get(" ".join(words)) or _BY_HEADING.get(" ".join(named))
        if found:
            return found
    return None


def currency_in(heading: str) -> str:
    """The currency that a heading names, as in "Value (USD)"; empty when it names none."""
    for word in re.findall(r"[A-Z]{3}|[€$£]", heading):
        if word in CURRENCIES:
            return str(word)
        if word in _SIGNS:
            return _SIGNS[word]
    return ""


def read_code(text: str) -> str:
    """An HS code as digits.

    Raises
    ------
    CellError
        When it is no code, of wrong length, or in no list.

    Examples
    --------
    >>> read_code("8713.10"), read_code("HS 9021 10 10")
    ('871310', '90211010')
    """
    plain = re.sub(r"^(?:hs|sh|cn)\s*(?:code)?\s*:?\s*", "", text.strip().casefold())
    digits = re.sub(r"[\s.\-]", "", plain)
    if not digits.isdigit():
        raise CellError(f"'{text}' is no HS code", "write 4, 6, 8 or 10 digits: 8713.10")
    if len(digits) in (3, 5, 7, 9):
        hint = f": perhaps 0{digits}" if exists(f"0{digits}") and len(digits) > 3 else ""
        raise CellError(
            f"'{text}' has {len(digits)} digits; Excel drops a zero in front when it reads a code "
            "as a number",
            f"format the column as text and write the code with all its digits{hint}",
        )
    if len(digits) not in (4, 6, 8, 10):
        raise CellError(f"'{text}' has {len(digits)} digits", "write 4, 6, 8 or 10: 8713.10")
    if not exists(digits):
        raise CellError(
            f"'{text}' is not in {EDITION}",
            "look the code up again: it may be of an older edition, or mistyped",
        )
    return digits


def read_amount(text: str) -> Decimal:
    """A quantity or sum as a decimal.

    Raises
    ------
    CellError
        When it is no number, or one that can be read in two ways.

    Examples
    --------
    >>> read_amount("1 234,50"), read_amount("1,234.50"), read_amount("12")
    (Decimal('1234.50'), Decimal('1234.50'), Decimal('12'))
    """
    plain = re.sub(r"[\s'’_]", "", text)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain) and "," in plain:
        raise CellError(
            f"'{text}' can be read in two ways",
            f"write {plain.replace(',', '')} or {plain.replace(',', '.')}",
        )
    elif re.fullmatch(r"\d+,\d+", plain):
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", plain):
        raise CellError(f"'{text}' is no number", "write digits only, and the unit in its column")
    try:
        amount = Decimal(plain)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only decimals
        raise CellError(f"'{text}' is no number", "write digits only") from error
    if amount < 0 or not amount:
        raise CellError(f"'{text}' is not above zero", "write how much there is")
    return amount


def read_currency(text: str) -> str:
    """A currency by its ISO 4217 code or sign.

    Raises
    ------
    CellError
        When it is none.
    """
    plain = text.strip()
    code = _SIGNS.get(plain.casefold(), plain.upper())
    if code not in CURRENCIES:
        raise CellError(f"'{text}' is no currency", "write its ISO code: EUR, USD, CHF, CNY")
    return code


def totals(items: Iterable[Item]) -> dict[str, Decimal]:
    """Value of a list, by currency: sums in different currencies are never added up."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        if item.value is not None and item.currency:
            sums[item.currency] += item.value
    return dict(sorted(sums.items()))


def money(amount: Decimal, currency: str = "") -> str:
    """A sum for people.

    Examples
    --------
    >>> money(Decimal("1234567.5"), "EUR"), money(Decimal("12"))
    ('1,234,567.50 EUR', '12.00')
    """
    return f"{amount:,.2f} {currency}".rstrip()


def plain(amount: Decimal | None, thousands: str = "") -> str:
    """A quantity without zeros at its end; empty for None.

    Examples
    --------
    >>> plain(Decimal("12.50")), plain(Decimal("1200")), plain(None)
    ('12.5', '1200', '')
    """
    if amount is None:
        return ""
    text = f"{amount:,f}" if thousands else f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


READERS: dict[str, Callable[[str], Decimal | str]] = {
    "hs": read_code,
    "quantity": read_amount,
    "unit_value": read_amount,
    "value": read_amount,
    "currency": read_currency,
}
_BY_HEADING = {heading: column for column, names in HEADINGS.items() for heading in names}
