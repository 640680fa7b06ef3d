"""`homebody doctor`: check this installation, and prove that it is sealed."""

from __future__ import annotations

import os
import platform
import stat
import sys
from contextlib import suppress
from importlib import metadata
from typing import TYPE_CHECKING, Any

from app.commands.shared.base import json_option, sealed_command
from app.output import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.runtime.runtime import Runtime
    from app.sealing.seal import Attempt

PACKAGES = (
    "homebody", "apsw-sqlite3mc", "sqlite-vec", "sentence-transformers", "torch", "xllamacpp", "textual", "pypdfium2",
)  # fmt: skip


@sealed_command(
    short_help="Check this installation, and prove that it is sealed.",
    epilog="\b\nExample:\n  homebody doctor --json\n",
)
@json_option
def command(runtime: Runtime, as_json: bool) -> int:
    """Try to reach the network from inside and report the refusal; check versions, models, store, files and engines."""
    from app.sealing.seal import prove, seal

    seal()
    attempts = prove()
    parts: dict[str, dict[str, Any]] = {
        "seal": _seal(attempts),
        "processes": _processes(attempts),
        "broker": _broker(runtime),
        "versions": _versions(),
        "models": _models(runtime),
        "engine": _engine(runtime),
        "store": _store(runtime),
        "files": _files(runtime),
    }
    healthy = all(part["ok"] for part in parts.values())
    if as_json:
        report.out_json({"ok": healthy, **parts})
    else:
        for name, part in parts.items():
            report.out(f"{'✓' if part['ok'] else '✗'} {name}: {part['summary']}")
            for line in part.get("details", []):
                report.out(f"    {line}")
            if part.get("next_step"):
                report.out(f"    → {part['next_step']}")
    if healthy:
        return report.DONE
    return report.DAMAGED if parts["store"].get("damaged") or parts["models"].get("damaged") else report.NEEDS


def _seal(attempts: Sequence[Attempt]) -> dict[str, Any]:
    from app.sealing.seal import seal

    held = seal()
    outward = [attempt for attempt in attempts if not attempt.inward]
    refused = all(attempt.refused for attempt in outward)
    details = [f"{attempt.what}: {attempt.outcome}" for attempt in outward]
    if held.weaker:
        details.append(held.weaker)
    return {
        "ok": refused,
        "summary": f"no network, refused by {held.state}" if refused else "the network can be reached",
        "by": held.state,
        "details": details,
    }


