"""Sign in and out; who is behind a request, and for which office."""

from contextlib import suppress
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from engine.access import sign_in as sessions
from engine.access.membership import standing_of
from engine.access.sign_in import SignedIn, SignInRefused
from engine.errors import EngineError, NotFound, NotPermitted, Sentence, Unavailable
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor
from engine.work.offices.settings import settings_in_force
from web import pages, remembered
from web.demonstration import stages
from web.design.language import say
from web.errors import Answer, note_above_form, refuse, refused
from web.help_pages import help_page
from web.kept import kept_fields

blueprint = Blueprint("auth", __name__)

# Who signed in last in this browser: the address that waited for her is not for the next person.
_LAST_HERE = "last_here"

# Views that need nobody signed in; a test holds every other route to it.
PUBLIC = frozenset(
    {
        "auth.sign_in",
        "auth.sign_out",
        "auth.switch_user",
        "auth.forget",
        "auth.help",
        "design.asset",
        "home",
        # Its address is the key.
        "worklist.calendar_feed",
        # The public door: of an office, and of nobody in it.
        "public.about",
        "public.blank",
        "public.document_of",
        "public.document_of_json",
        "public.document_of_pdf",
        "public.documents",
        "public.enter_code",
        "public.followed",
        "public.harmed",
        "public.keep",
        "public.kept",
        "public.leave",
        "public.lodge",
        "public.look_up",
        "public.oit_zip",
        "public.recording",
        "public.report",
        "public.satisfaction",
        "public.participation",
        "public.participation_csv",
        "public.participation_of",
        "public.participation_of_csv",
        "public.participation_of_json",
        "public.participation_of_pdf",
        "public.start",
        "public.tell",
        "public.channels",
        "public.channels_csv",
        "public.guideline",
        "public.guideline_json",
        "public.guideline_pdf",
        "public.statistics",
        "public.statistics_csv",
        "public.statistics_of",
        "public.statistics_of_csv",
        "public.statistics_of_json",
        "public.statistics_of_pdf",
        "public.write",
        # Invented, and there in a demonstration only.
        "examples.index",
        "examples.page",
        "examples.pressed",
        "examples.public",
        "examples.refused",
        "examples.days_off",
        None,
    }
)


class Session(UserMixin):  # type: ignore[misc] # flask_login is not typed
    """What Flask-Login keeps in the cookie: the token of a session row."""

    def __init__(self, token: str, found: SignedIn) -> None:
        self.token = token
        self.found = found

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    # Pages name who is signed in by ``frame``; one that says that the database is away
    # must not ask it who is reading.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # the token's row says more than the browser's name
    manager.user_loader(_load)
    app.before_request(_admit)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_blueprint(blueprint)


def _load(token: str) -> Session | None:
    with pages.store().reading(Actor(INSTALLATION, None)) as uow:
        found = sessions.find_session(uow, token)
    return Session(token, found) if found else None


def _admit() -> Response | tuple[str, int] | Answer | None:
    """Let only people with a role in this office past, before any view runs."""
    if request.endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        if request.method != "POST":
            return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
        answer = _resume()
        if answer is not None:
            return answer
    found: SignedIn = current_user.found
    with pages.store().reading(Actor(found.office_id, found.person_id)) as uow:
        who = standing_of(uow, found.person_id, uow.today)
        pages.enter_office(uow, found, who)
    if (request.view_args or {}).get("office_key", found.office_key) != found.office_key:
        raise NotFound
    if found.is_unnoted:
        with suppress(Unavailable):
            # What can be read is shown, also while nothing can be written.
            sessions.touch_session(pages.store(), current_user.token)
    return None


_OVER = Sentence(
    "ท่านออกจากระบบแล้ว กดปุ่มบันทึกท้ายแบบ แล้วเข้าระบบอีกครั้ง",
    "You are signed out. Send the form, then sign in again.",
)


_BEGUN_BY_ANOTHER = Sentence(
    "แบบนี้เริ่มโดยผู้อื่น ต้องเข้าระบบด้วยชื่อเดิมจึงจะบันทึกได้",
    "Somebody else began this form; the same person has to sign in.",
)


def _resume() -> tuple[str, int] | Answer | None:
    """Take a form whose session has ended, when the same person signs in with it."""
    if "HX-Request" in request.headers:
        return note_above_form(_OVER, 401)
    name, password = request.form.get("_sign_in_name"), request.form.get("_password")
    if name is None or password is None:
        return _ended_page(None), 401
    try:
        office_key = (request.view_args or {}).get("office_key")
        token = sessions.sign_in(pages.store(), name, password, office_key)
    except EngineError as refused:
        return _ended_page(refused.sentence), 401
    found = _load(token)
    if found is None or str(found.found.person_id) != _form_owner():
        sessions.end_session(pages.store(), token)
        return _ended_page(_BEGUN_BY_ANOTHER), 401
    login_user(found)
    return None


def _form_expired(_error: CSRFError) -> tuple[str, int] | Answer:
    """Take a post whose token is of an earlier session: sign in, or send it once more."""
    try:
        return _asked_again()
    except Unavailable as away:
        # Who is behind the form cannot be asked now; nobody handles what a handler raises.
        return refused(away)


