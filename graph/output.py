"""How an answer leaves the command line: as a table, JSON, CSV, or in a file."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dealgraph.graph.options import option_name

if TYPE_CHECKING:
    from dealgraph.graph.asking import Answer

#: The widest that anything is printed.
WIDTH = 100


def output_options() -> list[click.Option]:
    """Make the options that say how the answer is to come."""
    return [
        click.Option(["--json", "as_json"], is_flag=True, help="Write the answer as JSON."),
        click.Option(["--csv", "as_csv"], is_flag=True, help="Write the rows as CSV."),
        click.Option(
            ["-o", "--output", "output_file"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write to a file: .csv, .xlsx or .json.",
        ),
    ]


def writer(values: Mapping[str, Any]) -> "Callable[[Answer], None]":
    """Choose how the answer is written, before anything is asked.

    Raises click.UsageError for options that do not go together.
    """
    file: Path | None = values["output_file"]
    if sum((values["as_json"], values["as_csv"], file is not None)) > 1:
        raise click.UsageError("Choose one of --json, --csv and -o FILE.")
    if file:
        if file.suffix.lower() not in _FORMS:
            raise click.UsageError(f"-o writes {', '.join(_FORMS)}, not {file.name}.")
        return lambda answer: _write_file(answer, file)
    if values["as_json"] or values["as_csv"]:
        form = _FORMS[".json" if values["as_json"] else ".csv"]
        return lambda answer: _write_stream(answer, form(answer))
    return _write_table


def _as_json(answer: "Answer") -> bytes:
    return (json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n").encode()


def _as_csv(answer: "Answer") -> bytes:
    from dealgraph.graph.tables import csv_bytes

    return csv_bytes(answer)


def _as_xlsx(answer: "Answer") -> bytes:
    from dealgraph.graph.tables import xlsx_bytes

    return xlsx_bytes(answer)


_FORMS: "dict[str, Callable[[Answer], bytes]]" = {
    ".csv": _as_csv,
    ".xlsx": _as_xlsx,
    ".json": _as_json,
}


def _write_file(answer: "Answer", file: Path) -> None:
    try:
        file.write_bytes(_FORMS[file.suffix.lower()](answer))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    note(f"Wrote {_counted(answer)} to {file}.")


def _write_stream(answer: "Answer", content: bytes) -> None:
    click.echo(content, nl=False)
    if answer.meta["cut"]:
        note(f"Cut: these are {_counted(answer)}.")


def _write_table(answer: "Answer") -> None:
    from dealgraph.graph.tables import as_text_table

    click.echo(as_text_table(answer, width=min(shutil.get_terminal_size((WIDTH, 0))[0], WIDTH)))
    for line in _notes(answer):
        click.echo(click.wrap_text(line, WIDTH, subsequent_indent="  "))


def _notes(answer: "Answer") -> Iterator[str]:
    """Say what the rows rest on: how many, which things the names stood for, what counted."""
    meta = answer.meta
    rows = f"More with {_more(answer)}" if meta["cut"] else _counted(answer)
    as_of = f" as of {meta['data_as_of']}" if meta["data_as_of"] else ""
    yield f"{rows}; {meta['deals']} deals{as_of}: {meta['coverage']}."
    resolved = meta["parameters"]
    assert isinstance(resolved, dict)
    for name, value in resolved.items():
        for thing in value if isinstance(value, list) else [value]:
            if isinstance(thing, dict) and thing["matched"] != "id":
                told = f"; {thing['note']}" if "note" in thing else ""
                yield f"{option_name(name)} {thing['asked']}: {thing['name']} ({thing['id']}){told}"
    scope = meta["scope"]
    if isinstance(scope, list) and scope:
        yield " ".join(scope)


def _counted(answer: "Answer") -> str:
    count = len(answer.items)
    rows = "1 row" if count == 1 else f"{count} rows"
    return f"the first {rows} (more with {_more(answer)})" if answer.meta["cut"] else rows


def _more(answer: "Answer") -> str:
    most = answer.question.parameters["limit"].maximum
    return f"--limit (at most {most}){' or --cursor' if answer.next else ''}"


def note(line: str) -> None:
    """Say something beside the answer, on the error stream."""
    click.echo(line, err=True)
