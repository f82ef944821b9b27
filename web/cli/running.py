"""``serve``, ``worker``, ``seal``: what runs until it is told to stop."""

import argparse
import secrets
import sys

from engine.delivery import Letterhead, post_of
from engine.delivery.website import PUBLIC_ONLY
from engine.settings import Settings, child_environment
from engine.worker import Mailing, run, run_sealer, seal_all
from web.cli.opening import opened_store, signing_key, store_for_work
from web.cli.output import OK, Commands, add_command, say
from web.cli.stopping import until_stopped
from web.cli.supervisor import Program, supervise

_GRACE_SECONDS = 30


def register(commands: Commands) -> None:
    serve = add_command(commands, "serve", _serve, "เปิดหน้าเว็บ / serve the pages")
    serve.add_argument(
        "--with-worker", action="store_true", help="เริ่ม worker ด้วย / run the worker beside it"
    )
    add_command(commands, "worker", _worker, "ทำงานตามเวลาและส่งอีเมล / fire timers, send mail")
    seal = add_command(commands, "seal", _seal, "ลงจุดตรวจในสมุดรวม / seal and sign the log")
    seal.add_argument("--once", action="store_true", help="ครั้งเดียวแล้วจบ / once, then end")


def _serve(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    with store_for_work(settings):
        pass  # refused here, once, rather than by every child again and again
    programs = [Program("web", _gunicorn(settings))]
    if arguments.with_worker:
        programs.append(Program("worker", _own("worker")))
        if settings.is_demonstration:
            signing_key(settings)
            programs.append(Program("seal", _own("seal")))
    say(f"เปิดที่ http://{settings.bind}", f"Serving http://{settings.bind}")
    sys.stdout.flush()
    # The web processes of a demonstration share one key, which no file has to keep.
    key = settings.secret_key or secrets.token_hex(32)
    supervise(programs, environment=child_environment(SECRET_KEY=key), grace=_GRACE_SECONDS)
    return OK


def _gunicorn(settings: Settings) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "web.application:create_app()",
        "--config=python:web.serving",
        "--worker-class=gthread",
        f"--workers={settings.web_workers}",
        f"--threads={settings.web_threads}",
        f"--bind={settings.bind}",
        f"--graceful-timeout={_GRACE_SECONDS - 5}",
        "--timeout=60",
        "--log-level=warning",
        "--no-control-socket",
    ]


def _own(command: str) -> list[str]:
    return [sys.executable, "-m", "web.cli", command]


def _worker(_arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    post = post_of(settings)
    letterhead = Letterhead(settings.mail_from, settings.base_url)
    mailing = Mailing(post, letterhead) if post else None
    with store_for_work(settings) as store:
        until_stopped(lambda stop: run(store, stop, mailing, settings.blobs_dir, PUBLIC_ONLY))
    return OK


def _seal(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    key = signing_key(settings)
    with opened_store(settings) as store:
        if arguments.once:
            signed = seal_all(store, key)
            say(f"ลงจุดตรวจ {signed} จุด", f"Checkpoints signed: {signed}")
        else:
            until_stopped(lambda stop: run_sealer(store, key, stop))
    return OK
