"""Commands for channels: which there are, and whether one keeps its promises."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from difflib import get_close_matches
from typing import Annotated, NoReturn

import typer

from channels.kit.finding import Finding
from channels.kit.specimen import Specimen

Specimens = Mapping[str, Callable[[], Specimen]]
MARKS = {True: "passed", False: "FAILED", None: "-"}


def channel_commands(ours: Callable[[], Specimens]) -> typer.Typer:
    """`channel check` and `channel list`, for our own channels and for those that are installed beside the service."""
    app = typer.Typer(no_args_is_help=True, help="Channels.")

    @app.command("list")
    def list_channels() -> None:
        """Name every channel, and whose it is."""
        from channels.kit.installed import FaultyPlugin, installed_channels

        for name in ours():
            typer.echo(name)
        try:
            for one in installed_channels().values():
                typer.echo(f"{one.name} ({one.distribution})")
        except FaultyPlugin as fault:
            _refuse(str(fault))

    @app.command("check")
    def check_channels(
        name: Annotated[str, typer.Argument(help="A channel; without one, all there are.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")] = False,
    ) -> None:
        """Try every promise of the channel contract on a channel. Reaches no network, and sends nothing to anybody."""
        from channels.kit.check import check

        found = {one: list(check(specimen)) for one, specimen in _chosen(name, ours()).items()}
        if as_json:
            tree = {one: [asdict(finding) for finding in findings] for one, findings in found.items()}
            typer.echo(json.dumps(tree, ensure_ascii=False, indent=2))
        else:
            typer.echo("\n\n".join(as_text(one, findings) for one, findings in found.items()))
        if any(finding.kept is False for findings in found.values() for finding in findings):
            raise typer.Exit(1)

    return app


def as_text(name: str, findings: Iterable[Finding]) -> str:
    """What came of every promise, with why and what to do where one is broken."""
    lines, group, all_of_them = [f"The channel {name}"], "", list(findings)
    for finding in all_of_them:
        if finding.group != group:
            group = finding.group
            lines += ["", f"  {group}"]
        told = f" ({finding.why})" if finding.kept is None else ""
        lines.append(f"    {MARKS[finding.kept]:6}  {finding.promise}{told}")
        if finding.kept is False:
            lines += [f"            why: {finding.why}", f"            do:  {finding.mend}"]
    broken, idle = (sum(one.kept is kept for one in all_of_them) for kept in (False, None))
    kept = len(all_of_them) - broken - idle
    return "\n".join([*lines, "", f"{kept} promises kept, {broken} broken, {idle} that do not apply."])


def _chosen(name: str, ours: Specimens) -> Specimens:
    """The specimens to check: one, or all. What is installed is imported only when it is meant."""
    from channels.kit.installed import FaultyPlugin, installed_channels

    try:
        installed = {} if name in ours else installed_channels()
        known = [*ours, *installed]
        if name and name not in known:
            near = get_close_matches(name, known, n=1)
            _refuse(f"there is no channel `{name}`; {_meant(near, known)}")
        return {
            one: ours[one] if one in ours else installed[one].load().specimen for one in ([name] if name else known)
        }
    except FaultyPlugin as fault:
        _refuse(str(fault))


def _meant(near: list[str], known: list[str]) -> str:
    return f"did you mean `{near[0]}`?" if near else f"there is {', '.join(known)}"


def _refuse(fault: str) -> NoReturn:
    typer.echo(fault, err=True)
    raise typer.Exit(2)
