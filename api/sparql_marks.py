"""How an answer that was cut says so itself, in the way that its form has for it."""

from dealgraph.graph.sparql.query import Found
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.service import endpoint


def marked(found: Found, rows: int, iris: Iris) -> bytes:
    """Give the bytes of an answer with the mark.

    CSV and TSV have no place for one, their file is named after it; nor has JSON-LD.
    """
    about = f"{endpoint(iris)}#limits".encode()
    note = f"Cut after {rows} statements.".encode()
    match found.form:
        case "srj":
            return found.body.replace(b'{"head":{', b'{"head":{"link":["' + about + b'"],', 1)
        case "srx":
            link = b'<link href="' + about + b'"/></head>'
            return found.body.replace(b"</head>", link, 1)
        case "ttl" | "nt" | "nq" | "trig":
            return b"# " + note + b"\n" + found.body
        case "rdf":
            return found.body + b"\n<!-- " + note + b" -->\n"
    return found.body
