"""Claims that somebody promised something."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from servanda.records import Agreement, Commitment, Statement, dates

from .language import BOTH, MODAL, read
from .matching import best, wording
from .names import is_named, years_of
from .stemming import stem, stems, words
from .verdict import Case, Verdict
from .when import overlaps

_PROMISED = re.compile(
    r"\b(pledge[ds]?|promised|promises|committed|commits|agreed|agrees|undertook|vowed|vows|"
    r"reaffirmed|declared|recalled|announced?|(?:commitments?|pledges?|promises?) (?:to|on|of)|"
    r"moratorium on)\b",
    re.I,
)
_HEAD = re.compile(r"\b(?:to|that [\w ]{0,30}?will(?: not)?|committed to)\s+([a-z]+)", re.I)
_NONE = re.compile(r"\b(not|never|no|neither|nor|refus\w+|without)\b", re.I)
_ENDS = re.compile(
    r"\b(not|never|no|neither|nor|without|stop\w*|halt\w*|ceas\w+|end\w*|freez\w+|suspen\w+|"
    r"refrain\w*|abandon\w*|ban\w*|prohibit\w*|moratori\w+|give up|preclud\w+|cover\w*)\b",
    re.I,
)
_BEFORE = re.compile(r"\b(never|not|no|n[’']t)\b[\w\s]{0,12}$", re.I)
_EMPTY = stems("speech address statement country work toward towards progress side sides announced "
               "agreement text joint meeting day leader leaders pursue")  # fmt: skip
COVERED = 0.5  # share of the claim's weight that a text must cover
FEWEST = 2  # words of content from which a statement can be taken for the promise
CLEARLY = 0.6  # share from which a differing date or sense contradicts
NEAR = 0.85  # texts within this share of the best are equals; the newest leads

Word = Commitment | Statement


class Promise(msgspec.Struct, frozen=True):
    """One clause: who promised, with whom, by which verb, what, and the dates given for it."""

    party: str
    others: tuple[str, ...]
    person: str
    verb: str
    content: str
    dates: tuple[str, ...]
    denied: bool


def who_promised_what(case: Case) -> list[Verdict]:
    """Check "Kim Jong-un pledged to work towards complete denuclearisation", clause by clause."""
    if case.sentence.quotes or MODAL.search(case.sentence.text):
        return []
    found = []
    for promise in _promises(case):
        verdict = _by_both(case, promise) if not promise.party else _checked(case, promise)
        found += [verdict] if verdict else []
    return found


def _promises(case: Case) -> list[Promise]:
    text, mentions = case.sentence.text, case.sentence.mentions
    verbs = list(_PROMISED.finditer(text))
    told: list[Promise] = []
    for number, verb in enumerate(verbs):
        end = verbs[number + 1].start() if number + 1 < len(verbs) else len(text)
        moratorium = verb.group().lower().startswith("moratorium")
        content = text[verb.start() if moratorium else verb.end() : end]
        start = verbs[number - 1].end() if number else 0
        before = [m for m in mentions if start <= m.start < verb.start() and not m.place]
        after = [m for m in mentions if m.start >= verb.end() and not m.place]
        if before:
            party = before[0].party
            person = next((m.person for m in before if m.person and m.party == party), "")
        elif BOTH.search(text[: verb.start()]):
            party, person = "", ""
        elif told:
            party, person = told[-1].party, told[-1].person
        elif after:
            party, person = after[0].party, after[0].person
        else:
            continue
        stated = read(content, case.dossier).dates or (
            case.sentence.dates if len(verbs) == 1 else ()
        )
        denied = bool(_BEFORE.search(text[start : verb.start()]))
        joint = verb.group().lower().startswith("agree")
        others = tuple({m.party for m in before if joint and m.party != party})
        told.append(Promise(party, others, person, verb.group().lower(), content, stated, denied))
    return told


def _checked(case: Case, promise: Promise) -> Verdict | None:
    texts = {agreement.id: agreement for agreement in case.dossier.of(Agreement)}
    found = _found(case, promise, texts)
    if not found:
        return None
    claim = f"{promise.person or case.dossier.name_of(promise.party)} {promise.verb}"
    share = found[0][0]
    near = [record for each, record in found if each >= share * NEAR]
    near.sort(key=_day, reverse=True)
    fitting = [r for r in near if _in_sense(promise, r)]
    if not fitting:
        return _contradicted(claim, "in another sense", near[:1], texts, share)
    dated = [r for r in fitting if _dated(promise, r, texts)]
    if not dated:
        dated = [r for each, r in found if _dated(promise, r, texts) and _in_sense(promise, r)]
    if not dated:
        return _contradicted(
            claim, "at another time or for another term", fitting[:3], texts, share
        )
    if (wrong := _numbers(case, promise, dated, texts)) is not None:
        return _contradicted(claim, f"not {wrong}", dated[:1], texts, share)
    if promise.denied:
        return _contradicted(claim, "", dated[:1], texts, share)
    return Verdict(
        claim=claim,
        kind="promise",
        answer="supported",
        explanation=f"On record: {'; '.join(_told(r, texts) for r in dated[:2])}.",
        cites=_cites(dated[:4], texts),
    )


def _found(case: Case, promise: Promise, texts: dict[str, Agreement]) -> list[tuple[float, Word]]:
    wanted = read(promise.content, case.dossier).stems - _EMPTY
    if not wanted:
        return []
    first, last = years_of(promise.person, case.dossier) if promise.person else (1, 9999)
    records: list[Word] = [
        c for c in case.dossier.commitments
        if {promise.party, *promise.others} <= set(c.obligors)
        and first <= _year(c.since, c.zone) <= last + 1
    ]  # fmt: skip
    records += [
        s for s in case.dossier.of(Statement)
        if s.party == promise.party and len(wanted) >= FEWEST and not promise.others
        and (not promise.person or is_named(promise.person, s.speaker))
    ]  # fmt: skip
    found = best(wanted, records, lambda r: _text(r, texts), COVERED)
    return [(share, record) for share, record in found if _same_deed(promise, record, texts)]


def _same_deed(promise: Promise, record: Word, texts: dict[str, Agreement]) -> bool:
    """Whether the verb of what was promised is the record's: to rebuild is not to dismantle."""
    head = _HEAD.search(promise.content)
    if not head or not words(head[1]) or stem(head[1]) in _EMPTY:
        return True
    return stem(head[1]) in stems(_text(record, texts)) or bool(_ENDS.search(head[1]))


