"""The page that checks the essay, clause by clause, by running the fact check over it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from servanda.dossier import Dossier, open_ledger
from servanda.factcheck import Checked, check_sentence
from servanda.records import dates
from servanda.words import capital, count

DAY = "2019-02-21"  # the essay's
OPEN = ("contradicted", "not_knowable")
NOW = "2026-11-01"  # what is known by now, fixed so that the page does not change by itself
WORDS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "not_knowable": "not knowable then",
    "not_covered": "not covered",
}
# The essay's factual clauses in its order, and what a reader should know about the answer.
CLAUSES: tuple[tuple[str, str], ...] = (
    ("nearly 450 days without any nuclear and ballistic tests",
     "450 in UTC, 449 by the Korean calendar; since the last nuclear test alone it was 536."),
    ("[North Korea's] participation in the Pyeongchang Winter Olympics", ""),
    ("Kim Jong-un's meetings with Chinese, South Korean and, of course, American leaders", ""),
    ("the historic meeting in Singapore [of Kim Jong-un and Donald Trump]", ""),
    ("Direct negotiations [between the United States and North Korea] are taking place for the "
     "first time at the highest level", ""),
    ("both sides have announced their agreement to pursue simultaneously and progressively all "
     "the commitments made in their joint declaration",
     "No common announcement is on record. Washington's envoy said simultaneously and in "
     "parallel; step by step was the North's wording."),
    ("the commitments made in [the United States' and North Korea's] joint declaration",
     "The declarations of 2018 are those of the two Koreas; Singapore's text is a statement."),
    ("Kim Jong-un pledged to work towards the complete denuclearization of the Korean peninsula",
     ""),
    ("[Kim Jong-un] recalled in his speech on January 1, 2019, that his country will not make, "
     "test, use or proliferate nuclear weapons", ""),
    ("Donald Trump committed to building new relationships between Washington and Pyongyang and "
     "promoting peace", ""),
    ("His special envoy recalled that the President was “deeply and personally committed to "
     "putting a definitive end to 70 years of war and hostility”",
     "The envoy's words were once and for all bringing an end to; the essay's seem to have come "
     "back from a translation."),
    ("the moratorium on testing [of North Korea]", ""),
    ("North Korea's nuclear and ballistic capabilities [...] continue to increase",
     "The fact check judges no trend of capabilities; the brief's section on illusions does."),
    ("As the South Korean President recalled, denuclearization is “the absolute condition for "
     "peace”",
     "An essay is no evidence for its own quotation."),
    ("[Donald Trump's] unprecedented meetings with Kim Jong-un",
     "The second meeting was six days away."),
    ("few months before the 2020 US elections",
     "Counted from the essay's day. If the words mean the later day on which success would be "
     "claimed, nothing is wrong with them."),
    ("opening of liaison offices in Washington and Pyongyang, already mentioned in the mid-1990s",
     "They were agreed in October 1994 and never opened."),
    ("Third parties, such as Sweden, have and continue to play an important facilitating role", ""),
    ("encouraging [North Korea] to sign the Comprehensive Nuclear-Test-Ban Treaty (CTBT)",
     "Checked as what it takes for granted: that North Korea had not signed."),
    ("the return of international inspectors to sites such as Yongbyon",
     "Checked as what it takes for granted: that no inspectors were there."),
    ("the inter-Korean military agreement of September 2018", ""),
    ("the Military Armistice Commission planned for 1953",
     "Probably provided for in 1953, in translation. The commission was set up by the armistice, "
     "and has not met with both sides since 1991."),
    ("the remains of foreign soldiers who died during the Korean War, like the 267 French",
     "267 is the number of the French dead of the war. Those whose remains are missing are seven "
     "or eight, by sources of the following months."),
    ("the exemptions recently obtained by France for the NGOs Première Urgence Internationale and "
     "Handicap International",
     "The committee publishes no requests; France may well have asked, but no record says so."),
    ("Despite the absence of a detailed roadmap", "A judgement; see the brief's section on risk."),
    ("softened rhetoric from Pyongyang", "A judgement; the tone of statements is in the record."),
)  # fmt: skip


@lru_cache(maxsize=1)
def essay_page() -> str:
    """The page, in Markdown."""
    ledger = open_ledger("korea")
    dossier, now = ledger.as_of(DAY), ledger.as_of(NOW)
    checked = [(check_sentence(clause, dossier, now), note) for clause, note in CLAUSES]
    return "\n\n".join([*_opening(checked), *_slips(checked), *_table(checked),
                        *_records(checked, dossier)]) + "\n"  # fmt: skip


def _opening(checked: list[tuple[Checked, str]]) -> list[str]:
    answers = Counter(each.verdict for each, _ in checked)
    slips = sum(any(claim.slip for claim in each.claims) for each, _ in checked)
    told = ", ".join(f"{answers[word]} {WORDS[word]}" for word in WORDS if answers[word])
    return [
        "# The essay, checked",
        f"Servanda was built to serve a short essay of {dates.say(DAY)} on the Korean process. "
        f'These are its factual clauses, each put to `servanda factcheck korea "..." --as-of '
        f"{DAY}`. Words in square brackets are ours: they say who “he” or “both sides” is.",
        f"{capital(count(len(checked), 'clause', 'clauses'))}: {told}. "
        f"{capital(count(slips, 'clause stands', 'clauses stand'))} but for a slip. What the "
        "records support is what they hold, not more: [factcheck.md](factcheck.md) says what can "
        "be checked and what cannot.",
    ]


def _slips(checked: list[tuple[Checked, str]]) -> list[str]:
    lines = ["## Slips and open points"]
    for each, note in checked:
        found = list(dict.fromkeys(claim.slip for claim in each.claims if claim.slip))
        if each.verdict in OPEN:
            found = [claim.explanation.rstrip(".") for claim in each.claims]
        if found:
            lines.append(f"- **{each.sentence}**: {'; '.join(found)}. {note}".rstrip())
    return [lines[0], "\n".join(lines[1:])]


def _table(checked: list[tuple[Checked, str]]) -> list[str]:
    rows = ["| clause | answer | why |", "|---|---|---|"]
    for each, note in checked:
        why = [f"{_short(c.explanation)} {_cited(c.cites)}".rstrip() for c in each.claims]
        if not any(claim.slip for claim in each.claims) and each.verdict not in OPEN:
            why += [note] * bool(note)
        told = "<br>".join(why).replace("|", "\\|") or "Not a claim of the kinds checked."
        rows.append(f"| {each.sentence} | {WORDS[each.verdict]} | {told} |")
    return ["## Clause by clause", "\n".join(rows)]


def _short(text: str) -> str:
    return text if len(text) <= 420 else text[:417].rsplit(" ", 1)[0] + " ..."


def _cited(cites: tuple[str, ...]) -> str:
    return ", ".join(f"`{id}`" for id in cites[:3])


def _records(checked: list[tuple[Checked, str]], dossier: Dossier) -> list[str]:
    ids = sorted({id for each, _ in checked for claim in each.claims for id in claim.cites[:3]})
    lines = []
    for id in ids:
        record = dossier.need(id)
        source = next(iter(dossier.sources_of(record)), None)
        told = f": {source.publisher}, {source.title}" if source else ""
        lines.append(f"- `{id}`, known {dates.say(record.known)}{told}")
    return ["## Records cited", "\n".join(lines)]
