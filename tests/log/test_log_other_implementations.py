"""Others' software reads our logs and our proofs: tlog-scales (Python), golang.org/x/mod (Go)."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Ed25519CosignatureVerifier, PlainEd25519Signer, Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import ConsistencyProof, InclusionProof

from servanda.log import (
    Log,
    SigningKey,
    VerifierKey,
    consistency_proof,
    cosign,
    merkle,
    prove,
)
from servanda.log.checkpoints import open_checkpoint
from servanda.log.notes import COSIGNATURE
from servanda.log.proofs import Receipt

Entries = Callable[..., list[bytes]]

SIZES = [1, 2, 255, 256, 257, 700]
GO_PACKAGES = Path("/usr/share/gocode")  # Debian's golang-golang-x-mod-dev


@pytest.fixture(params=SIZES)
def grown(log: Log, entries: Entries, request: pytest.FixtureRequest) -> Log:
    """Return logs of sizes around the width of a tile, grown in three steps."""
    size: int = request.param
    for end in sorted({size // 3, size // 2, size}):
        log.append(entries(log.size, end))
    return log


def their_reader(log: Log) -> TilesReader:
    reader = TilesReader(LocalBackend(log.folder / "log"))
    reader.get_checkpoint()
    return reader


def test_tlog_scales_verifies_our_checkpoint(grown: Log) -> None:
    theirs = TheirCheckpoint.from_text(grown.checkpoint_text)
    theirs.verify(Vkey.from_string((grown.folder / "log" / "key.pub").read_text().strip()))
    assert (theirs.origin, theirs.size) == (grown.origin, grown.size)


def test_tlog_scales_computes_our_root_and_reads_our_entries(grown: Log) -> None:
    reader = their_reader(grown)
    assert reader.calculate_root_hash() == grown.checkpoint.root
    assert [reader.get_entry(n) for n in range(grown.size)] == list(grown.entries())


def test_tlog_scales_makes_and_accepts_the_same_proofs(grown: Log) -> None:
    reader = their_reader(grown)
    for index in {0, grown.size // 2, grown.size - 1}:
        path = list(Receipt.parse(prove(grown, index)).path)
        assert path == reader.get_inclusion_proof(index, grown.size).node_hashes
        proof = InclusionProof(index, grown.size, path)
        proof.check(merkle.leaf_hash(grown.entry(index)), grown.checkpoint.root)
    for old in {1, grown.size // 2, grown.size - 1} - {0}:
        path = consistency_proof(grown, old)
        assert path == reader.get_consistency_proof(old, grown.size).node_hashes
        growth = ConsistencyProof(old, grown.size, path)
        growth.check(grown.root(old), grown.checkpoint.root)


def test_we_verify_what_tlog_scales_signs() -> None:
    signer = PlainEd25519Signer("example.net/log", bytes(range(32)))
    text = TheirCheckpoint.make_signed("example.net/log", 5, bytes(32), [signer]).serialize()
    ours = open_checkpoint(text, VerifierKey.parse(signer.vkey.serialize()))
    assert (ours.origin, ours.size, ours.root) == ("example.net/log", 5, bytes(32))


def test_tlog_scales_verifies_our_cosignatures(log: Log) -> None:
    key = SigningKey.generate("witness.example/one", COSIGNATURE)
    line = cosign(log.checkpoint_text, key, now=1_714_564_800)
    theirs = TheirCheckpoint.from_text(log.checkpoint_text + line + "\n")
    verifier = Ed25519CosignatureVerifier(Vkey.from_string(str(key.verifier)))
    verifier.verify_note(theirs.signatures[1], theirs)
    assert verifier.get_timestamp(theirs.signatures[1].payload) == 1_714_564_800


@pytest.fixture(scope="module")
def go_checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build tests/log/go with Debian's Go packages; skip where they are not installed."""
    go = shutil.which("go")
    if go is None or not (GO_PACKAGES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip("needs Go and golang.org/x/mod: apt-get install golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GO_PACKAGES),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    source = Path(__file__).parent / "go" / "main.go"
    program = folder / "checker"
    subprocess.run([go, "build", "-o", str(program), str(source)], env=environment, check=True)
    yield program


def run_go(program: Path, log: Log, proofs: list[str]) -> str:
    command = [str(program), str(log.folder / "log"), str(log.key)]
    done = subprocess.run(
        command, input="\n".join(proofs), capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip()


def words(*parts: object) -> str:
    """Write a line for the Go program: hashes in base64, the rest as it is."""
    return " ".join(
        base64.b64encode(part).decode() if isinstance(part, bytes) else str(part) for part in parts
    )


def test_go_proves_every_entry_from_our_tiles_and_accepts_our_proofs(
    go_checker: Path, grown: Log
) -> None:
    inclusion = [
        words("inclusion", index, *Receipt.parse(prove(grown, index)).path)
        for index in range(0, grown.size, 50)
    ]
    growth = [
        words("consistency", old, grown.root(old), *consistency_proof(grown, old))
        for old in range(1, grown.size, 37)
    ]
    assert run_go(go_checker, grown, inclusion + growth) == f"ok {grown.size}"


def test_go_reads_a_checkpoint_that_a_witness_cosigned(
    go_checker: Path, log: Log, entries: Entries
) -> None:
    log.append(entries(5))
    key = SigningKey.generate("witness.example/one", COSIGNATURE)
    log.add_cosignature(cosign(log.checkpoint_text, key), key.verifier)
    assert run_go(go_checker, log, []) == "ok 5"


def test_go_refuses_what_we_refuse(go_checker: Path, log: Log, entries: Entries) -> None:
    """That the Go program can fail at all."""
    log.append(entries(5))
    wrong = words("inclusion", 2, *Receipt.parse(prove(log, 3)).path)
    assert "invalid" in run_go(go_checker, log, [wrong])
