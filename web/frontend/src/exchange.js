// Parts of pages fetched by htmx, under the same strict policy as whole pages.
import htmx from "htmx.org/dist/htmx.esm.js";

export function configureExchange() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false, // they would be an inline style
    selfRequestsOnly: true,
    defaultSettleDelay: 0, // what has come listens to its answers at once
    historyCacheSize: 0, // a page of a case is never kept in the browser's storage
    refreshOnHistoryMiss: true,
    // A refused form (4xx) is shown like an accepted one: it carries the typed text and the reasons.
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "4..", swap: true, error: false },
      { code: "503", swap: true, error: false },
      { code: "...", swap: false, error: true },
    ],
  });
}

// The words are on the page, hidden, in its own language (base.html).
export function sayWhenTheServerIsAway() {
  const show = (away) => {
    const note = document.getElementById("away");
    if (note) note.hidden = !away;
  };
  document.addEventListener("htmx:sendError", () => show(true));
  document.addEventListener("htmx:timeout", () => show(true));
  document.addEventListener("htmx:responseError", () => show(true));
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.successful) show(false);
  });
}

// A refusal is put before the form as it stands: the one before, answered or repeated, goes.
export function showOneRefusalOnly() {
  document.addEventListener("htmx:beforeSwap", () => document.getElementById("refused")?.remove());
}

// What is typed while a part of the form is on its way stays: the answer shows what was sent.
// Of several parts under way each has its own answer, which knows nothing of the others.
export function keepTypingDuringExchange() {
  const sent = new Map();
  const before = new Map();
  const asking = new Map();
  const form = () => document.getElementById("work-form");
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    sent.set(detail.target.id, valuesOf(form()));
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const asked = sent.get(detail.target.id);
    const typed = [...valuesOf(form())].filter(([place, value]) => asked && asked.get(place) !== value);
    before.set(detail.target.id, { typed, selection: selectionNow() });
    sent.delete(detail.target.id);
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const { typed = [], selection } = before.get(detail.target.id) ?? {};
    if (!before.delete(detail.target.id)) return;
    asking.set(detail.target.id, typed.flatMap(([place, value]) => putBack(form(), place, value)));
    selectAgain(selection);
  });
  // An answer on which others depend could not ask while this was on its way.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const last = asking.get(detail.target.id)?.at(-1);
    asking.delete(detail.target.id);
    last?.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// Who has entered a box by Tab types over what stands in it; htmx keeps only a caret.
function selectionNow() {
  const { id, selectionStart, selectionEnd } = document.activeElement;
  return { id, selectionStart, selectionEnd };
}

function selectAgain({ id, selectionStart, selectionEnd } = {}) {
  const box = document.activeElement;
  if (id && box.id === id && selectionEnd) box.setSelectionRange?.(selectionStart, selectionEnd);
}

function valuesOf(form) {
  const values = new Map();
  for (const control of form?.elements ?? []) {
    if (control.type === "file" || !control.name || control.type === "hidden") continue;
    values.set(placeOf(control), ["checkbox", "radio"].includes(control.type) ? control.checked : control.value);
  }
  return values;
}

function placeOf(control) {
  return ["checkbox", "radio"].includes(control.type) ? `${control.name}=${control.value}` : control.name;
}

// Returns the controls that fetch the form anew when they change.
function putBack(form, place, value) {
  const back = [...(form?.elements ?? [])].filter(
    (control) => control.name && control.type !== "file" && placeOf(control) === place,
  );
  for (const control of back) {
    if (typeof value === "boolean") control.checked = value;
    else control.value = value;
  }
  return back.filter((control) => control.closest("[hx-post]"));
}
