"""Reading an English sentence: its words, numbers, dates, quotations, parties and persons."""

from __future__ import annotations

import re

import msgspec

from servanda.dossier import Dossier

from .names import Mention, mentions_in
from .numerals import Numeral, numerals, without_dates
from .stemming import stems
from .when import dates_in

_QUOTE = re.compile(r"[\"“«]([^\"“”«»]{8,}?)[\"”»]")
_SPACES = re.compile(r"[\s\x00-\x1f]+")
_TOOK_PLACE = re.compile(r"\b(?:took|takes?|taking) place\b", re.I)
MODAL = re.compile(
    r"\b(?:(?i:should|would|could|might|must|hopes?|wants?|wished|if|perhaps|possibly|likely)|may)\b"
)
NOT = re.compile(
    r"\b(not|never|no(?!-)|none|neither|nor|without|n't|nobody|nothing)\b|n[’']t\b", re.I
)
BOTH = re.compile(r"\b(both|the two|each) (sides?|parties|countries|governments|leaders)\b", re.I)


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as read.

    Attributes
    ----------
    text : str
        As given, white space evened out.
    stems : frozenset of str
        Stems of its content words; names, dates and quotations left out.
    dates : tuple of str
        Dates in it, as EDTF.
    impossible : tuple of str
        Dates in it that name no day there ever was.
    quotes : tuple of str
        Quoted passages of some length.
    numerals : tuple of Numeral
        Numbers in it.
    mentions : tuple of Mention
        Parties and persons where they are named.
    """

    text: str
    stems: frozenset[str]
    dates: tuple[str, ...]
    impossible: tuple[str, ...]
    quotes: tuple[str, ...]
    numerals: tuple[Numeral, ...]
    mentions: tuple[Mention, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties named, places and persons included, in order."""
        return tuple(dict.fromkeys(mention.party for mention in self.mentions))

    @property
    def actors(self) -> tuple[str, ...]:
        """Ids of the parties named otherwise than as a place, in order."""
        return tuple(dict.fromkeys(m.party for m in self.mentions if not m.place))

    @property
    def persons(self) -> tuple[str, ...]:
        """Persons named, as the records write them, in order."""
        return tuple(dict.fromkeys(m.person for m in self.mentions if m.person))


def read(text: str, dossier: Dossier) -> Sentence:
    """Read a sentence with the names a dossier knows."""
    text = _SPACES.sub(" ", text.replace("\u2011", "-")).strip()
    bare = _QUOTE.sub(lambda match: " " * len(match.group()), text)
    named = mentions_in(bare, dossier)
    found, impossible = dates_in(bare)
    blank = _TOOK_PLACE.sub(lambda match: " " * len(match.group()), without_names(bare, named))
    return Sentence(
        text=text,
        stems=stems(blank),
        dates=found,
        impossible=impossible,
        quotes=tuple(_QUOTE.findall(text)),
        numerals=tuple(numerals(blank)),
        mentions=named,
    )


def without_names(text: str, named: tuple[Mention, ...]) -> str:
    """A text with its dates and names blanked, of the same length."""
    blank = list(without_dates(text))
    for mention in named:
        blank[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(blank)