def _asked_again() -> tuple[str, int] | Answer:
    said = Sentence("หน้านี้เปิดค้างไว้นาน จึงต้องส่งอีกครั้ง", "This page was open for long; send it again.")
    if request.endpoint == "auth.sign_in":
        return _page(said), 400
    if "HX-Request" in request.headers:
        return note_above_form(_OVER, 400)
    if not current_user.is_authenticated and request.endpoint not in PUBLIC:
        return _ended_page(None), 401
    return refuse(400, said, can_retry=True)


def _ended_page(said: Sentence | None) -> str:
    return render_template(
        "auth/ended.html",
        said=said,
        name=request.form.get("_sign_in_name", ""),
        kept=kept_fields(),
        action=request.path,
        lost_files=any(file.filename for file in request.files.values()),
    )


def form_owner() -> str:
    """Return a signed mark of who opened a form, so that only she can send it after signing in."""
    return str(_serializer().dumps(str(pages.myself().person_id)))


def check_form_owner() -> None:
    """Refuse a form that somebody else had opened in this browser, on a desk that two share."""
    if "_owner" in request.form and _form_owner() != str(pages.myself().person_id):
        raise NotPermitted(_BEGUN_BY_ANOTHER)


def _form_owner() -> str | None:
    try:
        return str(_serializer().loads(request.form.get("_owner", "")))
    except BadSignature:
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="form owner")


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
def sign_in() -> Response | str | tuple[str, int]:
    if request.method == "GET":
        return _page()
    name = request.form.get("name", "")
    try:
        token = sessions.sign_in(pages.store(), name, request.form.get("password", ""))
    except EngineError as refused:
        return _page(refused.sentence), 401
    found = _load(token)
    if found is None:
        raise SignInRefused
    answer = redirect(_first_page(found.found.person_id), 303)
    login_user(found)
    if "remember" in request.form or name.strip() in remembered.names():
        remembered.remember(answer, name)
    return answer


def _first_page(person_id: UUID) -> str:
    """Return where somebody goes who has signed in, and begin a cookie that is hers alone.

    What was asked for before is hers if nobody else was here before her: on a desk that
    several share, the next person never lands on the page of the one who left.
    """
    last = session.get(_LAST_HERE)
    session.clear()
    session[_LAST_HERE] = str(person_id)
    wanted = _safe_next() if last in (None, str(person_id)) else None
    if len(sessions.offices_open_to(pages.store(), person_id)) > 1:
        session[pages.SEVERAL_OFFICES] = True
        return url_for("auth.offices", next=wanted)
    return wanted or url_for("worklist.home")


@blueprint.post("/sign-in/forget", endpoint="forget")
def forget() -> Response:
    answer = redirect(url_for("auth.sign_in"), 303)
    remembered.forget(answer, request.form.get("forgotten", ""))
    return answer


@blueprint.get("/sign-in/help", endpoint="help")
def sign_in_help() -> str:
    """Explain the pages that a stranger sees; nobody of the office is named."""
    return help_page("auth.sign_in")


@blueprint.get("/offices", endpoint="offices")
def offices() -> str:
    """Ask for which office somebody acts who belongs to several."""
    store, who = pages.store(), current_user.found
    found = []
    for office_id, key in sessions.offices_open_to(store, who.person_id).items():
        with store.reading(Actor(office_id, who.person_id)) as uow:
            standing = standing_of(uow, who.person_id, uow.today)
            name = say(settings_in_force(uow, uow.today).profile.name)
        found.append((key, name, standing.position, key == who.office_key))
    return render_template("auth/offices.html", found=found, next=request.args.get("next", ""))


@blueprint.post("/offices", endpoint="choose_office")
def choose_office() -> Response:
    token = sessions.change_office(
        pages.store(), current_user.token, request.form.get("office", "")
    )
    found = _load(token)
    if found is None:
        raise SignInRefused
    login_user(found)
    wanted = _safe_next()
    same = wanted is not None and wanted.startswith(f"/{found.found.office_key}/")
    return redirect(wanted if wanted and same else url_for("worklist.home"), 303)


@blueprint.post("/sign-out", endpoint="sign_out")
def sign_out() -> Response:
    _leave()
    return redirect(url_for("auth.sign_in"), 303)


@blueprint.post("/switch-user", endpoint="switch_user")
def switch_user() -> Response:
    """End the session for the next person at this desk; drafts stay with whose they are."""
    _leave()
    return redirect(url_for("auth.sign_in", switched=1), 303)


def _leave() -> None:
    last = session.get(_LAST_HERE)
    if current_user.is_authenticated:
        last = str(current_user.found.person_id)
        sessions.end_session(pages.store(), current_user.token)
        logout_user()
    session.clear()
    if last:
        session[_LAST_HERE] = last


def _page(said: Sentence | None = None) -> str:
    g.pop("standing", None)
    names = remembered.names()
    return render_template(
        "auth/sign_in.html",
        said=said,
        name=request.form.get("name", remembered.chosen(names)),
        next=request.values.get("next", ""),
        is_switched="switched" in request.args,
        wants_remembering="remember" in request.form,
        names=names,
        most_names=remembered.MOST,
        stages=stages(),
    )


def _safe_next() -> str | None:
    """Return where the person was going, if that is a path of this site and nothing else."""
    wanted = request.form.get("next", "")
    # Browsers leave out tabs and line ends: "/<tab>/elsewhere" is another site to them.
    if wanted.isprintable() and wanted.startswith("/") and not wanted.startswith(("//", "/\\")):
        return wanted
    return None
