"""Commands to try words out: how a message or a number would be read, and how long a text is as an SMS."""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from channels.terminal.content import Load
from channels.terminal.phone_check import number_as_json
from channels.terminal.understand import understand_lines
from core.delivery.segments import foreign, length_of


def add_trials(app: typer.Typer, load: Load, today: Callable[[], date]) -> None:
    """Add `understand`, `sms count` and `phone check`."""
    sms = typer.Typer(no_args_is_help=True, help="Texts as SMS.")
    app.add_typer(sms, name="sms")
    phone = typer.Typer(no_args_is_help=True, help="Phone numbers.")
    app.add_typer(phone, name="phone")

    @app.command("understand")
    def understand() -> None:
        """Say how each message would be read: one JSON object a line in, one a line out."""
        vocabulary = load(None).vocabulary
        if vocabulary is None:
            typer.echo("content/urgent_words.yaml is missing, so no free text is read", err=True)
            raise typer.Exit(1)
        for line in understand_lines((line.rstrip("\n") for line in sys.stdin), vocabulary, today()):
            typer.echo(line)

    @sms.command("count")
    def count(text: Annotated[str, typer.Argument(help="The text; - reads it from stdin.")]) -> None:
        """Print encoding, units and segments of a text, and the letters that make it cost more."""
        said = sys.stdin.read() if text == "-" else text
        length, letters = length_of(said), foreign(said)
        encoding = {"gsm": "GSM-7", "ucs2": "UCS-2"}[length.alphabet]
        typer.echo(f"encoding: {encoding}")
        typer.echo(f"units: {length.units}")
        typer.echo(f"segments: {length.segments}")
        if letters:
            typer.echo(f"because of: {' '.join(letters)}")

    @phone.command("check")
    def check(number: Annotated[str, typer.Argument(help="As people write it; - reads it from stdin.")]) -> None:
        """Print what may be done with a number, or why nothing may, as JSON."""
        said = sys.stdin.read() if number == "-" else number
        typer.echo(json.dumps(number_as_json(said), ensure_ascii=False))
