// The auditor's replay: arrow keys step, a button plays. Each step is a page of its own address.

const PACE = 2500; // milliseconds on an event: time to read its sentence
const PLAYING = "#play";

export function stepThroughReplay() {
  document.addEventListener("keydown", stepByKey);
  const button = document.querySelector("[data-play]");
  if (!button) return;
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    button.hidden = true; // whoever wants no motion steps by hand
    return;
  }
  button.addEventListener("click", () => (timer === null ? play(button, 0) : stop(button)));
  if (window.location.hash === PLAYING) {
    button.focus();
    play(button, PACE);
  }
}

let timer = null;

function play(button, delay) {
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.stop;
  timer = window.setTimeout(() => {
    const next = document.querySelector("a[rel=next]");
    // in place: one press of Back leaves the film, however long it ran
    if (next && !document.hidden) window.location.replace(next.href.split("#")[0] + PLAYING);
    else stop(button);
  }, delay);
}

function stop(button) {
  window.clearTimeout(timer);
  timer = null;
  button.textContent = button.dataset.label;
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
}

function stepByKey(event) {
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // in a field the arrows move the cursor, in a region that scrolls they scroll it
  if (event.target.closest("input, select, textarea, .scroll, .diagram")) return;
  document.querySelector(`.scrub a[rel=${way}]`)?.click();
}
