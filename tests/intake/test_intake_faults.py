"""Everything that can be wrong in a sheet is told, with its place and how to mend it."""

from __future__ import annotations

import pytest
from intake_world import WORLD


def test_a_correct_world_has_no_fault(faults):
    assert faults() == []


def test_every_faulty_cell_of_every_row_is_listed_at_once(faults):
    assert faults(
        act="""
        id,known,sources,party,act,commitments,said,text
        act/1,2018-13-01,source/paper,party/north,entered,commitment/close,May 2018,Said.
        act/2,2018-05-01,source/paper,party/noth,enters,commitment/close,2018-05-01,
        """
    ) == [
        "act.csv, row 2, act: 'entered' is none of its values; did you mean enters? write one of "
        "enters, suspends, resumes, amends, extends, withdraws",
        "act.csv, row 2, known: '2018-13-01' names a day or time that does not exist; "
        "correct the date",
        "act.csv, row 2, said: 'May 2018' is no date; write 2018, 2018-04, 2018-04-21 or a span "
        "a/b",
        "act.csv, row 3, party: act/2: party names party/noth, which does not exist; did you mean "
        "party/north? Else add the party, or correct the id",
        "act.csv, row 3, text: is empty; every act needs it: What was declared, in our own words.",
    ]


EVIDENCE = """
    id,known,sources,commitment,obligor,date,level,observed,value,unit,observer,interest,\
admiralty,origin,text
    evidence/1,{known},{sources},{commitment},{obligor},{date},{level},{observed},{value},{unit},\
party/south,none,B2,first-report,Seen.
    """
GOOD = {
    "known": "2018-04-28",
    "sources": "source/paper",
    "commitment": "commitment/close",
    "obligor": "party/north",
    "date": "2018-04-28",
    "level": "2",
    "observed": "",
    "value": "",
    "unit": "",
}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, []),
        (
            {"level": "4"},
            ["row 2, level: 4 is out of range; write a whole number from 0 to 3"],
        ),
        (
            {"level": "two"},
            ["row 2, level: 'two' is no whole number; write digits only, for example 3"],
        ),
        (
            {"date": "2018-02-30"},
            ["row 2, date: '2018-02-30' names a day or time that does not exist; correct the date"],
        ),
        (
            {"commitment": "commitment/open"},
            [
                "row 2, commitment: evidence/1: commitment names commitment/open, which does not "
                "exist; add the commitment, or correct the id"
            ],
        ),
        (
            {"sources": ""},
            ["row 2, sources: evidence/1 cites no source; name the source where the fact is found"],
        ),
        (
            {"sources": "source/nothing"},
            [
                "row 2, sources: evidence/1: sources names source/nothing, which does not exist; "
                "add the source, or correct the id"
            ],
        ),
        (
            {"obligor": "commitment/close"},
            [
                "row 2, obligor: evidence/1: obligor names commitment/close, which is no party "
                "but a commitment; name a party",
                "row 2, obligor: evidence/1: commitment/close is no obligor of commitment/close; "
                "name one of party/north",
            ],
        ),
        (
            {"obligor": "party/south"},
            [
                "row 2, obligor: evidence/1: party/south is no obligor of commitment/close; name "
                "one of party/north"
            ],
        ),
        (
            {"date": "2018-04-29"},
            [
                "row 2, date: evidence/1: date 2018-04-29 is after known 2018-04-28; correct one "
                "of the two; what was only planned has no place here"
            ],
        ),
        (
            {"date": "2018-04-30", "known": "2018-05"},
            [
                "row 2, date: evidence/1: date 2018-04-30 is after all its sources were published; "
                "correct the date, or cite the source that reports it"
            ],
        ),
        (
            {"observed": "breach"},
            [
                "row 2, observed: evidence/1 gives level and observed; give exactly one: level for "
                "deliver, observed for refrain and sustain, value for quantified"
            ],
        ),
        (
            {"level": "", "observed": "breach"},
            [
                "row 2, observed: evidence/1 gives observed, but commitment/close is to deliver; "
                "give level instead"
            ],
        ),
        (
            {"level": "", "value": '"12,5"', "unit": "kg"},
            ["row 2, value: '12,5' is no number; write it with a point: 12.5"],
        ),
    ],
    ids=lambda case: ",".join(case) if isinstance(case, dict) else "",
)
def test_a_piece_of_evidence(faults, cells, told):
    assert faults(evidence=EVIDENCE.format(**GOOD | cells)) == [
        f"evidence.csv, {line}" for line in told
    ]


def test_an_unknown_column_is_told_once_with_the_nearest_field(faults):
    assert faults(
        party="""
        id,known,name,short,party_typ,party_type
        party/north,1948,North,North,,state
        party/south,1948,South,South,,state
        """
    ) == ["party.csv, row 1, party_typ: 'party_typ' is no field of party; did you mean party_type?"]