def _in_sense(promise: Promise, record: Word) -> bool:
    """A promise not to do is not the promise to do."""
    told = f"{promise.verb} {promise.content}"
    if isinstance(record, Commitment):
        if record.form == "refrain":
            return bool(_ENDS.search(told))
        return not _NONE.search(told) or bool(_ENDS.search(f"{record.title} {record.text}"))
    return bool(_NONE.search(told)) == bool(_NONE.search(f"{record.gist} {record.quote or ''}"))


def _numbers(
    case: Case, promise: Promise, records: Sequence[Word], texts: dict[str, Agreement]
) -> int | None:
    """A number of the claim that none of the records has, though they have others."""
    held = {n.value for r in records for n in read(_text(r, texts), case.dossier).numerals}
    claimed = [n.value for n in read(promise.content, case.dossier).numerals]
    return next((value for value in claimed if held and value not in held), None)


def _by_both(case: Case, promise: Promise) -> Verdict | None:
    """Both sides promised: every principal that signed with another must have said so."""
    texts = {agreement.id: agreement for agreement in case.dossier.of(Agreement)}
    told: list[Word] = []
    for party in case.dossier.principals:
        own = msgspec.structs.replace(promise, party=party.id)
        if len(read(promise.content, case.dossier).stems - _EMPTY) < FEWEST:
            return None
        found = [record for _, record in _found(case, own, texts) if _in_sense(own, record)]
        told += found[:1]
    if len({_whose(record) for record in told}) < 2:
        return None
    wordings = {_told(record, texts) for record in told}
    return Verdict(
        claim=f"both sides {promise.verb}",
        kind="promise",
        answer="contradicted" if promise.denied else "supported",
        explanation=f"On record: {'; '.join(_told(record, texts) for record in told)}.",
        slip="each side said it in its own words, not in one text" if len(wordings) > 1 else None,
        cites=_cites(told, texts),
    )


def _whose(record: Word) -> str:
    return record.party if isinstance(record, Statement) else record.obligors[0]


def _contradicted(
    claim: str, how: str, records: Sequence[Word], texts: dict[str, Agreement], share: float
) -> Verdict | None:
    if share < CLEARLY:
        return None
    told = "; ".join(_told(record, texts) for record in records)
    return Verdict(
        claim=claim, kind="promise", answer="contradicted",
        explanation=f"On record{', ' * bool(how)}{how}: {told}.",
        cites=_cites(records, texts),
    )  # fmt: skip


def _cites(records: Sequence[Word], texts: dict[str, Agreement]) -> tuple[str, ...]:
    made = [r.agreement for r in records if isinstance(r, Commitment) and r.agreement in texts]
    return tuple(dict.fromkeys([*(record.id for record in records), *made]))


def _text(record: Word, texts: dict[str, Agreement]) -> str:
    if isinstance(record, Statement):
        return f"{record.gist} {record.quote or ''} {record.setting or ''}"
    return wording(record, texts)


def _dated(promise: Promise, record: Word, texts: dict[str, Agreement]) -> bool:
    if not promise.dates:
        return True
    days = [record.said] if isinstance(record, Statement) else [record.since]
    if isinstance(record, Commitment):
        days += [record.due] if record.due else []
        days += [texts[record.agreement].made] if record.agreement in texts else []
    due = record.due if isinstance(record, Commitment) else None
    return any(
        overlaps(claimed, day, record.zone)
        for claimed in promise.dates
        for day in ([due] if claimed.startswith("..") else days)
        if day
    )


def _day(record: Word) -> str:
    return record.said if isinstance(record, Statement) else record.since


def _year(day: str, zone: str) -> int:
    return dates.parse(day, zone).last_day.year


def _told(record: Word, texts: dict[str, Agreement]) -> str:
    if isinstance(record, Statement):
        return f"{record.speaker}, {dates.say(record.said, record.zone)}: {record.gist.rstrip('.')}"
    made = texts.get(record.agreement)
    where = f" ({made.short}, {dates.say(made.made, made.zone)})" if made else ""
    return f"{record.text.rstrip('.')}{where}"
