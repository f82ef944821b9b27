// Ticks of a round counted, and all ticked at once. Without this file each is ticked by hand.

export function countPicks() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("[data-pick-all]")) tickAll(target);
    if (target.form?.matches(".round-bar")) tell(target.form);
  });
  // Also of a page that the Back button brings back with its ticks.
  window.addEventListener("pageshow", tellAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tellAll);
  else tellAll();
}

function tellAll() {
  for (const bar of document.querySelectorAll(".round-bar")) tell(bar);
}

function picks(bar) {
  return [...bar.elements].filter((control) => control.name === "item");
}

function tickAll(box) {
  for (const pick of picks(box.form)) pick.checked = box.checked;
}

function tell(bar) {
  const all = picks(bar);
  const count = all.filter((pick) => pick.checked).length;
  const box = bar.querySelector("[data-pick-all]");
  box.checked = count > 0 && count === all.length;
  box.indeterminate = count > 0 && count < all.length;
  const line = bar.querySelector("[data-picked]");
  const { picked, tooMany, most, digits } = line.dataset;
  const words = count > Number(most) ? tooMany : picked;
  line.textContent = words.replace("{}", [...String(count)].map((digit) => digits[digit]).join(""));
  line.classList.toggle("is-too-many", count > Number(most));
}
