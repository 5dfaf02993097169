"""`dealgraph names`: a person says which names are one company, and which are not."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dealgraph.graph.connection import Connection
    from dealgraph.loaders.reviewing import Known, Proposal
    from dealgraph.schema.decisions import Decision

WHY = click.option("--why", default="", help="The reason, for who reads the file.")
WIDTH = 100


@click.group()
def names() -> None:
    """Say which names are one company, and which are not; the deals they are in follow.

    Decisions are lines of a file: DEALGRAPH_DECISIONS, or else decisions.tsv in the data folder.
    Take a line out, and the next load or recompute undoes it.
    """


@names.command()
@click.option("--list", "only_list", is_flag=True, help="Show the proposals, ask nothing.")
@click.option("--least", default=75, show_default=True, type=click.IntRange(0, 100),
              help="How alike names must be, from 0 to 100.")  # fmt: skip
def review(only_list: bool, least: int) -> None:
    """Walk through companies that nobody knows and names that are like theirs.

    For each: the number of the company that it is, n (none of these), u (undecided: do not ask
    again), s (skip it today) or q (quit). Each answer is written at once.
    """
    from dealgraph.loaders.reviewing import proposals

    with _graph() as (connection, kept):
        # Gathered first: a decision changes the graph that is read for the next proposal.
        found = list(proposals(connection, least))
        if not found:
            click.echo("There is nothing to decide.")
        made = 0
        for number, proposal in enumerate(found, start=1):
            click.echo("\n".join(_lines(proposal, f"{number}/{len(found)}")))
            answer = "s" if only_list else _asked(len(proposal.offered))
            if answer == "q":
                break
            if decided := _decided(proposal, answer):
                made += _kept(kept, decided)
        if made:
            _follow(connection, kept, made)


@names.command()
@click.argument("name")
@click.argument("company")
@WHY
def join(name: str, company: str, why: str) -> None:
    """Decide that NAME (or the id that it made) is COMPANY, given by id or name."""
    _decide(name, "same", company, why)


@names.command()
@click.argument("name")
@click.argument("company")
@WHY
def part(name: str, company: str, why: str) -> None:
    """Decide that NAME is not COMPANY, whatever the register or an earlier decision says."""
    _decide(name, "not-same", company, why)


def _decide(name: str, verdict: str, company: str, why: str) -> None:
    from dealgraph.graph.asking import Asker
    from dealgraph.loaders.reviewing import decide
    from dealgraph.queries.catalogue import Catalogue
    from dealgraph.schema.decisions import Verdict

    with _graph() as (connection, kept):
        id_ = Asker(connection, Catalogue([])).find("company", company)
        if not _kept(kept, [decide(name, Verdict(verdict), id_, why)]):
            sys.exit(1)
        _follow(connection, kept, 1)


def _asked(offered: int) -> str:
    numbers = [str(number) for number in range(1, offered + 1)]
    keys = [*numbers, "n", "u", "s", "q"]
    same = "1" if offered == 1 else f"1-{offered}"
    prompt = f"{same} same as that, n none of these, u undecided, s skip, q quit"
    answer: str = click.prompt(prompt, type=click.Choice(keys), show_choices=False)
    return answer


def _decided(proposal: "Proposal", answer: str) -> list["Decision"]:
    from dealgraph.loaders.reviewing import decide
    from dealgraph.schema.decisions import Verdict

    name, offered = proposal.company.name, proposal.offered
    if answer.isdigit():
        other, candidate = offered[int(answer) - 1]
        return [decide(name, Verdict.SAME, other.id, candidate.reason)]
    verdicts = {"n": Verdict.NOT_SAME, "u": Verdict.UNDECIDED}
    if answer not in verdicts:
        return []
    return [decide(name, verdicts[answer], other.id, one.reason) for other, one in offered]


def _kept(file: Path, decided: list["Decision"]) -> int:
    """Write decisions; gives how many, none when they contradict others."""
    from dealgraph.loaders.reviewing import remember
    from dealgraph.schema.decisions import DecisionError

    try:
        remember(file, decided)
    except DecisionError as error:
        click.echo(f"Not written: {error}", err=True)
        return 0
    return len(decided)


def _follow(connection: "Connection", file: Path, made: int) -> None:
    """Let the graph follow, and say so."""
    from dealgraph.loaders.load import prepare

    report = prepare(connection)
    deals = report.records if report else 0
    click.echo(f"{_counted(made, 'decision')} written, {_counted(deals, 'deal')} made anew.")
    click.echo(f"Kept in {file}")
    for deal, why in report.faults.items() if report else ():
        click.echo(f"  {deal} was left as it was: {why}", err=True)


def _lines(proposal: "Proposal", number: str) -> Iterator[str]:
    company = proposal.company
    yield ""
    yield _cut(f"{number}  {_told(company)}")
    if others := [name for name in company.names if name != company.name]:
        yield _cut(f"     also {', '.join(others)}")
    for place, (other, candidate) in enumerate(proposal.offered, start=1):
        yield _cut(f"  {place}  {candidate.score:3}  {_told(other)}: {candidate.reason}")


def _told(company: "Known") -> str:
    seat = f", {company.country}" if company.country else ""
    return f"{company.name} ({company.id}){seat}, {_counted(company.deals, 'deal')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _cut(line: str) -> str:
    from rich.cells import cell_len, set_cell_size

    return line if cell_len(line) <= WIDTH else set_cell_size(line, WIDTH - 1).rstrip() + "…"


@contextmanager
def _graph() -> "Iterator[tuple[Connection, Path]]":
    """Connect to the graph; gives also the file that decisions are kept in."""
    from dealgraph.graph.connection import connect
    from dealgraph.graph.errors import GraphError
    from dealgraph.graph.settings import Settings

    try:
        settings = Settings.from_env()
        with connect(settings, lambda line: click.echo(line, err=True)) as connection:
            yield connection, settings.decisions
    except GraphError as error:
        raise click.ClickException(str(error)) from error
