"""The design language as code: templates, macros, filters, assets. `init_app` wires it all."""

from collections.abc import Callable
from mimetypes import guess_type

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for

from web.design.assets import ONE_YEAR, Assets
from web.design.filters import FILTERS, GLOBALS
from web.design.frame import Frame
from web.design.language import gettext, ngettext
from web.design.preferences import remember_preferences


def init_app(app: Flask, frame: Callable[[], Frame], assets: Assets | None = None) -> None:
    """Give *app* the templates ``design/*``, the filters and ``/assets/<hashed name>``.

    *frame* is asked once for every page made and becomes the template variable ``frame``.
    Raises AssetsMissing if the bundle was not built.
    """
    found = assets or Assets.read()
    app.register_blueprint(_blueprint(found))
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)
    environment.globals["asset"] = lambda name: url_for("design.asset", name=found.resolve(name))
    app.context_processor(lambda: {"frame": frame()})
    app.after_request(remember_preferences)


def _blueprint(assets: Assets) -> Blueprint:
    blueprint = Blueprint("design", __name__, template_folder="templates")

    @blueprint.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        response = _packed(assets, name) or send_from_directory(
            assets.folder, name, max_age=ONE_YEAR
        )
        response.vary.add("Accept-Encoding")
        response.cache_control.max_age = ONE_YEAR
        response.cache_control.public = True
        response.cache_control.immutable = True
        return response

    return blueprint


def _packed(assets: Assets, name: str) -> Response | None:
    """Give text compressed to who takes it; nothing secret is in it that its length could tell."""
    if not (assets.can_be_packed(name) and request.accept_encodings.quality("gzip")):
        return None
    response = Response(assets.packed(name), mimetype=guess_type(name)[0])
    response.content_encoding = "gzip"
    response.add_etag()
    response.make_conditional(request)
    return response
