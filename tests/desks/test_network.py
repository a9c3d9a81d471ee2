"""The process as a graph: connectivity as NetworkX computes it, and what it says of Korea."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers_in_place import contact, dossier

from servanda.desks.dialogue.network import connectivity, resilience
from servanda.parameters import Parameters

JUDGED = Parameters().of("desks.dialogue")
PARTIES = "abcdef"
EDGES = st.sets(
    st.tuples(
        st.sampled_from(list(combinations(PARTIES, 2))), st.sampled_from(["envoy", "working"])
    ).map(lambda told: (*told[0], told[1])),
    max_size=14,
)


@settings(deadline=None)  # the first call imports NetworkX
@given(EDGES)
def test_connectivity_is_the_minimum_cut(edges):
    """NetworkX on the graph whose edges carry the number of levels as capacity."""
    networkx = pytest.importorskip("networkx")
    graph = networkx.Graph()
    graph.add_nodes_from(PARTIES)
    for one, other, _ in edges:
        held = graph.get_edge_data(one, other, {"capacity": 0})["capacity"]
        graph.add_edge(one, other, capacity=held + 1)
    for one, other in combinations(PARTIES, 2):
        assert connectivity(edges, one, other) == networkx.minimum_cut_value(graph, one, other)


def found_of(*contacts):
    return resilience(dossier("2018-12-31", *contacts), JUDGED)


def test_two_parties_that_only_meet_as_leaders_are_apart_without_them():
    found = found_of(contact("2018-11-01", "leader"), contact("2018-12-01", "leader"))
    assert found.value == 0
    assert found.parts["parted_without_leaders"] == ["North and South"]
    assert "no two principals would be" in found.sentence


def test_other_levels_hold_them_together():
    found = found_of(
        contact("2018-11-01", "leader"), contact("2018-11-05", "working"),
        contact("2018-11-09", "military"),
    )  # fmt: skip
    assert found.value == 2
    assert found.parts["parted_without_leaders"] == []
    assert found.parts["below_leader_level"] == 2


def test_a_single_level_is_named_as_what_holds_them():
    found = found_of(contact("2018-11-05", "working"), contact("2018-11-06", "working"))
    assert found.parts["bridges"] == ["North and South"]


def test_a_facilitator_of_every_contact_is_named():
    own = [contact(f"2018-11-0{n}", "envoy", facilitators=("party/monitor",)) for n in (1, 2, 3)]
    assert found_of(*own).parts["held_by_one_facilitator"] == {"North and South": "Mission"}
    assert not found_of(*own[:2]).parts["held_by_one_facilitator"]


def test_the_longest_silence_is_between_two_contacts_below_leader_level():
    found = found_of(
        contact("2018-01-01", "working"), contact("2018-06-01", "leader"),
        contact("2018-12-01", "working"), contact("2018-12-20", "envoy"),
    )  # fmt: skip
    assert "334 days, from 1 January 2018 to 1 December 2018" in found.sentence


def test_korea_by_date(korea_as_of):
    hopeful = resilience(korea_as_of("2019-02-21"), JUDGED)
    assert hopeful.value > 1
    assert hopeful.parts["below_leader_level"] > 20
    broken = resilience(korea_as_of("2020-06-17"), JUDGED)
    assert broken.value == 0
    assert len(broken.parts["parted_without_leaders"]) == 3
    assert resilience(korea_as_of("2022-03-25"), JUDGED) is None
