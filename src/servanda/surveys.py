"""From a dossier to findings: the only composer, and the only cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from servanda.cache import cache_folder, keep
from servanda.derived import Need
from servanda.dossier import Dossier
from servanda.errors import DataError, UsageError
from servanda.parameters import Parameters
from servanda.records import SECTIONS, Finding

Compose = Callable[..., Iterable[Finding]]

# Who composes which findings: the prefix of their ids, and the function, imported when needed.
COMPOSERS: tuple[tuple[str, str], ...] = (
    ("verification.", "servanda.desks.verification.findings:verification_findings"),
    (
        "capability.missile_programme",
        "servanda.desks.verification.findings:programme_findings",
    ),
    (
        "capability.demonstrated_range_km",
        "servanda.desks.verification.missiles.demonstrated:capability_findings",
    ),
    ("capability.", "servanda.desks.verification.fissile.findings:capability_findings"),
    ("dialogue.", "servanda.desks.dialogue.findings:dialogue_findings"),
    ("military.", "servanda.desks.military.findings:military_findings"),
    ("human_security.", "servanda.desks.human_security.findings:human_security_findings"),
    ("commitment/", "servanda.commitments.findings:commitment_findings"),
    ("assessment.", "servanda.assessment.findings:assessment_findings"),
    ("outlook.", "servanda.assessment.outlook:outlook_findings"),
    ("roadmap.", "servanda.roadmap.findings:roadmap_findings"),
)

SHARING = ("military.", "commitment/", "assessment.")

# Who states which long computations the findings look up.
DERIVING: tuple[str, ...] = (
    "servanda.desks.verification.missiles.demonstrated:needs",
    "servanda.desks.verification.fissile.findings:needs",
    "servanda.roadmap.findings:needs",
)


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """All findings about a process as of a date.

    Attributes
    ----------
    process, title : str
        Which process.
    as_of : str
        ISO day, UTC.
    log : dict
        ``size`` of the log read, and its signed ``checkpoint`` where there is one.
    findings : tuple of Finding
        In the order of the brief's sections.
    """

    process: str
    title: str
    as_of: str
    log: dict[str, Any]
    findings: tuple[Finding, ...]

    def find(self, id: str) -> Finding | None:
        """The finding with an id, None when there is none."""
        return next((finding for finding in self.findings if finding.id == id), None)

    def need(self, id: str) -> Finding:
        """The finding with an id.

        Raises
        ------
        UsageError
            When there is none; the message names the nearest.
        """
        found = self.find(id)
        if found is None:
            import difflib

            near = difflib.get_close_matches(id, [f.id for f in self.findings], 3, 0.3)
            raise UsageError(
                f"there is no finding '{id}' as of {self.as_of}",
                f"did you mean {', '.join(near)}?" if near else "see 'brief --format json'",
            )
        return found

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)


def survey(
    dossier: Dossier, parameters: Parameters | None = None, only: str | None = None
) -> Survey:
    """Compose the findings of a dossier.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    parameters : Parameters, optional
        Judgements; those shipped, when not given.
    only : str, optional
        A finding id: only the room that composes it is asked, and nothing is cached.

    Returns
    -------
    Survey
        The same dossier, parameters and version give the same findings, byte for byte.

    Raises
    ------
    UsageError
        When a parameter file names what does not exist.
    """
    parameters = parameters or Parameters()
    if only is not None:
        found = [f for f in _compose(dossier, parameters, only) if f.id == only]
        return _survey(dossier, found)
    if dossier.fingerprint is None:
        return _survey(dossier, _compose(dossier, parameters))
    path = cache_folder("surveys") / f"{_key(dossier, parameters)}.json"
    kept = _read(path)
    if kept is None:
        kept = _survey(dossier, _compose(dossier, parameters))
        if any(finding.parts.get("not_computed") for finding in kept):
            return kept  # what is computed meanwhile must show the next time
        keep(path, msgspec.json.encode(kept))
        kept = _read(path) or kept  # what a reader sees does not depend on the cache's being warm
    return kept


def needs(
    dossier: Dossier,
    parameters: Parameters | None = None,
    refused: list[DataError] | None = None,
) -> Iterator[Need]:
    """The long computations that the findings of a dossier rest on (`servanda.derived`).

    Parameters
    ----------
    dossier : Dossier
        What was known.
    parameters : Parameters, optional
        Judgements; those shipped, when not given.
    refused : list, optional
        Takes what cannot be computed because the records have faults.

    Raises
    ------
    DataError
        For such records, when no list is given.
    """
    parameters = parameters or Parameters()
    for place in DERIVING:
        module, _, function = place.partition(":")
        try:
            yield from getattr(import_module(module), function)(dossier, parameters)
        except DataError as fault:
            if refused is None:
                raise
            refused.append(fault)


def _compose(
    dossier: Dossier, parameters: Parameters, only: str | None = None
) -> Iterator[Finding]:
    from servanda.commitments.register import Register

    register = Register(dossier, parameters)  # each standing is worked out once for all rooms
    for prefix, place in COMPOSERS:
        if only is not None and not only.startswith(prefix):
            continue
        module, _, function = place.partition(":")
        compose: Compose = getattr(import_module(module), function)
        shared = {"register": register} if prefix in SHARING else {}
        for finding in compose(dossier, parameters, **shared):
            if not finding.cites:  # pragma: no cover - a fault of ours
                raise AssertionError(f"finding {finding.id} cites nothing")
            yield finding


def _survey(dossier: Dossier, findings: Iterable[Finding]) -> Survey:
    place = {section: number for number, section in enumerate(SECTIONS)}
    return Survey(
        process=dossier.name,
        title=dossier.title,
        as_of=dossier.as_of.isoformat(),
        log={"size": dossier.size, "checkpoint": dossier.checkpoint},
        findings=tuple(sorted(findings, key=lambda finding: place[finding.objective])),
    )


def _key(dossier: Dossier, parameters: Parameters) -> str:
    told = msgspec.json.encode(
        [dossier.name, dossier.title, dossier.fingerprint, dossier.as_of, dossier.size,
         dossier.checkpoint, parameters.overrides, code_digest()],
        order="sorted",
    )  # fmt: skip
    return hashlib.sha256(told).hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Digest of Servanda's own code and parameters: a change of either is a new survey."""
    digest = hashlib.sha256()
    for file in _files(resources.files("servanda")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name not in ("processes", "__pycache__"):
                yield from _files(entry)
        elif entry.name.endswith((".py", ".toml")):
            yield entry


def _read(path: Path) -> Survey | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Survey)
    except (OSError, msgspec.ValidationError, msgspec.DecodeError):
        return None
