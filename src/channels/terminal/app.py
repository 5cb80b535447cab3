"""The command line's own commands. `main` adds those that start, migrate and purge."""

import json
import sys
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from channels.terminal.assess_file import picture_as_json
from channels.terminal.check_report import check_as_json, check_as_text
from channels.terminal.content import Check, Load
from channels.terminal.content_check import check_release
from channels.terminal.content_show import journey_as_json, journey_as_text, release_as_json, release_as_text
from channels.terminal.play import play
from channels.terminal.trials import add_trials
from core.errors import Invalid
from core.release import Release
from core.text import LANGUAGES

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")]
Folder = Annotated[Path | None, typer.Argument(help="The content folder; without one, that of the settings.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day to judge by, as 2026-11-20; else today.")]


def terminal(*, load: Load, check: Check, today: Callable[[], date]) -> typer.Typer:
    """The commands for content, for assessing answers and for playing a journey.

    `load` gives the release of a folder, or of the settings' folder when it gets none, and raises Invalid with every
    fault. `check` reads a folder without raising. `today` is the day in Norway.
    """
    app = typer.Typer(
        name="veivalg",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # they quote what was being worked on
        help="Guidance for citizens.",
    )
    content = typer.Typer(no_args_is_help=True, help="Check and show content.")
    app.add_typer(content, name="content")

    @content.command("check")
    def content_check(folder: Folder = None, as_json: AsJson = False) -> None:
        """Report every fault with file, line and column, and prove what must hold for every way through a journey."""
        checked = check_release(check(folder, today()), today())
        _write(_dumped(check_as_json(checked)) if as_json else check_as_text(checked))
        if checked.faults:
            raise typer.Exit(1)

    @content.command("show")
    def content_show(
        journey: Annotated[str, typer.Argument(help="A journey; without one, all there is.")] = "",
        as_json: AsJson = False,
    ) -> None:
        """Show content as it was loaded."""
        release = _loaded(load)
        if not journey:
            _write(_dumped(release_as_json(release)) if as_json else release_as_text(release))
            return
        found = release.journeys[_journey_of(release, journey)]
        _write(_dumped(journey_as_json(release, found)) if as_json else journey_as_text(release, found))

    @app.command("assess")
    def assess(
        file: Annotated[str, typer.Argument(metavar="FILE", help="Answers as JSON; - reads them from stdin.")],
        as_of: AsOf = "",
        journey: Annotated[str, typer.Option(help="The journey, when the file does not name it.")] = "",
    ) -> None:
        """Print the needs picture of a file of answers as JSON. Answers may be partial."""
        day = _day(as_of, today)
        text = _text_of(file)
        release = _loaded(load)
        try:
            picture = picture_as_json(release, text, day, journey)
        except Invalid as error:
            _refuse(*(f"{_name(file)}: {fault}" for fault in error.faults))
        _write(_dumped(picture))

    @app.command("play")
    def play_journey(
        journey: Annotated[str, typer.Argument(help="A journey; without one, the first.")] = "",
        language: Annotated[str, typer.Option(help="nb, nn or en.")] = "nb",
        as_of: AsOf = "",
    ) -> None:
        """Walk through a journey in the terminal. Nothing is stored."""
        day = _day(as_of, today)
        if language not in LANGUAGES:
            _refuse(f"--language: there is no `{language}`; it is one of {', '.join(LANGUAGES)}")
        release = _loaded(load)
        key = _journey_of(release, journey or next(iter(release.journeys)))
        play(release, key, language, day, _read_line, _write, lambda text: typer.style(text, bold=True))

    add_trials(app, load, today)
    return app


def _loaded(load: Load) -> Release:
    try:
        return load(None)
    except Invalid as error:
        for fault in error.faults:
            typer.echo(fault, err=True)
        raise typer.Exit(1) from error


def _journey_of(release: Release, key: str) -> str:
    if key not in release.journeys:
        near = get_close_matches(key, release.journeys, n=1)
        meant = f"did you mean `{near[0]}`?" if near else f"there is {', '.join(release.journeys)}"
        _refuse(f"there is no journey `{key}`; {meant}")
    return key


def _day(written: str, today: Callable[[], date]) -> date:
    if not written:
        return today()
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        _refuse(f"--as-of: `{written}` is no day; write it as 2026-11-20")
    return day


def _text_of(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        _refuse(f"{file}: {(error.strerror or 'it cannot be read').lower()}")
    except UnicodeDecodeError:
        _refuse(f"{_name(file)}: this is not text in UTF-8")


def _name(file: str) -> str:
    return "stdin" if file == "-" else file


def _read_line() -> str | None:
    if sys.stdin.isatty():
        typer.echo("> ", nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _write(text: str) -> None:
    typer.echo(text)


def _dumped(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2)


def _refuse(*faults: str) -> NoReturn:
    for fault in faults:
        typer.echo(fault, err=True)
    raise typer.Exit(2)