def test_one_key_holds_one_row(faults):
    assert faults(
        party="""
        id,known,name,short,party_type
        party/north,1948,North,North,state
        party/south,1948,South,South,state
        party/south,1948,Other,South,state
        party/south,1948-12-31,Again,South,state
        """
    ) == [
        "party.csv, row 4, id: party/south known 1948 stands twice: party.csv, row 3 holds another "
        "version; keep one of the two, or give the later version the day it became known",
        "party.csv, row 5, known: party/south has two versions known by the same day: 1948 and "
        "1948-12-31; write the day of the later version more exactly",
    ]


def test_an_id_has_one_kind(faults):
    [told] = faults(
        site="""
        id,known,sources,name,site_type
        party/north,2018-04-28,source/paper,Place,test site
        """
    )
    assert told.startswith("site.csv, row 2, id: party/north is a site here and a party in")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "event/1,2018-04-28,2018-05-01,",
            "event/1: date 2018-05-01 is after known 2018-04-28; correct one of the two, or write "
            "true in planned",
        ),
        ("event/1,2018-04-28,2018-05-01,true", None),
        ("event/1,2018-04-28,2018-04/2018-05,", None),
    ],
)
def test_only_what_was_planned_lies_ahead(faults, row, told):
    table = "id,known,date,planned,sources,event_type,parties,title\n"
    found = faults(event=f"{table}{row},source/paper,other,party/north,Parade")
    assert found == ([f"event.csv, row 2, date: {told}"] if told else [])


def test_a_day_of_its_own_zone_is_not_after_the_utc_day_it_began_on(faults):
    """1 May in Korea begins at 15:00 UTC on 30 April."""
    assert (
        faults(
            source="""
            id,known,publisher,title,published,check
            source/paper,2018-04-30,Paper,A report,2018-04-30,seen_primary
            """,
            event="""
            id,known,sources,date,tz,event_type,parties,title
            event/1,2018-04-30,source/paper,2018-05-01,Asia/Seoul,other,party/north,Parade
            """,
        )
        == []
    )


def test_a_quantified_commitment_needs_its_limit_and_a_scope_names_classes_of_test(faults):
    assert faults(
        commitment="""
        id,known,sources,title,agreement,obligors,undertaking,form,text,theme,objective,since,\
limit_value,limit_unit,scope
        commitment/cap,2018-04-27,source/paper,Cap,agreement/spring,party/north,\
mutual_commitment,quantified,At most 300 kg.,denuclearisation,verification,2018-04-27,300,kg,
        commitment/halt,2018-04-27,source/paper,Halt,agreement/spring,party/north,\
mutual_commitment,refrain,No tests.,denuclearisation,verification,2018-04-27,,,nuclear;ICBMs
        """
    ) == [
        "commitment.csv, row 2, limit_quantity: commitment/cap is quantified but has no "
        "limit_quantity, limit_comparator; fill in all four limit columns, or choose another form",
        "commitment.csv, row 3, scope: commitment/halt: scope names ICBMs, no class of test; write "
        "some of nuclear, srbm, mrbm, irbm, icbm, slbm, space_launch, hypersonic, cruise, engine, "
        "other, unknown",
    ]


def test_a_withdrawal_needs_a_reason_a_day_and_something_to_withdraw(faults):
    assert faults(
        event="""
        id,known,retract_reason,never_valid
        event/none,2018-05-01,The paper corrected itself.,
        event/typo,2018-05-01,,true
        event/undated,,Our error.,true
        event/void,2018-05-01,Our error.,true
        """
    ) == [
        "event.csv, row 2, known: event/none has no version known by 2018-05-01 that could be "
        "withdrawn; write the day of the withdrawal in known; if the version was never valid, "
        "write true in never_valid",
        "event.csv, row 3, retract_reason: is empty; say why the version was never valid",
        "event.csv, row 4, known: is empty; write 2018, 2018-04, 2018-04-21, 2018-04-21T18:17Z, "
        "add ? or ~ for doubt, or a span such as 2018-04/2018-06 or 2018-04-21/..",
    ]


def test_notices_keep_nothing_out(read):
    from servanda.intake.check import check_rows

    reading = read(
        source="""
        id,known,publisher,title,published
        source/late,2019-01-01,Paper,A report,2019-01-01
        source/undated,2018-04-28,Web,A page,
        """,
        agreement="""
        id,known,sources,title,short,agreement_type,parties,made
        agreement/x,2018-04-27,source/late,X,X,oral,party/north,2018-04-27
        """,
        party="""
        id,known,name,short,party_type
        party/north,1948,North,North,state
        """,
    )
    told = [(f.severity, f.column, f.what) for f in check_rows(reading.rows)]
    assert reading.faults == []
    assert told == [
        (
            "notice",
            "known_basis",
            "agreement/x: known_basis is source, but all sources are from more than 30 days later",
        ),
        ("notice", "text_verified", "agreement/x: text unverified"),
        ("notice", "check", "source/late was not seen"),
        ("notice", "check", "source/undated was not seen"),
        ("notice", "published", "source/undated has no date of publication"),
    ]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (
            "Party/North",
            "'Party/North' is no id; an id is made of a-z 0-9 / . _ - and begins with a letter or "
            "digit: party/north",
        ),
        ("x" * 201, "has 201 characters; 200 is the most; shorten it"),
        (
            "party/Côte d'or",
            "'party/Côte d'or' is no id; an id is made of a-z 0-9 / . _ - and begins with a letter "
            "or digit: party/cote-d-or",
        ),
        ("../north", "'../north' is no id; an id is made of a-z 0-9 / . _ - and begins"),
        ("party/../north", "'party/../north' is no id; leave out '..': an id is no path"),
    ],
)
def test_an_id_that_is_none(read, cell, told):
    [fault] = read(party=f"id,known,name,short,party_type\n{cell},1948,N,N,state\n").faults
    assert fault.line().partition("id: ")[2].startswith(told)


