"""The tree: RFC 6962's values, and proofs that nobody else's checker disputes."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tlog_scales.tlog import ConsistencyProof, InclusionProof

from servanda.log import merkle

# Test vectors of the certificate-transparency project for RFC 6962.
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243")] + [
    bytes.fromhex("5051525354555657"),
    bytes.fromhex("606162636465666768696a6b6c6d6e6f"),
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIZES = 70


@cache
def mth(start: int, end: int) -> bytes:
    """RFC 6962, 2.1, word for word, over leaves that are their own numbers."""
    if start == end:
        return merkle.EMPTY_ROOT
    if end - start == 1:
        return merkle.leaf_hash(b"%d" % start)
    k = 1
    while 2 * k < end - start:
        k *= 2
    return merkle.node_hash(mth(start, start + k), mth(start + k, end))


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_roots_are_those_of_the_published_vectors(size: int, root: str) -> None:
    row = merkle.leaf_hashes(LEAVES[:size])
    assert merkle.fold_roots(merkle.perfect_roots(row)).hex() == root


@given(st.integers(0, 600))
def test_a_row_of_hashes_folds_to_the_root(size: int) -> None:
    row = merkle.leaf_hashes([b"%d" % number for number in range(size)])
    assert merkle.fold_roots(merkle.perfect_roots(row)) == mth(0, size)


@pytest.mark.parametrize("size", range(1, SIZES))
def test_every_entry_is_proven_to_us_and_to_tlog_scales(size: int) -> None:
    for index in range(size):
        path = merkle.inclusion_path(index, size, mth)
        leaf = mth(index, index + 1)
        assert merkle.verify_inclusion(index, size, leaf, path, mth(0, size))
        InclusionProof(index, size, path).check(leaf, mth(0, size))


@pytest.mark.parametrize("new", range(1, SIZES))
def test_every_growth_is_proven_to_us_and_to_tlog_scales(new: int) -> None:
    for old in range(new + 1):
        path = merkle.consistency_path(old, new, mth)
        assert merkle.verify_consistency(old, new, mth(0, old), mth(0, new), path)
        ConsistencyProof(old, new, path).check(mth(0, old), mth(0, new))


sizes = st.integers(2, 300)


@given(sizes, st.data())
def test_an_inclusion_proof_of_anything_else_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(index, size, mth)
    leaf, root = mth(index, index + 1), mth(0, size)

    assert not merkle.verify_inclusion(index, size, merkle.leaf_hash(b"other"), path, root)
    assert not merkle.verify_inclusion(index, size, leaf, path[:-1], root)
    assert not merkle.verify_inclusion(index, size, leaf, [*path, leaf], root)
    assert not merkle.verify_inclusion(size, size, leaf, path, root)
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index))
    assert not merkle.verify_inclusion(other, size, leaf, path, root)


@given(sizes, st.data())
def test_a_consistency_proof_of_a_rewritten_tree_fails(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    path = merkle.consistency_path(old, new, mth)
    wrong = merkle.leaf_hash(b"other")

    assert not merkle.verify_consistency(old, new, wrong, mth(0, new), path)
    assert not merkle.verify_consistency(old, new, mth(0, old), wrong, path)
    assert not merkle.verify_consistency(old, new, mth(0, old), mth(0, new), path[:-1])
    assert not merkle.verify_consistency(old, new, mth(0, old), mth(0, new), [*path, wrong])
    assert not merkle.verify_consistency(new, old, mth(0, new), mth(0, old), path)
