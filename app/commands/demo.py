"""`homebody demo`: everything on a sample home, for real."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from app.assistant.types import Scope
from app.commands import add, ask, search, summarize
from app.output import report


@click.command("demo", short_help="Show everything on a sample home.")
@click.option("--keep", is_flag=True, help="Keep the sample home and say where it is.")
def command(keep: bool) -> int:
    """Build a sample home in a temporary folder and show add, search, ask and summarize on it, for real.

    Your own index is not touched. The starter models are fetched first if they are missing (`homebody models pull`);
    from there on the demo is sealed like everything else.
    """
    from app.home.paths import default_home

    home = default_home()
    if code := _ensure_models(home.models):
        return code
    from app.sealing.seal import seal, state

    seal()
    report.note(f"No network from here on (refused by {state()}).")
    folder = Path(tempfile.mkdtemp(prefix="homebody-demo-"))
    try:
        return _show(folder, home.models)
    finally:
        if keep:
            report.note(f"The sample home is kept: HOMEBODY_HOME={folder / 'home'}")
        else:
            import shutil

            shutil.rmtree(folder)


def _ensure_models(models: Path) -> int:
    """Fetch what is missing in a process of its own, so that this one goes on without ever having touched the network."""
    from app.home.config import Settings
    from models.catalogue.catalogue import find
    from models.catalogue.installation import is_installed

    wanted = (Settings().model, Settings().embedder_name)
    missing = [name for name in wanted if not is_installed(find(name), models)]
    if not missing:
        return report.DONE
    # -P: a folder called `app` where the owner stands is not this one.
    return subprocess.run([sys.executable, "-P", "-m", "app", "models", "pull", *missing], check=False).returncode


def _show(folder: Path, models: Path) -> int:
    from app.home.config import Settings
    from app.home.paths import Home
    from app.home.sample_home import NOW, OWNER, QUESTIONS, SEARCHES, ZONE, write_sample_home
    from app.runtime.runtime import Runtime

    files = write_sample_home(folder / "files")
    settings = Settings(zone=ZONE, me=OWNER)
    steps: list[tuple[str, Callable[[Runtime], int]]] = [
        (f"homebody add {folder / 'files'}", lambda runtime: add.run(runtime, [files])),
        *((f'homebody search "{text}"', _search(text)) for text in SEARCHES),
        *((f'homebody ask "{question}"', _ask(question)) for question in QUESTIONS),
        ("homebody summarize --last 15", lambda runtime: summarize.run(runtime, Scope(last=15))),
    ]
    with Runtime(Home(folder / "home", models), settings, fixed_now=NOW, use_service=False) as runtime:
        for line, step in steps:
            report.out()
            report.out(f"$ {line}")
            if step(runtime) not in (report.DONE, report.NOTHING):
                return report.NOTHING
        asked = runtime.asks_model()
    report.out()
    if not asked:
        report.note("The starter model was not asked: `homebody ask --phrase` and `summarize --phrase` do.")
    report.note("That was the sample home. Now your own: `homebody add PATH`, then `homebody`.")
    return report.DONE


def _search(text: str) -> Callable[..., int]:
    return lambda runtime: search.run(runtime, text, Scope(), search.HitsWanted(3))


def _ask(question: str) -> Callable[..., int]:
    return lambda runtime: ask.run(runtime, question, Scope())
