// What the server's check says: a list that leads to the place, and marks on the canvas.
import { t } from "./words.js";

export function listProblems(place, problems, jump) {
  if (problems.length === 0) {
    place.replaceChildren(line("p", t("noProblems"), "meta"));
    return;
  }
  const parts = [];
  for (const [severity, title] of [["error", t("mustMend")], ["warning", t("shouldSee")]]) {
    const found = problems.filter((one) => one.severity === severity);
    if (found.length === 0) continue;
    const list = document.createElement("ul");
    list.className = "problems";
    for (const one of found) list.append(item(one, jump));
    const heading = line("h3", `${title} `);
    heading.append(line("span", String(found.length), "count"));
    parts.push(heading, list);
  }
  place.replaceChildren(...parts);
}

function item(problem, jump) {
  const made = document.createElement("li");
  const act = jump(problem);
  if (act) {
    const open = line("button", problem.message, "link");
    open.type = "button";
    open.addEventListener("click", act);
    made.append(open);
  } else {
    made.append(document.createTextNode(problem.message));
  }
  made.append(document.createTextNode(" "), line("span", `${problem.element} ${t("line")} ${problem.line}`, "meta"));
  return made;
}

export function markProblems(modeler, problems, choose) {
  const overlays = modeler.get("overlays");
  const registry = modeler.get("elementRegistry");
  overlays.remove({ type: "lint" });
  for (const [id, found] of grouped(problems)) {
    const element = registry.get(id);
    if (!element) continue;
    const errors = found.filter((one) => one.severity === "error").length;
    const mark = line("button", errors ? String(errors) : "i", errors ? "lint-mark lint-error" : "lint-mark");
    mark.type = "button";
    mark.title = found.map((one) => one.message).join("\n");
    mark.append(line("span", ` ${found[0].message}`, "vh"));
    mark.addEventListener("click", () => choose(element, { focus: "panel-h" }));
    overlays.add(element, "lint", { position: { top: -14, left: -14 }, html: mark });
  }
}

function grouped(problems) {
  const found = new Map();
  for (const one of problems) found.set(one.element, [...(found.get(one.element) ?? []), one]);
  return found;
}

function line(tag, text, css) {
  const made = document.createElement(tag);
  if (css) made.className = css;
  made.textContent = text;
  return made;
}
