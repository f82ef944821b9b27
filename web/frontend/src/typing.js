// Typed text is not lost by closing the page, and a form is not sent twice by an impatient hand.

export function guardTyping() {
  const unsaved = new Set();
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.matches("[data-guard]")) unsaved.add(form);
  });
  document.addEventListener("submit", (event) => refuseSecondSubmission(event, unsaved));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) unsaved.delete(event.detail.elt.closest("form"));
  });
  document.addEventListener("draft:kept", ({ target }) => unsaved.delete(target));
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    // a page brought back by the Back button may be sent again
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  });
}

function refuseSecondSubmission(event, unsaved) {
  const form = event.target;
  // what opens beside the page, or comes as a file, leaves the form where it is
  if (event.submitter?.formTarget === "_blank" || event.submitter?.matches("[data-download]")) return;
  unsaved.delete(form);
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  else form.setAttribute("aria-busy", "true");
}
