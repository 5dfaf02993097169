"""The `dealgraph` command: a thin table of contents; each room brings its own commands."""

from importlib import import_module

import click

# Where each command lives. Modules are imported only when their command is asked for,
# so that `dealgraph --help` does not pay for the database driver or the web framework.
COMMANDS = {
    "demo": ("dealgraph.demo:demo", "Fill a Neo4j with the bundled deals, answer, serve."),
    "serve": ("dealgraph.api.commands:serve", "Answer questions over HTTP."),
    "ask": ("dealgraph.graph.commands:ask", "Ask one question of the catalogue."),
    "questions": ("dealgraph.graph.commands:questions", "List the questions, or describe one."),
    "check": ("dealgraph.graph.commands:check", "Check the catalogue against the database."),
    "load": ("dealgraph.loaders.commands:load", "Load deal records from JSONL, CSV, XLSX or RDF."),
    "withdraw": ("dealgraph.loaders.commands:withdraw", "Take a deal and its records out."),
    "dump": ("dealgraph.loaders.commands:dump", "Write the stored records back as JSONL."),
    "export": ("dealgraph.graph.rdf.commands:export", "Write the whole graph as RDF."),
    "recompute": ("dealgraph.loaders.commands:recompute", "Make everything anew from records."),
    "names": ("dealgraph.loaders.names_commands:names", "Say which names are one company."),
    "template": ("dealgraph.loaders.commands:template", "Write an empty CSV or XLSX to fill in."),
    "neo4j": ("dealgraph.graph.local.commands:neo4j", "The Neo4j that pip installs."),
}


class Rooms(click.Group):
    """A group whose commands stand in COMMANDS and are imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of the command and return it, or None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from COMMANDS, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Rooms, epilog="Exit codes: 0 done; 1 something was refused; 2 wrong usage.")
@click.version_option(package_name="dealgraph")
def main() -> None:
    """dealgraph: an open knowledge graph of pharma partnerships."""


if __name__ == "__main__":
    main()
