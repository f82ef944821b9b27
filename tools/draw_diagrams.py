"""Draw every bundled process into docs/diagrams/, by the drawing that the pages use."""

import re
from pathlib import Path

from flask import Flask

from engine.bpmn.edition import process_in
from engine.bpmn.xml import read_xml
from engine.resources import bundled_dir
from web.case_file.diagram import draw

ROOT = Path(__file__).parents[1]
CSS = ROOT / "web" / "design" / "css"
TARGET = ROOT / "docs" / "diagrams"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    style = _style()
    app = Flask("diagrams")
    for source in sorted(bundled_dir("processes").glob("*.bpmn")):
        name = process_in(read_xml(source.read_bytes(), source.name)).get("name", source.stem)
        with app.test_request_context():
            drawing = draw(source.read_bytes(), title=name, description=name)
        (TARGET / f"{source.stem}.svg").write_text(_alone(str(drawing), style), encoding="utf-8")


def _style() -> str:
    """Return the rules for diagrams, with the light theme in place of variables."""
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8").partition("}")[0]
    values = dict(re.findall(r"(--[\w-]+): ([^;]+);", tokens))
    rules = re.findall(r"^\.dg [^{]+\{[^}]*\}", _text("diagram.css"), flags=re.MULTILINE)
    return re.sub(r"var\((--[\w-]+)\)", lambda found: values[found[1]], "\n".join(rules))


def _text(name: str) -> str:
    return (CSS / name).read_text(encoding="utf-8")


def _alone(drawing: str, style: str) -> str:
    """Make the drawing of a page into a file of its own: namespace, style and white paper."""
    opened = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head, _, rest = opened.partition(">")
    paper = '<rect x="-9999" y="-9999" width="99999" height="99999" fill="#fff"/>'
    return f"{head}><style>{style}</style>{paper}{rest}\n"


if __name__ == "__main__":
    main()
