"""What a sentence says beyond the claims that were checked: it is not supported by them."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

import msgspec

from servanda.dossier import Dossier
from servanda.records import Record

from .language import Sentence, read, without_names
from .matching import id_words
from .stemming import stem, stems, words
from .verdict import Verdict

LEAST = 0.55  # share of a sentence's words that the claims must account for
LEAST_SHORT = 0.7
UNHEARD = 3  # in a short sentence a word that no record ever uses weighs so much
SHORT = 12
_WEAPONS = stems("nuclear ballistic missile test launch weapon")
_PLAIN = stems(
    "met meet meeting summit talk negotiation direct leader president chairman minister secretary "
    "level highest time day days week month year country peninsula korea korean north south "
    "history historic conducted carried took place "
    "held made signed announced declared recalled pledged committed promised agreed kept observed "
    "broke broken implemented verified destroyed dismantled record state government regime side "
    "obtained granted recently exemption ngo ngos people person figure total number passed last "
    "agreement commitment joint international official officials foreign face reached included "
    "without including both mentioned planned means opening encouraging accept sites such third "
    "parties role important continue take taking through among course said told speech first "
    "happened entered left special absence election before times mr us war remains returned return "
    "unprecedented inspectors facilitating play soldiers died dead during never historic between"
)


def remainder(sentence: Sentence, verdicts: list[Verdict], dossier: Dossier) -> Verdict | None:
    """The part of a sentence that no claim accounts for, where it is too much to pass over.

    Parameters
    ----------
    sentence : Sentence
        As read.
    verdicts : list of Verdict
        What was checked in it.
    dossier : Dossier
        Where the cited records are.

    Returns
    -------
    Verdict or None
        A claim ``remainder`` that is not covered: a name or a number that no cited record has,
        or more than half of the words.
    """
    records = [r for v in verdicts for id in v.cites if (r := dossier.get(id)) is not None]
    told = " ".join(
        [
            *map(_text, records),
            *(id_words(record.id) for record in records),
            *(f"{v.explanation} {v.slip or ''}" for v in verdicts),
        ]
    )
    known = stems(told) | _PLAIN
    if {verdict.kind for verdict in verdicts} & {"count", "test", "status", "act", "quotation"}:
        known |= _WEAPONS
    named = _names(records, told, dossier)
    figures = {n.value for n in read(told, dossier).numerals} | _fields(records)
    strange = [sentence.text[m.start : m.end] for m in sentence.mentions if m.party not in named]
    strange += [w for w in _proper(sentence) if stem(w) not in known]
    claims = " ".join(v.claim for v in verdicts)
    figures |= {n.value for n in read(claims, dossier).numerals}
    strange += [str(n.value) for n in sentence.numerals if n.value not in figures]
    missing = sorted(sentence.stems - known)
    whole = (
        len(sentence.stems) + len(sentence.mentions) + len(sentence.dates) + len(sentence.quotes)
    )
    unheard = [word for word in missing if word not in _vocabulary(dossier)]
    weight = len(missing) + (UNHEARD - 1) * len(unheard) * (whole <= SHORT)
    least = LEAST_SHORT if whole <= SHORT else LEAST
    if not strange and whole and 1 - weight / whole >= least:
        return None
    odd = ", ".join(f"“{word}”" for word in dict.fromkeys([*strange, *_spoken(sentence, missing)]))
    return Verdict(
        claim="the rest of the sentence", kind="remainder", answer="not_covered",
        explanation=f"The records cited do not speak of {odd or 'it'}.",
    )  # fmt: skip


_HEARD: WeakKeyDictionary[Dossier, frozenset[str]] = WeakKeyDictionary()


def _vocabulary(dossier: Dossier) -> frozenset[str]:
    """Every stem that a record uses, sources apart."""
    if dossier not in _HEARD:
        kinds = [kind for kind in dossier.kinds if kind != "source"]
        texts = (_text(record) for kind in kinds for record in map(dossier.need, dossier.ids(kind)))
        _HEARD[dossier] = frozenset().union(*(stems(text) for text in texts))
    return _HEARD[dossier]


def _names(records: list[Record], told: str, dossier: Dossier) -> set[str]:
    found = set(read(told, dossier).parties)
    for record in records:
        for value in msgspec.structs.asdict(record).values():
            ids = value if isinstance(value, tuple) else (value,)
            found |= {id for id in ids if isinstance(id, str) and id.startswith("party/")}
    return found


def _fields(records: list[Record]) -> set[int]:
    values = [v for record in records for v in msgspec.structs.asdict(record).values()]
    return {round(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)}


def _text(record: Record) -> str:
    fields = msgspec.structs.asdict(record) | {"kind": record.kind}
    return " ".join(
        value for name, value in fields.items()
        if isinstance(value, str) and name not in ("id", "known_basis", "tz", "known")
    )  # fmt: skip


def _proper(sentence: Sentence) -> list[str]:
    """Names of the sentence that belong to no party or person on record."""
    bare = without_names(sentence.text, sentence.mentions)
    for quote in sentence.quotes:
        bare = bare.replace(quote, " " * len(quote))
    found = [m.group() for m in re.finditer(r"[A-Z][\w’'-]+", bare) if m.start() > 0]
    return [word for word in found if words(word)]


def _spoken(sentence: Sentence, missing: list[str]) -> list[str]:
    return [w for w in words(sentence.text) if stem(w) in missing]