def _processes(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """Look at the walls between this process and others of the owner's, which are not sealed: from inside, and to it."""
    from app.sealing import memory
    from app.sealing.seal import seal

    held = seal()
    inward = [attempt for attempt in attempts if attempt.inward]
    refused = bool(inward) and all(attempt.refused for attempt in inward)
    private = memory.is_private()
    if refused:
        summary = "other processes cannot be worked in" + (", nor can they read this one's memory" if private else "")
    else:
        summary = "other processes are not walled off here"
    details = [f"{attempt.what}: {attempt.outcome}" for attempt in inward]
    if held.not_apart:
        details.append(f"no wall to their memory: {held.not_apart}")
    details.append(
        "other programs of yours cannot read this process" if private else "other programs may read this process"
    )
    return {
        # Where there is a wall it has to hold; a kernel that has none is no mistake of this installation's.
        "ok": refused or not inward or not held.apart,
        "by": held.apart,
        "private": private,
        "summary": summary,
        "details": details,
    }


def _broker(runtime: Runtime) -> dict[str, Any]:
    """Look at the wall around the one process of the terminal app that can go out, which fetches models."""
    from app.broker.proof import prove

    proof = prove(runtime.home)
    if proof.missing:
        return {
            "ok": True, "by": "", "summary": f"the terminal app fetches no models here: {proof.missing}",
            "next_step": "homebody models pull NAME",
        }  # fmt: skip
    if not proof.holds and proof.by:
        summary = f"what fetches models for the terminal app can open your files in spite of {proof.by}"
    elif proof.by:
        summary = f"what fetches models for the terminal app is kept from your files by {proof.by}"
    else:
        summary = "what fetches models for the terminal app is kept from your files by its own code alone"
    return {
        "ok": proof.holds or not proof.by,
        "by": proof.by,
        "summary": summary,
        "details": [f"no wall around it: {proof.why}"] if proof.why else list(proof.details),
    }


def _versions() -> dict[str, Any]:
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    missing = [name for name, version in found.items() if version == "missing"]
    return {
        "ok": not missing,
        "summary": f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
        "packages": found,
        "details": [", ".join(f"{name} {version}" for name, version in found.items())],
        "next_step": f"Install what is missing: {sys.executable} -m pip install {' '.join(missing)}" if missing else "",
    }


def _models(runtime: Runtime) -> dict[str, Any]:
    from app.home.config import NO_RERANKER
    from app.runtime.language_fit import language_advice
    from index.errors import StoreProblem
    from models.catalogue.catalogue import reader_pin
    from models.catalogue.installation import is_installed, lookup, verify
    from models.errors import ModelProblem
    from models.reader.weights import read_weights

    details, missing, damaged = [], [], []
    settings = runtime.settings
    reranker = "" if settings.reranker == NO_RERANKER else settings.reranker
    for name in filter(None, (settings.model, runtime.embedder_name(), reranker)):
        try:
            entry = lookup(name, runtime.home.models)
            if not is_installed(entry, runtime.home.models):
                missing.append(name)
                details.append(f"{name}: not installed")
                continue
            verify(entry, runtime.home.models)
            details.append(f"{name}: as pinned")
        except ModelProblem as problem:
            damaged.append(name)
            details.append(f"{name}: {problem} {problem.next_step}".strip())
    try:
        read_weights()
        needs = "" if runtime.has_reader() else f", but needs {reader_pin().embedder}, which is not installed"
        details.append(f"the reader: as pinned{needs}")
    except ModelProblem as problem:
        damaged.append("the reader")
        details.append(f"the reader: {problem} {problem.next_step}")
    with suppress(StoreProblem):  # which is told of where the index is looked at
        details += filter(None, [language_advice(runtime)])
    return {
        "ok": not missing and not damaged,
        "damaged": bool(damaged),
        "summary": f"in {runtime.home.models}",
        "details": details,
        "next_step": "homebody models pull" if missing else "",
    }


def _engine(runtime: Runtime) -> dict[str, Any]:
    from models.catalogue.installation import is_installed
    from models.errors import UnknownModel
    from models.machine import hardware
    from models.machine.speed import SPEEDS, PrefillSpeed

    machine = hardware.look()
    advice = hardware.mlc_advice(machine) or hardware.llama_gpu_advice(machine)
    fits = hardware.best_backend(machine)
    details = [advice.sentence] if advice else []
    try:
        entry = runtime.model_entry()
    except UnknownModel as problem:
        return {
            "ok": False, "summary": str(problem), "fits": fits, "details": details, "next_step": problem.next_step,
            "model": runtime.settings.model, "engine": None, "prefill_tokens_per_s": None,
        }  # fmt: skip
    speed = PrefillSpeed(runtime.home.models / SPEEDS, entry.name, entry.backend).tokens_per_s
    why = "as set" if runtime.settings.engine else "as fits this machine"
    verdict = hardware.fits(entry, machine)
    details.insert(
        0, f"{entry.name} runs on {entry.backend}, {why}" + (f": {speed:,.0f} tokens/s read" if speed else "")
    )
    if verdict.verdict != "well":
        details.append(f"{entry.title}: {verdict.reason}")
    if not is_installed(entry, runtime.home.models):
        details[0] = f"{entry.name} would run on {entry.backend}; it is not installed"
    if not runtime.asks_model():
        details.append(
            f"{entry.name} is too small to be trusted: it is asked only with --phrase, or named with --model"
        )
    details.append("embeds in bfloat16, which this CPU multiplies itself" if machine.bfloat16 else "embeds in float32")
    return {
        "ok": True,
        "summary": f"{fits} fits this machine ({machine.describe()})",
        "fits": fits,
        "details": details,
        "next_step": advice.command if advice else "",
        "model": entry.name,
        "engine": entry.backend,
        "prefill_tokens_per_s": round(speed, 1) if speed else None,
    }


def _store(runtime: Runtime) -> dict[str, Any]:
    from index.errors import IndexProblem, StoreDamaged, StoreMissing

    try:
        health = runtime.index().health()
    except StoreMissing:
        return {"ok": True, "summary": "no index yet", "next_step": "homebody add PATH"}
    except IndexProblem as problem:
        return {
            "ok": False,
            "damaged": isinstance(problem, StoreDamaged),
            "summary": str(problem),
            "next_step": problem.next_step,
        }
    whole = health.integrity == "ok"
    return {
        "ok": whole,
        "damaged": not whole,
        "summary": f"{health.messages:,} messages and {health.files:,} files in {health.path}",
        "details": [
            f"{health.bytes / 1e6:,.1f} MB, schema {health.schema}, integrity {health.integrity}"
            + (", encrypted" if health.encrypted else f", not encrypted, {_checksums(runtime)}"),
            f"{health.embedded:,} of {health.passages:,} passages can be found by meaning",
        ],
        "next_step": "" if whole else "homebody restore FILE (a backup), or move it away and add your files again",
    }


def _checksums(runtime: Runtime) -> str:
    from index.store.database import checksums

    if checksums.has(runtime.home.store):
        return "every page with its checksum"
    return (
        "no checksums: it is from before there were any, and a changed byte in it may go unnoticed "
        "(`homebody backup FILE`, then `homebody restore FILE`, gives it some)"
    )


def _files(runtime: Runtime) -> dict[str, Any]:
    if os.name != "posix":
        return {"ok": True, "summary": "file modes are not checked on this platform"}
    root = runtime.home.root
    if not root.exists():
        return {"ok": True, "summary": f"{root} does not exist yet"}
    models = runtime.home.models
    own = [root, *(path for path in root.rglob("*") if models not in (path, *path.parents))]
    open_ones = [path for path in own if not path.is_symlink() and path.exists() and path.stat().st_mode & 0o077]
    return {
        "ok": not open_ones,
        "summary": f"{len(own)} files and folders in {root}, "
        + ("for you alone" if not open_ones else f"{len(open_ones)} open to others"),
        "details": [f"{stat.filemode(path.stat().st_mode)} {path}" for path in open_ones[:10]],
        "next_step": f"chmod -R go= {root}" if open_ones else "",
    }
