// What is typed is kept on the server as one types. Nothing of it stays in this browser.

const PAUSE = 1500; // ms without a key before it is kept
const LONGEST = 10000; // ... but under steady typing at least this often
const GIVE_UP = 12000; // an answer that takes longer is asked for again
const RETRIES = [3000, 5000, 10000, 20000, 30000];
const KEEPALIVE_BYTES = 60000; // what a browser still sends for a page that is closing

export function keepDrafts() {
  const begin = () => {
    for (const form of document.querySelectorAll("form[data-draft]")) new Keeper(form);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.line = document.getElementById("draft-state");
    this.compare = document.getElementById("draft-compare");
    this.changes = 0; // typed so far
    this.kept = 0; // of these, what the server has
    this.since = 0; // when the oldest of the others was typed
    this.failures = 0;
    this.isAsking = false;
    this.isLeft = false; // somebody signs out
    this.isOver = false; // another window or another person has it, or the session ended
    form.addEventListener("input", (event) => this.note(event.target));
    form.addEventListener("change", (event) => this.note(event.target));
    form.addEventListener("click", (event) => this.onButton(event));
    form.addEventListener("submit", ({ submitter }) => {
      if (submitter?.formTarget !== "_blank") clearTimeout(this.timer);
    });
    document.addEventListener("submit", (event) => this.keepBeforeLeaving(event), true);
    document.addEventListener("htmx:afterSwap", (event) => {
      if (form.contains(event.target)) this.change();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.hurry();
    });
    window.addEventListener("pagehide", () => this.hurry());
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => this.isDirty() && this.say(this.line.dataset.away, true));
    if ("draftPending" in form.dataset) this.change();
  }

  note(control) {
    if (control.type !== "file" && control.type !== "password") this.change();
  }

  change() {
    if (!this.isDirty()) this.since = Date.now();
    this.changes += 1;
    if (this.failures === 0) this.plan(Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now())));
  }

  isDirty() {
    return this.changes > this.kept;
  }

  plan(wait) {
    clearTimeout(this.timer);
    if (!this.isOver) this.timer = setTimeout(() => this.save(), wait);
  }

  retry() {
    if (this.isDirty() && !this.isOver) this.plan(0);
  }

  hurry() {
    if (this.isDirty() && !this.isOver && !this.isSubmitting()) this.save({ isLeaving: true });
  }

  // Signing out ends the session that would keep it: first what is typed, then the end.
  async keepBeforeLeaving(event) {
    if (!event.submitter?.matches("[data-leave]") || !this.isDirty() || this.isOver || this.isLeft) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.isLeft = true; // what cannot be kept now is asked about by the browser (typing.js)
    clearTimeout(this.timer);
    await this.asked;
    await this.save();
    event.target.requestSubmit(event.submitter);
  }

  isSubmitting() {
    return this.form.getAttribute("aria-busy") === "true";
  }

  // The button of the form keeps it at once; what script cannot mend, the server's page can.
  onButton(event) {
    const button = event.target.closest?.("button[name=_draft]");
    if (!button || this.isOver || button === this.compare) return;
    event.preventDefault();
    this.failures = 0;
    clearTimeout(this.timer);
    this.save({ isAsked: true });
  }

  save(how = {}) {
    if (this.isAsking && !how.isLeaving) return this.asked;
    this.asked = this.ask(how);
    return this.asked;
  }

  async ask({ isLeaving = false, isAsked = false }) {
    if (!isAsked && !this.isDirty()) return;
    const sent = this.changes;
    const body = this.written();
    this.isAsking = true;
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), GIVE_UP);
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: stop.signal,
        keepalive: isLeaving && String(body).length < KEEPALIVE_BYTES,
      });
      await this.hear(answer, sent);
    } catch {
      this.fail(this.line.dataset.away);
    } finally {
      clearTimeout(late);
      this.isAsking = false;
    }
    if (this.failures === 0) this.retry();
  }

  // Each writing has a turn of its own, so that one which arrives late is known as such.
  written() {
    const control = this.form.elements.namedItem("_draft_turn");
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "password" && name !== "_kept_file") body.append(name, value);
    }
    control.value = String(Number(control.value) + 1);
    return body;
  }

  async hear(answer, sent) {
    const told = await answer.json().catch(() => null);
    if (answer.ok && told) {
      this.form.elements.namedItem("_draft_base").value = String(told.base);
      this.kept = sent;
      this.since = Date.now();
      this.failures = 0;
      this.say(told.said);
      if (!this.isDirty()) this.form.dispatchEvent(new Event("draft:kept", { bubbles: true }));
    } else if (answer.status === 400 || answer.status === 401) {
      this.end(this.line.dataset.over);
    } else if (answer.status >= 500) {
      this.fail(this.line.dataset.busy);
    } else if (answer.status === 422 || answer.status === 413) {
      // Too long: shorter text is tried again when there is some.
      this.kept = sent;
      this.say(told?.said ?? this.line.dataset.refused, true);
    } else {
      this.end(told?.said ?? this.line.dataset.refused);
      if (this.compare) this.compare.hidden = told?.state !== "overtaken";
    }
  }

  fail(said) {
    this.say(said, true);
    this.plan(RETRIES[Math.min(this.failures, RETRIES.length - 1)]);
    this.failures += 1;
  }

  end(said) {
    this.isOver = true;
    clearTimeout(this.timer);
    this.say(said, true);
  }

  say(words, isUnkept = false) {
    this.line.classList.toggle("is-unkept", isUnkept);
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}
