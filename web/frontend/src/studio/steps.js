// The diagram as a table: for readers of the screen, and the way to every element by keyboard.
import { is } from "bpmn-js/lib/util/ModelUtil.js";
import { laneOf } from "./panel.js";
import { kindOf, nameIn, t } from "./words.js";

export function showSteps(place, modeler, properties, problems, choose) {
  const chosen = place.contains(document.activeElement) ? document.activeElement.dataset.element : null;
  const elements = modeler.get("elementRegistry").filter((one) => one.type !== "label");
  const nodes = elements.filter((one) => is(one, "bpmn:FlowNode")).sort((a, b) => a.x - b.x || a.y - b.y);
  const flows = elements.filter((one) => is(one, "bpmn:SequenceFlow"));
  const lanes = elements.filter((one) => is(one, "bpmn:Lane") || is(one, "bpmn:Participant"));
  const table = document.createElement("table");
  const caption = table.createCaption();
  caption.className = "vh";
  caption.textContent = t("steps");
  const head = table.createTHead().insertRow();
  for (const key of ["name", "kind", "lane", "form", "deadline", "problems"]) head.append(cell("th", t(key), "col"));
  const body = table.createTBody();
  for (const one of [...nodes, ...flows, ...lanes]) {
    body.append(row(one, properties, problems.filter((problem) => problem.element === one.id), choose));
  }
  place.replaceChildren(table);
  if (chosen) place.querySelector(`[data-element="${CSS.escape(chosen)}"]`)?.focus();
}

export function nameOf(element) {
  const object = element.businessObject;
  if (is(element, "bpmn:SequenceFlow")) {
    const ends = [element.source, element.target].map((end) => (end ? nameOf(end) : "?")).join(" → ");
    return object.name ? `${ends} (${nameIn(object)})` : ends;
  }
  return nameIn(object) || `${kindOf(element.type)} ${element.id}`;
}

function row(element, properties, problems, choose) {
  const made = document.createElement("tr");
  const name = cell("th", "", "row");
  const open = document.createElement("button");
  open.type = "button";
  open.className = "link";
  open.dataset.element = element.id;
  open.textContent = nameOf(element);
  open.addEventListener("click", () => choose(element, { focus: "panel-h" }));
  name.append(open);
  const isNode = is(element, "bpmn:FlowNode");
  const errors = problems.filter((one) => one.severity === "error").length;
  const found = problems.length === 0 ? "" : errors ? `${t("mustMend")} ${errors}` : `${t("shouldSee")} ${problems.length}`;
  made.append(
    name,
    cell("td", kindOf(element.type)),
    cell("td", isNode ? nameIn(laneOf(element)) : ""),
    cell("td", element.businessObject.get("camunda:formRef") ?? ""),
    cell("td", isNode ? properties.property(element, "deadline") : ""),
    cell("td", found),
  );
  return made;
}

function cell(tag, text, scope) {
  const made = document.createElement(tag);
  if (scope) made.scope = scope;
  made.textContent = text;
  return made;
}
