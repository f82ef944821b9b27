"""``bench``: figures of one run, an object a line, so that ratios can be taken between them."""

import argparse
import json
from dataclasses import asdict
from itertools import chain

from engine.errors import NotFound, Sentence
from web.cli.output import OK, Commands, add_command, put


def register(commands: Commands) -> None:
    parser = add_command(commands, "bench", _bench, "วัดความเร็ว / measure speed")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="a name or its first part: step"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="fewer rounds and rows: 0.1")
    parser.add_argument("--server", metavar="URL", help="a PostgreSQL server to measure on")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _bench(arguments: argparse.Namespace) -> int:
    # Half a second of imports, and the pages, which no other command needs.
    from engine import bench  # noqa: PLC0415
    from web import bench as requests  # noqa: PLC0415

    names = (*bench.NAMES, *requests.NAMES)
    for name in arguments.only:
        if not any(bench.is_asked(known, [name]) for known in names):
            known = ", ".join(names)
            raise NotFound(Sentence(f"ไม่มีการวัดชื่อ {name}", f"No {name}; there are {known}."))
    asked = {"scale": arguments.scale, "server_url": arguments.server}
    groups = (bench.run(arguments.only, **asked), requests.run(arguments.only, **asked))
    for figure in chain.from_iterable(groups):
        if arguments.format == "json":
            put(json.dumps(asdict(figure), ensure_ascii=False))
        else:
            put(
                f"{figure.name:24} {figure.value:>12,.3f} {figure.unit:10} "
                f"p95 {figure.p95:>10,.3f}  n {figure.n}  {figure.backend}"
            )
    return OK
