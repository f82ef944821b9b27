// Keys for what is done often. The letters are places on the keyboard (event.code): whoever types
// Thai presses the same ones. A single key never leaves the page; that takes G and a letter.
import { openBeside } from "./beside.js";

const FORGET_AFTER = 5000; // ms that a G waits for its letter
const LISTS =
  "main table.work tr.item, main table.rows tbody tr, main .notices > li, main .saved-lists > li, " +
  "main .todo > li, main .folders > li, main table.audit-wide tbody tr, main table.processes tbody tr";
const TYPED_INTO = "input, select, textarea, [contenteditable], dialog, .studio, .form-canvas";

export function listenForKeys() {
  if (document.documentElement.dataset.keys === "off") return;
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", forget);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (isFinish(event)) return finish(event);
  if (event.ctrlKey || event.altKey || event.metaKey || event.getModifierState("AltGraph")) return;
  if (event.repeat && !["KeyJ", "KeyK"].includes(event.code)) return;
  if (["Shift", "CapsLock"].includes(event.key)) return;
  if (event.target.closest?.(TYPED_INTO) || document.querySelector("dialog[open]")) return;
  const act = actionOf(event);
  forget();
  if (act?.(event)) event.preventDefault();
}

function actionOf(event) {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return () => show(".keys-link");
  if (event.key === "/" || event.code === "Slash") return toFilter;
  if (event.shiftKey || !event.code?.startsWith("Key")) return null;
  const letter = event.code.slice(3).toLowerCase();
  if (isWaiting()) return () => press(document.querySelector(`[data-go="${letter}"]`));
  return ACTIONS[letter];
}

const ACTIONS = {
  g: wait,
  h: () => show(".help-link"),
  j: () => step(1),
  k: () => step(-1),
  f: toForm,
  s: keepDraft,
};

// The letters of the rooms stand beside their names while a G waits (help_pages.css).
let forgetting = null;

function wait() {
  document.body.dataset.waiting = "";
  forgetting = setTimeout(forget, FORGET_AFTER);
  return true;
}

function isWaiting() {
  return "waiting" in document.body.dataset;
}

function forget() {
  clearTimeout(forgetting);
  delete document.body.dataset.waiting;
}

function press(control) {
  control?.click();
  return Boolean(control);
}

function show(selector) {
  const link = document.querySelector(selector);
  if (link) openBeside(link);
  return Boolean(link);
}

function focus(control) {
  control?.focus();
  return Boolean(control);
}

function toFilter() {
  const field = [...document.querySelectorAll("main input[type=search]")].find(isShown);
  field?.select();
  return focus(field);
}

// Focus is on the link of a row: Enter opens it, Tab goes on to what else the row offers.
function step(way) {
  const rows = [...document.querySelectorAll(LISTS)];
  const links = rows.map((row) => row.querySelector("a[href]")).filter((link) => link && isShown(link));
  const here = links.indexOf(document.activeElement.closest(LISTS)?.querySelector("a[href]"));
  if (here < 0) return focus(links[0]);
  return focus(links[Math.min(Math.max(here + way, 0), links.length - 1)]);
}

function toForm() {
  const form = document.getElementById("work-form");
  const controls = [...(form?.elements ?? [])];
  const fields = controls.filter((one) => one.matches("input, select, textarea") && isShown(one));
  return focus(fields.find((one) => one.getAttribute("aria-invalid") === "true") ?? fields[0]);
}

function keepDraft() {
  return press(document.querySelector('#work-form button[name="_draft"][value="1"]'));
}

// Ctrl and Enter press the form's own button, also out of a field: nothing is skipped that it asks.
function isFinish(event) {
  return event.ctrlKey && event.key === "Enter" && !event.altKey && !event.metaKey && !event.shiftKey;
}

function finish(event) {
  const form = event.target.closest?.("#work-form");
  if (!form || event.repeat || event.target.closest("button, a, summary")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".actions .btn-1"));
}

function isShown(control) {
  return control.getClientRects().length > 0;
}
