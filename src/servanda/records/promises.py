"""What was promised: agreements, commitments, the acts that begin and end them, and words."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from .base import Edtf, Id, Level, NonNegative, Objective, Record, Share, Text

AgreementType = Literal[
    "treaty", "resolution", "agreement", "declaration", "statement", "unilateral", "oral"
]
Undertaking = Literal["legal_obligation", "mutual_commitment", "unilateral_pledge", "oral_promise"]
Form = Literal["deliver", "refrain", "sustain", "quantified"]
Theme = Literal["denuclearisation", "peace_military", "exchange_humanitarian"]
Verification = Literal["own_word", "national_means", "reciprocal", "third_party"]
Reversibility = Literal["reversible", "costly", "irreversible"]
Comparator = Literal["at_most", "at_least", "equal"]
AdherenceType = Literal["signed", "ratified", "unsigned", "unratified", "withdrawn", "count"]
ActType = Literal["enters", "suspends", "resumes", "amends", "extends", "withdraws"]


class Agreement(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                forbid_unknown_fields=True):  # fmt: skip
    """A text, or an utterance, in which commitments stand.

    Attributes
    ----------
    title : text
        Full title.
    short : text
        Name used in running text.
    agreement_type : treaty, resolution, agreement, declaration, statement, unilateral or oral
        What it is.
    parties : list of party ids
        Who made it.
    made : EDTF date
        Signed, adopted or spoken.
    in_force : EDTF date
        Entry into force, where it differs.
    place : text
        Where it was made.
    text_verified : yes or no
        Whether the official text was read for this ledger; ``check`` lists those that were not.
    annex_of : agreement id
        The agreement of which it is part.
    """

    kind: ClassVar[str] = "agreement"

    title: Text
    short: Text
    agreement_type: AgreementType
    parties: tuple[Id, ...]
    made: Edtf
    in_force: Edtf | None = None
    place: Text | None = None
    text_verified: bool = False
    annex_of: Id | None = None

    @property
    def label(self) -> str:
        return self.title


class Commitment(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                 forbid_unknown_fields=True):  # fmt: skip
    """One thing that one or more parties undertook. It holds no end: ends are acts.

    Attributes
    ----------
    title : text
        A few words naming it, as a noun phrase ("closure of the northern test site").
    agreement : agreement id
        Where it stands.
    article : text
        Article or paragraph.
    obligors : list of party ids
        Who undertook it.
    beneficiaries : list of party ids
        To whom.
    undertaking : legal_obligation, mutual_commitment, unilateral_pledge or oral_promise
        Its kind; kinds are never averaged together.
    form : deliver, refrain, sustain or quantified
        Something to be done once, not done, kept up, or held to a number.
    text : text
        What was undertaken, in our own words.
    theme : denuclearisation, peace_military or exchange_humanitarian
        The headline score it enters.
    objective : dialogue, verification, military or human_security
        The section of the brief it stands in.
    since : EDTF date
        When it began to bind.
    due : EDTF date
        When it was to be done, where a date was set.
    due_text : text
        The deadline as worded.
    condition : text
        The condition on which it depends, as worded; until it is known to be met the commitment
        is dormant, outside the count.
    condition_record : record id
        The record that shows the condition met.
    counterparts : list of commitment ids
        What the other side undertook against it.
    scope : list of test classes
        For refrain: the classes of test that would breach it (``nuclear``, ``icbm``).
    limit_quantity : text
        For quantified: what is limited.
    limit_comparator : at_most, at_least or equal
        For quantified: the sense of the limit.
    limit_value : number
        For quantified: the limit.
    limit_unit : unit
        For quantified: its unit.
    verification : own_word, national_means, reciprocal or third_party
        Who could see a breach under the arrangements made; ``own_word`` when only the obligor.
    verifiable_by : text
        What would verify it.
    verification_basis : text
        Legal basis of that verification.
    detection_days : number of days
        Lead time within which a breach would be seen (judgement, with words in ``note``).
    detection_probability : 0 to 1
        How likely a breach would be seen (judgement).
    measures : list of measure names
        What inspectors would have to do for it to count as verified: names of
        commitments/measures.toml (``complementary-access``), of safeguards and of the test ban.
    reversibility : reversible, costly or irreversible
        Of what it asks, within a year.
    obligation, precision, delegation : 0 to 3
        After Abbott et al. 2000; the coding is ours.
    coding_words : text
        The words of the text that justify that coding.
    text_verified : yes or no
        Whether the wording was read in an official publication.
    """

    kind: ClassVar[str] = "commitment"

    title: Text
    agreement: Id
    article: Text | None = None
    obligors: tuple[Id, ...]
    beneficiaries: tuple[Id, ...] = ()
    undertaking: Undertaking
    form: Form
    text: Text
    theme: Theme
    objective: Objective
    since: Edtf
    due: Edtf | None = None
    due_text: Text | None = None
    condition: Text | None = None
    condition_record: Id | None = None
    counterparts: tuple[Id, ...] = ()
    scope: tuple[Text, ...] = ()
    limit_quantity: Text | None = None
    limit_comparator: Comparator | None = None
    limit_value: float | None = None
    limit_unit: Text | None = None
    verification: Verification = "own_word"
    verifiable_by: Text | None = None
    verification_basis: Text | None = None
    detection_days: NonNegative | None = None
    detection_probability: Share | None = None
    measures: tuple[Text, ...] = ()
    reversibility: Reversibility = "reversible"
    obligation: Level | None = None
    precision: Level | None = None
    delegation: Level | None = None
    coding_words: Text | None = None
    text_verified: bool = False

    @property
    def label(self) -> str:
        return self.title


class Adherence(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                forbid_unknown_fields=True):  # fmt: skip
    """How states stand to a treaty on a day, by name or by count.

    Attributes
    ----------
    treaty : text
        Its usual short name ("CTBT").
    date : EDTF date
        The day for which it holds.
    adherence : signed, ratified, unsigned, unratified, withdrawn or count
        ``unsigned``: neither signed nor ratified; ``unratified``: signed only; ``withdrawn``: a
        ratification taken back; ``count``: only numbers.
    parties : list of party ids
        Which states.
    group : text
        The group that the numbers or names are of ("Annex 2": those whose ratification the treaty
        needs to enter into force); empty for all states.
    signed, ratified : numbers
        How many have.
    of : number
        How many there are in the group.
    text : text
        What else is to be said, in our own words.
    """

    kind: ClassVar[str] = "adherence"

    treaty: Text
    date: Edtf
    adherence: AdherenceType
    parties: tuple[Id, ...] = ()
    group: Text | None = None
    signed: NonNegative | None = None
    ratified: NonNegative | None = None
    of: NonNegative | None = None
    text: Text | None = None

    @property
    def label(self) -> str:
        group = f" of {self.group}" if self.group else ""
        counts = ((self.signed, "signed"), (self.ratified, "ratified"))
        told = [f"{number:.0f} {word}" for number, word in counts if number is not None]
        return (
            f"{self.treaty} count{group}: {', '.join(told)}"
            if told
            else (f"{self.treaty}: {self.adherence}{group}")
        )


class Act(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
          forbid_unknown_fields=True):  # fmt: skip
    """A party enters, suspends, resumes, amends, extends or withdraws from named commitments.

    Attributes
    ----------
    party : party id
        Who acts.
    act : enters, suspends, resumes, amends, extends or withdraws
        What it does.
    commitments : list of commitment ids
        From or into which.
    part : yes or no
        Whether only a part of them is meant; ``text`` says which.
    said : EDTF date
        When it was declared.
    effective : EDTF date
        When it takes effect; as said, when empty.
    text : text
        What was declared, in our own words.
    """

    kind: ClassVar[str] = "act"

    party: Id
    act: ActType
    commitments: tuple[Id, ...]
    part: bool = False
    said: Edtf
    effective: Edtf | None = None
    text: Text

    @property
    def label(self) -> str:
        return self.text


class Statement(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                forbid_unknown_fields=True):  # fmt: skip
    """Who said what, when, in which language. Quotations live here, and so do rival readings.

    Attributes
    ----------
    party : party id
        For whom the speaker speaks.
    speaker : text
        Person or organ.
    said : EDTF date
        When.
    setting : text
        Where and on what occasion.
    language : BCP 47 tag
        Language in which it was said.
    quote : text
        Short quotation, in English, as published.
    original : text
        The same in the original language.
    gist : text
        What was said, in our own words.
    commitments : list of commitment ids
        What it bears on.
    reading_of : record id
        Set when this statement gives its party's reading of a commitment or statement.
    term : text
        The term it defines ("complete denuclearisation").
    claims_success : yes or no
        Whether it claims publicly that the process succeeded or a threat ended.
    addressees : list of party ids
        At whom its tone is directed.
    tone : -3 to 3
        Tone toward them, hand-coded: -3 threat of destruction ... 0 neutral ... 3 warm praise.
    """

    kind: ClassVar[str] = "statement"

    party: Id
    speaker: Text
    said: Edtf
    setting: Text | None = None
    language: Text = "en"
    quote: Text | None = None
    original: Text | None = None
    gist: Text
    commitments: tuple[Id, ...] = ()
    reading_of: Id | None = None
    term: Text | None = None
    claims_success: bool = False
    addressees: tuple[Id, ...] = ()
    tone: Annotated[int, msgspec.Meta(ge=-3, le=3)] | None = None

    @property
    def label(self) -> str:
        return f"{self.speaker}: {self.gist}"
