// What a reader should find at once when a page, or a part of it, has arrived.

export function arriveOnLoadAndAfterEachSwap() {
  // On the root: what a swap brings is seen at once, and htmx can give the focus back to it.
  document.documentElement.classList.add("has-scripts");
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => arrive(document));
  } else {
    arrive(document);
  }
  document.addEventListener("htmx:load", (event) => arrive(event.detail.elt));
  document.addEventListener("click", printOnRequest);
}

function arrive(part) {
  for (const region of all(part, ".diagram, .track, .tabs")) showWhereWeAre(region);
  all(part, ".errors")[0]?.focus();
}

function all(part, selector) {
  const inside = [...part.querySelectorAll(selector)];
  return part.matches?.(selector) ? [part, ...inside] : inside;
}

// Only the region scrolls; the page itself stays where the reader left it.
function showWhereWeAre(region) {
  const here = region.querySelector("[aria-current], .now");
  const scroller = region.scrollWidth > region.clientWidth ? region : region.closest(".scroll");
  if (!here || !scroller) return;
  const place = here.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  scroller.scrollLeft += place.left + place.width / 2 - (frame.left + frame.width / 2);
}

function printOnRequest(event) {
  if (event.target.closest?.("[data-print]")) window.print();
}