def test_texts_that_no_sheet_can_hold(read):
    reading = read(
        party="id,known,name,short,party_type\n"
        f"party/long,1948,{'x' * 32_768},N,state\n"
        "party/bell,1948,\x07,N,state\n"
        "party/blank,1948,  ,N,state\n"
        "party/csi,1948,\x9b2J,N,state\n"
        "party/turned,1948,a\u202eb,N,state\n"
        "party/isolated,1948,a\u2066b,N,state\n"
        "party/hebrew,1948,א\u200fב,N,state\n"
    )
    assert [(f.row, f.column, f.what) for f in reading.faults] == [
        (2, "name", "has 32,768 characters; 32,767 is the most"),
        (3, "name", "holds the control character U+0007"),
        (4, "name", "holds only blanks"),
        (5, "name", "holds the control character U+009B"),
        (6, "name", "holds the control character U+202E"),
        (7, "name", "holds the control character U+2066"),
    ]


def test_a_fault_shows_what_steers_a_terminal_and_does_not_do_it(read):
    [fault] = read(
        party="id,known,name,short,party_type\nparty/red,1948,R,R,\x1b[31m\u202estate\n"
    ).faults
    assert (
        fault.line()
        .partition("party_type: ")[2]
        .startswith(r"'\u001b[31m\u202estate' is none of its values")
    )


def test_digits_of_other_scripts_are_no_date(read):
    [fault] = read(party="id,known,name,short,party_type\nparty/n,1948-01-0١,N,N,state\n").faults
    assert fault.what == "'1948-01-0١' is no date"


def test_nothing_belongs_to_itself_by_whichever_way_around(faults):
    found = faults(
        party="""
        id,known,name,short,party_type,member_of
        party/north,1948,North,North,state,party/union
        party/south,1948,South,South,state,party/union
        party/union,1948,Union,Union,organisation,party/league
        party/league,1948,League,League,organisation,party/south
        party/own,1948,Own,Own,body,party/own
        """,
    )
    assert found == [
        "party.csv, row 4, member_of: party/union: member_of leads in a circle: party/union, "
        "party/league, party/south, party/union; correct the one that does not hold",
        "party.csv, row 6, member_of: party/own: member_of leads in a circle: party/own, "
        "party/own; correct the one that does not hold",
    ]


def test_what_a_commitment_and_its_acts_name_must_be_there(faults):
    found = faults(
        commitment=WORLD["commitment"]
        .replace(",since,", ",condition_record,since,")
        .replace("verification,2018", "verification,event/none,2018")
        .replace(",party/north,", ",,"),
        act="""
        id,known,sources,party,act,commitments,said,text
        act/1,2018-04-28,source/paper,party/north,enters,commitment/none,2018-04-28,Said.
        """,
    )
    assert found == [
        "act.csv, row 2, commitments: act/1: commitments names commitment/none, which does not "
        "exist; add the commitment, or correct the id",
        "commitment.csv, row 2, condition_record: commitment/close: condition_record names "
        "event/none, which does not exist; add the record, or correct the id",
        "commitment.csv, row 2, obligors: is empty; every commitment needs it: Who undertook it.",
    ]


def test_evidence_may_come_before_its_commitment_and_waits_for_it(faults):
    assert faults(evidence=EVIDENCE.format(**GOOD).replace("2018-04-28", "2010-01-01")) == []


def test_a_blank_id_is_proposed_and_the_same_each_time(read):
    table = """
    id,known,sources,date,event_type,parties,title
    ,2018-04-28,source/paper,2018-04-27,other,party/north,Summit at Panmunjom
    ,2018-04-28,source/paper,2018-04-27,other,party/north,Summit at Panmunjom
    ,2018-04-28,source/paper,2018-04-27,other,party/north,정상 회담
    """
    first, second = read(event=table), read(event=table)
    assert [p.id for p in first.proposed] == [
        "event/2018-04-27-summit-at-panmunjom",
        "event/2018-04-27-summit-at-panmunjom-2",
        "event/2018-04-27-92869cf1",
    ]
    assert [row.id for row in first.rows] == [row.id for row in second.rows]
