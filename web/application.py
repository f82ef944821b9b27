"""The application, put together: the one place that knows all rooms."""

from pathlib import Path

from flask import Flask, redirect, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from engine.composition import open_store
from engine.settings import Settings
from engine.store.unit_of_work import Store
from web import (
    audit,
    auth,
    case_file,
    days_off,
    design,
    errors,
    examples,
    first_day,
    help_pages,
    office,
    oversight,
    public,
    register,
    reports,
    security,
    studio,
    worklist,
)
from web.pages import frame, init_app

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, store: Store | None = None) -> Flask:
    """Return the application with all its rooms.

    ``store`` is given by tests; otherwise it is opened here, after the fork.
    """
    settings = settings or Settings.from_environ()
    app = Flask(
        "web",
        static_folder=None,
        root_path=str(Path(__file__).parent),
        instance_path="/nonexistent",
    )
    security.configure(app, settings)
    # The public's posts have a check of their own: web/public/room.py.
    CSRFProtect(app).exempt(public.blueprint)
    init_app(app, settings, store or open_store(settings))
    design.init_app(app, frame)
    errors.init_app(app)
    auth.init_app(app)
    app.register_blueprint(days_off.blueprint)
    app.register_blueprint(case_file.blueprint)
    app.register_blueprint(worklist.blueprint)
    app.register_blueprint(oversight.blueprint)
    app.register_blueprint(reports.blueprint)
    app.register_blueprint(register.blueprint)
    app.register_blueprint(office.blueprint)
    app.register_blueprint(studio.blueprint)
    app.register_blueprint(audit.blueprint)
    app.register_blueprint(public.blueprint)
    app.register_blueprint(help_pages.blueprint)
    app.register_blueprint(first_day.blueprint)
    app.register_blueprint(examples.blueprint)
    app.add_url_rule("/", "home", _home)
    return app


def _home() -> Response:
    return redirect(url_for("worklist.home"))
