"""`dealgraph ask`, `questions` and `check`: the catalogue on the command line."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dealgraph.graph.errors import GraphError
from dealgraph.graph.options import (
    about_column,
    about_parameter,
    example_command,
    given,
    metavar,
    option_name,
    options,
)
from dealgraph.graph.output import WIDTH, note, output_options, writer
from dealgraph.graph.problems import BadParameterError
from dealgraph.queries.catalogue import Catalogue, CatalogueError, Question

if TYPE_CHECKING:
    from dealgraph.graph.connection import Connection

QUERIES = "--queries"
FOLDER = click.Path(file_okay=False, path_type=Path)
_QUERIES_HELP = "Folder with questions of your own; may be repeated."


class Questions(click.Group):
    """A group with one command for each question of the catalogue."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read --queries, wherever it stands, before the questions are known; then the rest."""
        folders, rest = _take_out(QUERIES, args)
        with plainly():
            ctx.obj = Catalogue.bundled(*map(Path, folders))
        return super().parse_args(ctx, rest)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the questions in their order."""
        return list(ctx.obj)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find the command of a question."""
        return self.command_of(ctx.obj[cmd_name]) if cmd_name in ctx.obj else None

    def command_of(self, question: Question) -> click.Command:
        """Make the command of a question: here the one that asks it."""
        return QuestionCommand(question, lambda **values: _ask(question, values), output_options())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the question; an unknown one is answered with those that look like it."""
        if args and args[0] not in ctx.obj:
            raise click.UsageError(_no_question(ctx.obj, args[0]), ctx)
        return super().resolve_command(ctx, args)


class QuestionCommand(click.Command):
    """A command about one question: its parameters as options, and more options beside them."""

    def __init__(
        self, question: Question, callback: Callable[..., None], more: Sequence[click.Option] = ()
    ) -> None:
        super().__init__(
            name=question.name,
            callback=callback,
            params=[*options(question), *more, _queries_option()],
            help=f"{question.question}\n\nGives {', '.join(question.returns)}.",
            short_help=question.title,
            context_settings={
                "max_content_width": WIDTH,
                "token_normalize_func": lambda name: name.replace("_", "-"),
            },
        )
        self.question = question

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; an unknown one is answered with the list of those there are."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            known = [option_name(name) for name in self.question.parameters]
            raise click.UsageError(
                f"{self.question.name} has no parameter {error.option_name}; "
                f"it has {', '.join(known) or 'none'}.",
                ctx,
            ) from None


@click.command(cls=Questions, subcommand_metavar="QUESTION [--PARAMETER VALUE]...")
@click.option(QUERIES, expose_value=False, multiple=True, type=FOLDER, help=_QUERIES_HELP)
def ask() -> None:
    """Ask one question of the catalogue.

    `dealgraph ask QUESTION --help` lists the question's parameters. Things are given by id or
    by any known name: takeda, Takeda, 武田. Exit codes: 0 answered; 1 not answered; 2 wrong usage.
    """


@click.command()
@click.argument("name", required=False)
@click.option(QUERIES, multiple=True, type=FOLDER, help=_QUERIES_HELP)
def questions(name: str | None, queries: tuple[Path, ...]) -> None:
    """List the questions, or describe one."""
    with plainly():
        catalogue = Catalogue.bundled(*queries)
    if name is None:
        click.echo(_list_of(catalogue), nl=False)
    elif name in catalogue:
        click.echo(_description(catalogue[name]), nl=False)
    else:
        raise click.UsageError(_no_question(catalogue, name))


@click.command()
@click.argument("names", nargs=-1, metavar="[QUESTION]...")
@click.option(QUERIES, multiple=True, type=FOLDER, help=_QUERIES_HELP)
def check(names: tuple[str, ...], queries: tuple[Path, ...]) -> None:
    """Check questions against the database: those that are named, or all.

    Each question must compile, give the columns that its file declares, and only read. Exit code
    1 when there is a fault; each is printed with file and line.
    """
    with plainly():
        catalogue = Catalogue.bundled(*queries)
        from dealgraph.graph.checking import check as find_faults

        if unknown := [name for name in names if name not in catalogue]:
            raise click.UsageError(_no_question(catalogue, unknown[0]))
        with connected() as connection:
            faults = find_faults(connection, catalogue, *names)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise click.exceptions.Exit(1)
    click.echo(f"{len(names) or len(catalogue)} questions checked, no fault found.")


@contextmanager
def plainly() -> Iterator[None]:
    """Show what goes wrong as one message: exit code 2 for wrong parameters, otherwise 1."""
    try:
        yield
    except BadParameterError as error:
        lines = [f"{option_name(str(p['name']))}: {p['reason']}." for p in error.problems]
        raise click.UsageError("\n".join(lines), click.get_current_context()) from error
    except (GraphError, CatalogueError) as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def connected() -> "Iterator[Connection]":
    """Connect to the graph of the settings; what there is to say goes to the error stream."""
    from dealgraph.graph.connection import connect
    from dealgraph.graph.settings import Settings

    with connect(Settings.from_env(), say=note) as connection:
        yield connection


def _ask(question: Question, values: dict[str, Any]) -> None:
    write = writer(values)
    with plainly():
        from dealgraph.graph.asking import Asker

        with connected() as connection:
            asker = Asker(connection, Catalogue([question]))
            answer = asker.ask(question, given(question, values))
    write(answer)
    if not answer.meta["deals"]:
        note("The graph is empty: fill it with `dealgraph demo` or `dealgraph load FILE`.")


def _queries_option() -> click.Option:
    """Show --queries in the help of a question; its value was taken out before."""
    return click.Option([QUERIES], expose_value=False, multiple=True, help=_QUERIES_HELP)


def _list_of(catalogue: Catalogue) -> str:
    formatter = click.HelpFormatter(width=WIDTH)
    formatter.write_dl([(q.name, f"{q.title}. {q.path}") for q in catalogue.values()])
    return formatter.getvalue()


def _description(question: Question) -> str:
    formatter = click.HelpFormatter(width=WIDTH)
    for text in (f"{question.title}: {question.question}", *question.scope, f"GET {question.path}"):
        formatter.write_text(text)
    taken = [
        (
            f"{option_name(p.name)} {metavar(p.type)}",
            "; ".join(filter(None, [about_parameter(p), "required" if p.required else ""])),
        )
        for p in question.parameters.values()
    ]
    with formatter.section("Parameters"):
        formatter.write_dl(taken or [("none", "")])
    with formatter.section("Columns"):
        formatter.write_dl([(c.name, about_column(c)) for c in question.returns.values()])
    if question.examples:
        with formatter.section("Examples"):
            for example in question.examples:
                formatter.write_text(example_command(question, example))
    return formatter.getvalue()


def _no_question(catalogue: Catalogue, name: str) -> str:
    nearest = catalogue.nearest(name)
    hint = f"Nearest: {', '.join(nearest)}." if nearest else "`dealgraph questions` lists all."
    return f"There is no question {name!r}. {hint}"


def _take_out(option: str, args: list[str]) -> tuple[list[str], list[str]]:
    """Split the values of an option, wherever it stands, from the other arguments."""
    values, rest = [], []
    left = iter(args)
    for arg in left:
        if arg == option:
            values.append(next(left, ""))
        elif arg.startswith(f"{option}="):
            values.append(arg.partition("=")[2])
        else:
            rest.append(arg)
    if "" in values:
        raise click.UsageError(f"{option} needs a folder.")
    return values, rest
