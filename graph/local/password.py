"""The password of the local server: made once, kept in a file that only the user can read."""

import secrets

from dealgraph.graph.errors import ConfigurationError, EndedEarlyError
from dealgraph.graph.local.diagnosis import tail
from dealgraph.graph.local.files import write_private
from dealgraph.graph.local.home import Home
from dealgraph.graph.local.installation import Installation

SMALL = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m")


def read_password(home: Home) -> str:
    """Return the password; raises ConfigurationError when its file is gone."""
    try:
        return home.password.read_text("utf-8").strip()
    except OSError as exc:
        raise ConfigurationError(
            f"The password file {home.password} cannot be read. Put it back; or, to start again "
            f"with an empty database, stop the server and remove {home.path}."
        ) from exc


def ensure_password(installation: Installation, home: Home) -> None:
    """Make a password and give it to the store, unless that was done before.

    The file is written after the store took the password, so that an end in the middle is
    repaired by the next start.
    """
    if home.password.exists() or home.has_store:
        read_password(home)
        return
    password = secrets.token_hex(24)
    _give_to_store(installation, home, password)
    write_private(home.password, password + "\n")


def _give_to_store(installation: Installation, home: Home, password: str) -> None:
    # The secret stands in an @file: on a command line every user of the machine could read it.
    # Without -UsePerfData Java would also copy it into a file in the folder for temporary files.
    flags = [*SMALL, "-XX:-UsePerfData"]
    tool = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    arguments = home.path / "password.args"
    try:
        write_private(arguments, installation.command(flags, tool))
        done = installation.run(arguments, home.path)
    finally:
        arguments.unlink(missing_ok=True)
    if done.returncode:
        output = (done.stdout + done.stderr).replace(password, "***")
        raise EndedEarlyError(done.returncode, home.path, tail(output))
