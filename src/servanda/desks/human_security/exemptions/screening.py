"""The verdict on one item: banned without an exemption, for a person to look at, or not listed.

No item is ever cleared by machine: ``not_listed`` means that no candidate falls under a rule on
codes, that a person still confirms the code, and that the item should stand in the request for
clarity. When in doubt the verdict is ``review``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from servanda.parameters import Parameters

from .matching import Candidate, Index
from .nomenclature import EDITION, text_of
from .parts import parts_of, returns, title_of
from .rules import Provision, RuleSet
from .signals import open_head, unexplained

ROOM = "desks.human_security.exemptions"
Verdict = Literal["exemption", "review", "not_listed"]
GRAVITY: dict[str, int] = {"not_listed": 0, "review": 1, "exemption": 2}
DUAL_USE = (
    "chapter {chapter}: not banned as such, but such goods may stand on the lists of dual-use and "
    "nuclear- or missile-related items: have the specifications checked"
)


class Screened(NamedTuple):
    """The verdict on an item.

    Attributes
    ----------
    verdict : exemption, review or not_listed
        What to do with it.
    reason : str
        Why, in a sentence.
    rules : tuple of Provision
        The rules it falls, or may fall, under.
    candidates : tuple of Candidate
        Codes it may have, best first.
    confirm : tuple of str
        What a person must confirm.
    notes : tuple of str
        What else to know.
    parts : tuple of (str, Screened)
        Of a kit: its parts and their verdicts.
    """

    verdict: Verdict
    reason: str
    rules: tuple[Provision, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    confirm: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[tuple[str, Screened], ...] = ()

    @property
    def unverified(self) -> bool:
        """Whether a rule is used whose text was not read in an official publication."""
        return any(not rule.verified for rule in self.rules)


class Screener:
    """Screens items against rules.

    Parameters
    ----------
    rules : RuleSet
        Rules in force, for goods going into the country.
    out : RuleSet, optional
        Rules for goods leaving it: a return for repair is an export.
    parameters : Parameters, optional
        Judgements.
    """

    def __init__(
        self, rules: RuleSet, out: RuleSet | None = None, parameters: Parameters | None = None
    ) -> None:
        room = (parameters or Parameters()).of(ROOM)
        self.rules = rules
        self.out = out
        self._index = _index(json.dumps(room["matching"], sort_keys=True))
        self._given: dict[str, Any] = room["verdict"]
        self._banned_words = self._index.words_naming(rules.bans)
        self._seen: dict[tuple[str, str], Screened] = {}

    def screen(self, description: str, code: str = "", parts: Sequence[str] = ()) -> Screened:
        """Screen one item.

        Parameters
        ----------
        description : str
            What it is, English or French.
        code : str
            Its HS code where known: four digits or more, valid.
        parts : sequence of str
            Of a kit: what is in it, where the description does not say.
        """
        if not parts and (description, code) in self._seen:
            return self._seen[description, code]
        found = self._screen(description, code, parts)
        if not parts:
            self._seen[description, code] = found
        return found

    def _screen(self, description: str, code: str, parts: Sequence[str]) -> Screened:
        inside = tuple(parts) or parts_of(description)
        if inside:
            return self._kit(description, code, inside)
        phrase = self._index.read(description)
        found = self._plausible(self._index.search(phrase))
        if code:
            screened = self._entered(code, found)
        elif not found:
            screened = Screened(
                "review", "no known item or heading is like it",
                confirm=("what it is, in other words, and its HS code",),
            )  # fmt: skip
        elif found[0].kit:
            screened = self._unopened(found)
        else:
            screened = self._decided(found)
        if screened.verdict == "not_listed":
            signals = unexplained(phrase, screened.candidates[0], self._index.materials_of(phrase))
            if signals:
                words = ", ".join(f"“{s.word}” ({s.goods}, {s.chapters})" for s in signals[:3])
                screened = screened._replace(
                    verdict="review",
                    reason=f"{screened.reason}; but its name speaks of {words}",
                    confirm=(*screened.confirm, "that no part or material makes it a banned good"),
                )
            elif not code and (head := open_head(
                phrase, screened.candidates[0], self._index.in_names, self._banned_words
            )):  # fmt: skip
                screened = screened._replace(
                    verdict="review",
                    reason=f"it is like {screened.candidates[0].name} "
                    f"({screened.candidates[0].hs}), but what “{head}” is was not understood",
                )
        return self._noted(screened, description)

    def _plausible(self, found: list[Candidate]) -> tuple[Candidate, ...]:
        if not found:
            return ()
        best = found[0]
        least = max(self._given["least_score"], self._given["plausible_share"] * best.score)
        kept = (
            c
            for c in found
            if c.score >= least
            # "mayo scissors" leaves nothing to "scissors", nor a toy to a kit of toys
            and not (best.whole and c.explained < best.explained)
            and (c is best or not c.kit)
            and not (
                c.via == "nomenclature"
                and best.via == "catalogue"
                and c.score < self._given["nomenclature_share"] * best.score
            )
        )
        return tuple(kept)[: self._given["shown"]]

    def _entered(self, code: str, found: tuple[Candidate, ...]) -> Screened:
        own = Candidate(code[:6], 1.0, text_of(code), "entered")
        others = tuple(c for c in found if c.hs[: len(own.hs)] != own.hs)
        candidates = (own, *others)[: self._given["shown"]]
        rules = self.rules.of(own.hs)
        confirm = (f"code {own.hs}, as entered ({EDITION})",)
        if self.rules.bans(own.hs):
            return Screened("exemption", _banned(own, rules), rules, candidates, confirm)
        if rules:
            return Screened("review", _luxury(own, rules), rules, candidates, confirm)
        if found and found[0].kit:
            unopened = self._unopened(found)
            return unopened._replace(candidates=candidates, confirm=(*confirm, *unopened.confirm))
        against = [
            c
            for c in others
            if c.score >= self._given["contradiction_score"] and self.rules.bans(c.hs)
        ]
        agreeing = any(c.hs[:4] == own.hs[:4] for c in found)
        if against and not agreeing:
            told = against[0]
            return Screened(
                "review",
                f"the code entered is not banned, but the name reads like {told.hs} ({told.name})",
                self.rules.of(told.hs), candidates, confirm,
            )  # fmt: skip
        return Screened("not_listed", _harmless(own), (), candidates, confirm)

    def _decided(self, found: tuple[Candidate, ...]) -> Screened:
        best = found[0]
        banned = [c for c in found if c.kit or self.rules.bans(c.hs)]
        confirm = (f"code {best.hs} or another ({EDITION}), with the supplier or customs",)
        if best in banned and not best.kit and best.score >= self._given["sure_banned"]:
            rules = self.rules.of(best.hs)
            return Screened("exemption", _banned(best, rules), rules, found, confirm)
        if banned:
            rules = _every(self.rules, banned)
            told = banned[0]
            share = "it" if told is best else f"{len(banned)} of {len(found)} candidates"
            return Screened(
                "review", f"{share} may be {told.hs or 'a kit'} ({told.name}), which is banned",
                rules, found, confirm,
            )  # fmt: skip
        luxury = [c for c in found[:1] if self.rules.of(c.hs)]
        if luxury:
            rules = self.rules.of(best.hs)
            return Screened("review", _luxury(best, rules), rules, found, confirm)
        if best.score < self._given["sure_harmless"]:
            return Screened(
                "review", f"its name is only remotely like {best.name} ({best.hs})", (), found,
                confirm,
            )  # fmt: skip
        return Screened("not_listed", _harmless(best), (), found, confirm)

    def _unopened(self, found: tuple[Candidate, ...]) -> Screened:
        return Screened(
            "review", f"a kit ({found[0].name}) is screened by its parts, and they are not given",
            (), found, ("every part of the kit, each with its code",),
        )  # fmt: skip

    def _kit(self, description: str, code: str, inside: Sequence[str]) -> Screened:
        opened = tuple((part, self._screen(part, "", ())) for part in inside)
        own_name = title_of(description)
        itself = self._index.search(self._index.read(own_name))[:1]
        if itself and not itself[0].kit and self.rules.bans(itself[0].hs):
            # "Pump set (filter, hose)" is a pump too
            opened = ((own_name, self._screen(own_name, "", ())), *opened)
        worst = max(opened, key=lambda part: GRAVITY[part[1].verdict])
        verdict = worst[1].verdict
        told = [part for part, screened in opened if screened.verdict == verdict]
        if verdict == "not_listed":
            reason = f"none of its {len(opened)} parts falls under a rule on codes"
        else:
            state = "needs an exemption" if verdict == "exemption" else "must be looked at"
            reason = f"of its {len(opened)} parts {', '.join(told)} {state}: {worst[1].reason}"
        rules = tuple(dict.fromkeys(r for _, screened in opened for r in screened.rules))
        candidates: tuple[Candidate, ...] = ()  # a kit has no code but the one entered
        if code:
            own = self._entered(code, ())
            candidates = own.candidates
            if GRAVITY[own.verdict] > GRAVITY[verdict]:
                verdict, reason = own.verdict, own.reason
            rules = tuple(dict.fromkeys((*own.rules, *rules)))
        return Screened(
            verdict, reason, rules, candidates, ("the list of parts and the code of each",),
            tuple(dict.fromkeys(note for _, s in opened for note in s.notes)), opened,
        )  # fmt: skip

    def _noted(self, screened: Screened, description: str) -> Screened:
        notes = list(screened.notes)
        if screened.candidates and screened.verdict != "exemption":
            chapter = screened.candidates[0].hs[:2]
            if chapter in self._given["dual_use_chapters"]:
                notes.append(DUAL_USE.format(chapter=int(chapter)))
        rules = screened.rules
        verdict, reason = screened.verdict, screened.reason
        if self.out is not None and returns(description):
            notes.append("a return for repair counts as an export from the country: it needs "
                         "the exemption both ways")  # fmt: skip
            leaving = _every(self.out, screened.candidates[:1])
            rules = (*rules, *leaving)
            if leaving and verdict == "not_listed":
                verdict, reason = "review", f"it leaves the country: {leaving[0].place}"
        return screened._replace(
            verdict=verdict, reason=reason, rules=rules, notes=tuple(dict.fromkeys(notes))
        )


@lru_cache(maxsize=2)
def _index(parameters: str) -> Index:
    return Index(json.loads(parameters))


def _every(rules: RuleSet, candidates: Sequence[Candidate]) -> tuple[Provision, ...]:
    return tuple(dict.fromkeys(rule for c in candidates for rule in rules.of(c.hs)))


def _banned(candidate: Candidate, rules: Sequence[Provision]) -> str:
    hard = next(rule for rule in rules if not rule.luxury)
    return f"{candidate.hs} ({candidate.name}) falls under {hard.place}: {hard.goods}"


def _luxury(candidate: Candidate, rules: Sequence[Provision]) -> str:
    return (
        f"{candidate.hs} ({candidate.name}) may be a luxury good under {rules[0].place}: its price "
        f"and finish decide"
    )


def _harmless(candidate: Candidate) -> str:
    return (
        f"{candidate.hs} ({candidate.name}) falls under no rule on codes: include it in the "
        f"request for clarity"
    )
