"""A small world of correct rows, which tests spoil one table at a time."""

from __future__ import annotations

from pathlib import Path

from servanda.intake.faults import Fault

WORLD = {
    "party": """
        id,known,name,short,party_type,role
        party/north,1948,North,North,state,principal
        party/south,1948,South,South,state,principal
        """,
    "source": """
        id,known,publisher,title,published,check
        source/paper,2018-04-28,Paper,A report,2018-04-28,seen_primary
        """,
    "agreement": """
        id,known,sources,title,short,agreement_type,parties,made,text_verified
        agreement/spring,2018-04-27,source/paper,Spring accord,Accord,agreement,\
party/north;party/south,2018-04-27,true
        """,
    "commitment": """
        id,known,sources,title,agreement,obligors,undertaking,form,text,theme,objective,since,\
text_verified
        commitment/close,2018-04-27,source/paper,Closure,agreement/spring,party/north,\
mutual_commitment,deliver,Close the site.,denuclearisation,verification,2018-04-27,true
        """,
}


def line(fault: Fault) -> str:
    """A fault as people read it, with the file's name alone."""
    return fault.line().replace(fault.file, Path(fault.file).name)
