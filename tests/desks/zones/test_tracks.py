"""Tracks: what cannot be so is flagged and kept, whatever the size of the batches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.desks.military.tracks.cleaning import Cleaner
from servanda.desks.military.tracks.positions import Flag, Positions, Tally, positions
from servanda.parameters import Parameters

ROOM = Parameters().of("desks.military.tracks")
START = np.datetime64("2018-12-01T03:00:00", "ms")


def track(*rows, craft="vessel"):
    """Positions from (id, seconds, lon, lat)."""
    ids, seconds, lon, lat = zip(*rows, strict=True)
    time = START + (np.array(seconds) * 1000).astype("m8[ms]")
    return positions(np.arange(1, len(rows) + 1), ids, time, np.array(lon), np.array(lat),
                     craft=[craft] * len(rows))  # fmt: skip


def clean(batch: Positions, size=None):
    """Flags and segments, with the batch handed over in pieces of a size."""
    tally = Tally("test")
    cleaner = Cleaner(ROOM, tally)
    size = size or len(batch)
    parts = [cleaner.clean(batch.take(np.arange(at, min(at + size, len(batch)))))
             for at in range(0, len(batch), size)]  # fmt: skip
    flags = [Flag(int(f)) for part in parts for f in part.flags]
    return flags, [int(s) for part in parts for s in part.segment], tally


STEADY = [("a", 60 * n, 125.0 + 0.002 * n, 37.7) for n in range(6)]


@pytest.mark.parametrize("size", [1, 2, 6])
def test_a_steady_track_is_one_stretch_without_flags(size):
    flags, segments, tally = clean(track(*STEADY), size)
    assert flags == [Flag(0)] * 6
    assert segments == [1] * 6
    assert not tally.faults()


@pytest.mark.parametrize("size", [1, 3, 6])
def test_a_gap_begins_a_new_stretch(size):
    rows = [*STEADY[:3], *(("a", 60 * n + 3600, lon, lat) for n, (_, _, lon, lat) in
                           enumerate(STEADY[3:], 3))]  # fmt: skip
    flags, segments, _ = clean(track(*rows), size)
    assert flags[3] == Flag.GAP_BEFORE
    assert segments == [1, 1, 1, 2, 2, 2]


def test_one_false_position_is_flagged_and_the_track_goes_on():
    rows = [*STEADY[:3], ("a", 170, 126.5, 38.9), *STEADY[3:]]
    flags, segments, tally = clean(track(*rows))
    assert flags == [Flag(0)] * 3 + [Flag.JUMP] + [Flag(0)] * 3
    assert segments == [1] * 7
    assert "farther from the one before" in str(tally.faults()[0])
    assert tally.faults()[0].severity == "notice"


@pytest.mark.parametrize("size", [1, 6])
def test_a_jump_to_stay_is_flagged_and_begins_a_new_stretch(size):
    rows = [*STEADY[:3], *(("a", s, lon + 1, lat) for _, s, lon, lat in STEADY[3:])]
    flags, segments, _ = clean(track(*rows), size)
    assert flags == [Flag(0)] * 3 + [Flag.JUMP] + [Flag(0)] * 2
    assert segments == [1, 1, 1, 2, 2, 2]


def test_two_vessels_under_one_number_are_seen_by_their_jumps():
    rows = [(("a"), 30 * n, 125.0 if n % 2 else 126.0, 37.7) for n in range(8)]
    flags, _, _ = clean(track(*rows))
    assert sum(flag == Flag.JUMP for flag in flags) >= 3


def test_the_same_message_twice_and_two_places_at_once():
    rows = [*STEADY[:2], STEADY[1], ("a", 60, 125.5, 37.7), STEADY[2]]
    flags, _, _ = clean(track(*rows))
    assert flags[2] == Flag.DUPLICATE
    assert Flag.CONFLICT in flags[3]


@pytest.mark.parametrize("size", [1, 2, 6])
def test_unsorted_times_are_followed_in_their_order_and_told(size):
    rows = [STEADY[n] for n in (0, 2, 1, 3, 5, 4)]
    flags, segments, _ = clean(track(*rows), size)
    assert [Flag.OUT_OF_ORDER in flag for flag in flags] == [False, False, True, False, False, True]
    assert not any(Flag.JUMP in flag for flag in flags)
    assert segments == [1] * 6


def test_several_craft_at_one_place_within_a_minute():
    rows = [(id, n, 125.123456, 37.7) for n, id in enumerate("abc")]
    rows += [(id, n, 125.2, 37.7) for n, id in enumerate("de")]
    rows += [("f", 30 * n, 125.3, 37.7) for n in range(4)]
    flags, _, _ = clean(track(*rows))
    assert [Flag.SHARED_PLACE in flag for flag in flags] == [True] * 3 + [False] * 6


def test_null_island_and_no_time():
    batch = track(("a", 0, 0.0, 0.0), ("b", 0, 125.0, 37.7))
    batch.time[1] = np.datetime64("NaT")
    flags, segments, _ = clean(batch)
    assert flags == [Flag.NULL_ISLAND, Flag(0)]
    assert segments == [1, 1]


def test_the_date_line_is_no_jump():
    rows = [("a", 0, 179.999, 10.0), ("a", 60, -179.999, 10.0)]
    flags, _, _ = clean(track(*rows))
    assert flags == [Flag(0)] * 2


def test_the_limit_depends_on_the_class_of_craft():
    rows = [("a", 0, 127.0, 38.0), ("a", 10, 127.02, 38.0)]  # 175 m/s
    for craft, is_jump in (("helicopter", True), ("fixed_wing", False), ("", False)):
        flags, _, _ = clean(track(*rows, craft=craft))
        assert (Flag.JUMP in flags[1]) == is_jump


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5000), st.integers(0, 300)),
                min_size=1, max_size=40), st.integers(1, 40))  # fmt: skip
def test_nothing_is_dropped_and_order_stays(rows, size):
    batch = track(*((id, s, 125 + x / 100, 37.7) for id, s, x in rows))
    flags, segments, _ = clean(batch, size)
    assert len(flags) == len(segments) == len(rows)
    assert min(segments) == 1
    ordered = sorted(range(len(rows)), key=lambda n: rows[n][1])
    if size >= len(rows):  # of one batch, stretches are numbered in the order of time
        for id in "abc":
            own = [segments[n] for n in ordered if rows[n][0] == id]
            assert own == sorted(own)
