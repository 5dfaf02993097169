"""Every question that can be asked: read from the .cypher files, checked, found by name."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from dealgraph.queries import counted, rules
from dealgraph.queries.faults import CatalogueError, Fault
from dealgraph.queries.header import (
    ColumnShape,
    Header,
    HeaderError,
    ParameterShape,
    read_header,
)
from dealgraph.queries.question import Column, Parameter, Question

__all__ = ["BUNDLED", "Catalogue", "CatalogueError", "Column", "Fault", "Parameter", "Question"]

#: The folder of the questions that come with dealgraph.
BUNDLED = Path(__file__).resolve().parent


class Catalogue(Mapping[str, Question]):
    """The questions by name, in the order of folders and files."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._questions = {question.name: question for question in questions}

    @classmethod
    def read(cls, *folders: Path) -> "Catalogue":
        """Read every .cypher file in and below the folders.

        Raises CatalogueError with every fault of every file, each with file and line.
        """
        faults = [Fault(folder, 1, "is no folder") for folder in folders if not folder.is_dir()]
        questions = []
        for file in _files(folders):
            try:
                questions.append(_read(file))
            except CatalogueError as error:
                faults += error.faults
        faults += [
            Fault(question.file, question.line_of(key), message)
            for question, key, message in rules.clashes(questions)
        ]
        faults += [
            Fault(question.file, question.line_of("counted"), message)
            for question, message in counted.faults(questions)
        ]
        if faults:
            raise CatalogueError(faults)
        return cls(questions)

    @classmethod
    def bundled(cls, *more: Path) -> "Catalogue":
        """Read the questions that come with dealgraph, and those in more folders."""
        return cls.read(BUNDLED, *more)

    def __getitem__(self, name: str) -> Question:
        return self._questions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    def nearest(self, name: str) -> list[str]:
        """Give up to three names of questions that look like `name`, the likeliest first."""
        return get_close_matches(name.lower(), self, n=3, cutoff=0.4)


def _files(folders: Iterable[Path]) -> list[Path]:
    """Give each file once, in whichever ways its folder is named."""
    found = (file for folder in folders for file in sorted(folder.rglob("*.cypher")))
    return list({file.resolve(): file for file in found if file.is_file()}.values())


def _read(file: Path) -> Question:
    """Read one file; raises CatalogueError with all its faults."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
        header = read_header(text)
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        raise CatalogueError([Fault(file, line, "is not UTF-8")]) from None
    except HeaderError as error:
        raise CatalogueError([Fault(file, *problem) for problem in error.problems]) from None
    question = _question(file, text, header)
    if found := [Fault(file, *problem) for problem in rules.problems(question)]:
        raise CatalogueError(found)
    return question


def _question(file: Path, text: str, header: Header) -> Question:
    shape = header.shape
    return Question(
        name=file.stem,
        title=shape.title,
        question=shape.question,
        path=shape.path,
        parameters={name: _parameter(name, spec) for name, spec in shape.parameters.items()},
        returns=_columns(shape.returns),
        examples=tuple(shape.examples),
        scope=tuple(shape.scope),
        cursor=tuple(shape.cursor),
        draw=shape.draw,
        counted=shape.counted,
        file=file,
        cypher=text,
        body_line=header.body_line,
        lines=header.lines,
    )


def _parameter(name: str, shape: ParameterShape) -> Parameter:
    return Parameter(name, **dict(shape))


def _columns(shapes: Mapping[str, ColumnShape]) -> dict[str, Column]:
    return {
        name: Column(name, shape.type, shape.optional, shape.about, _columns(shape.fields))
        for name, shape in shapes.items()
    }
