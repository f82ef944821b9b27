// Help and the list of keys open beside the page, so that nobody leaves a form to read them.

export function openBesideThePage() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-beside]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openBeside(link);
  });
  for (const link of document.querySelectorAll("a[data-beside]")) {
    link.removeAttribute("target");
    link.setAttribute("aria-haspopup", "dialog");
    link.querySelector(".vh")?.remove(); // no tab of its own is opened any more
  }
}

export async function openBeside(link) {
  const dialog = document.getElementById("beside");
  if (dialog.open) return;
  const text = await textOf(link).catch(() => null);
  if (!text) {
    document.getElementById("away").hidden = false;
    return;
  }
  dialog.querySelector(".beside-in").replaceChildren(text);
  dialog.setAttribute("aria-labelledby", "beside-h");
  dialog.showModal();
  dialog.scrollTop = 0;
  document.getElementById("beside-h").focus();
}

async function textOf(link) {
  const address = new URL(link.href);
  address.searchParams.set("beside", "1");
  const answer = await fetch(address);
  // whoever is signed out meanwhile is sent elsewhere
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
}
