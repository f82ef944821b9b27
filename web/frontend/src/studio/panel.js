// The details of what is chosen, as plain labelled fields.
import { is } from "bpmn-js/lib/util/ModelUtil.js";
import { data, post } from "./server.js";
import { kindOf, nameIn, t } from "./words.js";

const ID = /^[a-z][a-z0-9_]{0,63}$/;

export class Panel {
  constructor(place, modeler, properties, tools) {
    Object.assign(this, { place, modeler, properties, tools });
    this.element = null;
    this.problems = [];
    this.said = document.createElement("div");
    this.isWriting = false;
  }

  // Fields are made anew only for another element: the one that is typed in stays what it is.
  show(element, problems) {
    this.problems = problems;
    if (element !== this.element) this.renew(element);
    else this.say();
  }

  // The diagram changed: by a field of ours, which shows it already, or by another hand.
  changed() {
    if (!this.isWriting) this.renew(this.element);
  }

  renew(element) {
    const focused = this.place.contains(document.activeElement) ? document.activeElement.id : null;
    this.element = element;
    this.place.replaceChildren(...this.parts());
    this.say();
    if (focused) document.getElementById(focused)?.focus();
  }

  say() {
    this.said.replaceChildren(...this.problems.map((one) => paragraph(one.message, one.severity === "error" ? "err" : "meta")));
    const condition = this.place.querySelector("#field-condition");
    if (this.problems.some((one) => one.severity === "error")) condition?.setAttribute("aria-invalid", "true");
    else condition?.removeAttribute("aria-invalid");
  }

  // A text field writes without being made anew; `renews` where other fields depend on it.
  write(set, value, { renews = false } = {}) {
    this.isWriting = true;
    try {
      set(value);
    } finally {
      this.isWriting = false;
    }
    if (renews) this.renew(this.element);
  }

  parts() {
    const { element } = this;
    if (!element || element.type === "label") return [paragraph(t("nothingChosen"), "meta")];
    const parts = [paragraph(kindOf(element.type), "meta"), this.said];
    const add = (...more) => parts.push(...more.filter(Boolean));
    const { properties } = this;
    const subject = properties.subject(element);
    if (is(element, "bpmn:TextAnnotation")) return parts;
    add(
      this.text("name", t(is(element, "bpmn:SequenceFlow") ? "answer" : "name"), subject.name, (value) => properties.rename(element, value || undefined), { rows: 2 }),
      this.text("name-en", t("nameEn"), properties.property(element, "name_en"), (value) => properties.setProperty(element, "name_en", value)),
    );
    if (is(element, "bpmn:FlowNode")) add(this.idField());
    if (is(element, "bpmn:FlowNode")) add(this.laneLine());
    if (is(element, "bpmn:Lane")) add(this.choice("role", t("role"), data.roles, properties.property(element, "role"), (value) => properties.setProperty(element, "role", value)));
    if (is(element, "bpmn:UserTask")) add(...this.taskFields());
    if (is(element, "bpmn:StartEvent")) add(...this.formField());
    if (is(element, "bpmn:CallActivity")) add(...this.callFields());
    if (is(element, "bpmn:ServiceTask")) add(this.topicField(), this.stepField());
    if (is(element, "bpmn:ScriptTask")) add(...this.scriptFields());
    if (properties.timerDefinition?.(element)) add(...this.timerFields());
    if (is(element, "bpmn:SequenceFlow")) add(...this.flowFields());
    if (!is(element, "bpmn:SequenceFlow")) {
      add(this.text("documentation", t("documentation"), properties.documentation(element), (value) => properties.setDocumentation(element, value), { rows: 4 }));
    }
    if (data.canSave) add(this.deeds());
    return parts;
  }

  idField() {
    const { element } = this;
    const taken = (id) => id !== element.id && Boolean(this.modeler.get("elementRegistry").get(id));
    return this.text("id", t("id"), element.id, (value) => this.properties.set(element, { id: value }), {
      hint: t("idHint"),
      refuse: (value) => (!ID.test(value) ? t("idMalformed") : taken(value) ? t("idTaken") : ""),
    });
  }

  laneLine() {
    const lane = laneOf(this.element);
    return paragraph(`${t("lane")}: ${nameIn(lane) || t("noLane")}`, "");
  }

  stepField() {
    const { element, properties } = this;
    return this.text("step", t("step"), properties.property(element, "step"), (value) => properties.setProperty(element, "step", value), { hint: t("stepHint") });
  }

  taskFields() {
    const { element, properties } = this;
    const papers = { list: data.papers };
    return [
      this.stepField(),
      ...this.formField(),
      this.choice("deadline", t("deadline"), data.deadlines, properties.property(element, "deadline"), (value) => properties.setProperty(element, "deadline", value), t("deadlineHint")),
      this.text("groups", t("groups"), element.businessObject.get("camunda:candidateGroups"), (value) => properties.set(element, { "camunda:candidateGroups": value || undefined }), { hint: t("groupsHint"), list: data.units }),
      this.text("paper", t("paper"), properties.property(element, "paper"), (value) => properties.setProperty(element, "paper", value), papers),
    ];
  }

  formField() {
    const { element, properties } = this;
    const present = element.businessObject.get("camunda:formRef") ?? "";
    const set = (value) => properties.set(element, { "camunda:formRef": value || undefined, "camunda:formRefBinding": value ? "deployment" : undefined });
    const parts = [this.choice("form", t("form"), data.forms, present, set)];
    const known = data.forms.some((one) => one.value === present);
    if (present && known) {
      const link = document.createElement("a");
      link.href = data.formUrl.replace("~", encodeURIComponent(present));
      link.textContent = t("editForm");
      parts.push(wrapped("p", link));
    }
    if (data.canSave && !data.forms.some((one) => one.value === this.ownForm())) {
      parts.push(wrapped("p", button(t("newForm"), () => this.newForm(set))));
    }
    return parts;
  }

  ownForm() {
    return `${data.name}.${is(this.element, "bpmn:StartEvent") ? "start" : this.element.id}`;
  }

  async newForm(set) {
    const name = this.ownForm();
    try {
      const answer = await post(data.addFormUrl, { name, version: this.tools.keeper.version });
      this.tools.keeper.version = answer.version;
      data.forms = answer.forms;
      this.write(set, name, { renews: true });
    } catch (refused) {
      this.tools.keeper.tell(refused);
    }
  }

  callFields() {
    const { element, properties } = this;
    const loop = properties.loop(element);
    const set = (value) => properties.set(element, { calledElement: value || undefined, "camunda:calledElementBinding": value ? "deployment" : undefined });
    return [
      this.stepField(),
      this.choice("called", t("called"), data.processes, element.businessObject.calledElement ?? "", set),
      this.text("collection", t("collection"), loop?.get("camunda:collection"), (value) => properties.setLoop(element, "collection", value)),
      this.text("item", t("itemName"), loop?.get("camunda:elementVariable"), (value) => properties.setLoop(element, "elementVariable", value)),
    ];
  }

  topicField() {
    const topics = data.topics.map((value) => ({ value, label: value }));
    const set = (value) => this.properties.set(this.element, { "camunda:type": value ? "external" : undefined, "camunda:topic": value || undefined });
    return this.choice("topic", t("topic"), topics, this.element.businessObject.get("camunda:topic") ?? "", set);
  }

  scriptFields() {
    const { element, properties } = this;
    return [
      this.text("script", t("script"), element.businessObject.script, (value) => properties.set(element, { scriptFormat: "feel", script: value }), { rows: 4, code: true }),
      this.text("targets", t("targets"), properties.property(element, "targets"), (value) => properties.setProperty(element, "targets", value)),
    ];
  }

  timerFields() {
    const { element, properties } = this;
    const parts = [this.text("timer", t("timer"), properties.timer(element).body, (value) => properties.setTimer(element, value), { hint: t("timerHint"), code: true })];
    if (is(element, "bpmn:BoundaryEvent")) {
      parts.push(this.tick("interrupting", t("interrupting"), element.businessObject.cancelActivity !== false, (on) => properties.set(element, { cancelActivity: on })));
    }
    return parts;
  }

  flowFields() {
    const { element, properties } = this;
    const source = element.source?.businessObject;
    if (!source || !(is(source, "bpmn:ExclusiveGateway") || is(source, "bpmn:InclusiveGateway"))) return [];
    const isDefault = source.default === element.businessObject;
    const parts = [this.tick("default", t("isDefault"), isDefault, (on) => this.modeler.get("modeling").updateProperties(element.source, { default: on ? element.businessObject : undefined }))];
    if (!isDefault) {
      parts.unshift(this.text("condition", t("condition"), properties.condition(element), (value) => properties.setCondition(element, value), { hint: t("conditionHint"), rows: 3, code: true }));
    }
    return parts;
  }

  deeds() {
    const { element, tools } = this;
    const row = document.createElement("p");
    row.className = "row studio-deeds";
    const select = (made) => tools.choose(made, { focus: "field-name" });
    if (is(element, "bpmn:SequenceFlow")) {
      row.append(button(t("insertStep"), () => select(tools.placing.on(element, t("newStep")))));
    } else if (is(element, "bpmn:FlowNode") && !is(element, "bpmn:EndEvent")) {
      if (tools.placing.flowsFrom(element).length > 1) row.append(paragraph(t("chooseFlow"), "meta"));
      else row.append(button(t("addStep"), () => select(tools.placing.after(element, t("newStep")))));
    }
    if (is(element, "bpmn:UserTask")) row.append(button(t("addTimer"), () => select(tools.placing.timerOn(element))));
    if (this.modeler.get("rules").allowed("elements.delete", { elements: [element] }) && element.parent) {
      row.append(button(t("remove"), () => this.modeler.get("modeling").removeElements([element])));
    }
    return row;
  }

  // -- Fields ------------------------------------------------------------------------------------

  text(key, label, value, set, { hint, rows = 1, code = false, list, refuse } = {}) {
    const control = document.createElement(rows > 1 ? "textarea" : "input");
    if (rows > 1) control.rows = rows;
    control.value = value ?? "";
    if (code) control.className = "mono";
    control.spellcheck = !code;
    const field = labelled(key, label, control, hint);
    if (list?.length) field.append(suggestions(control, list));
    let present = (value ?? "").trim();
    control.addEventListener("change", () => {
      const typed = control.value.trim();
      const fault = refuse?.(typed) ?? "";
      control.setCustomValidity(fault);
      if (fault) {
        control.reportValidity();
      } else if (typed !== present) {
        present = typed;
        this.write(set, typed);
      }
    });
    return this.locked(field, control);
  }

  choice(key, label, options, value, set, hint) {
    const control = document.createElement("select");
    control.append(option("", t("unset")));
    for (const one of options) control.append(option(one.value, one.label === one.value ? one.label : `${one.label} (${one.value})`));
    if (value && !options.some((one) => one.value === value)) control.append(option(value, `${t("keepsUnknown")}: ${value}`));
    control.value = value ?? "";
    control.addEventListener("change", () => this.write(set, control.value, { renews: true }));
    return this.locked(labelled(key, label, control, hint), control);
  }

  tick(key, label, on, set) {
    const control = document.createElement("input");
    control.type = "checkbox";
    control.id = `field-${key}`;
    control.checked = on;
    control.addEventListener("change", () => this.write(set, control.checked, { renews: true }));
    const words = document.createElement("label");
    words.className = "choice";
    words.append(control, document.createTextNode(` ${label}`));
    return this.locked(wrapped("div", words), control);
  }

  locked(field, control) {
    control.disabled = !data.canSave;
    return field;
  }
}

export function laneOf(element) {
  for (let node = element.businessObject; node; node = node.$parent) {
    const lane = node.lanes?.at(-1) ?? laneHolding(node);
    if (lane) return lane;
  }
  return null;
}

function laneHolding(node) {
  const process = node.$parent;
  for (const set of process?.get?.("laneSets") ?? []) {
    const found = set.get("lanes").find((lane) => lane.get("flowNodeRef").includes(node));
    if (found) return found;
  }
  return null;
}

function labelled(key, label, control, hint) {
  const field = document.createElement("div");
  field.className = "field";
  control.id = `field-${key}`;
  const words = document.createElement("label");
  words.htmlFor = control.id;
  words.textContent = label;
  field.append(words);
  if (hint) {
    const line = paragraph(hint, "hint");
    line.id = `${control.id}-hint`;
    control.setAttribute("aria-describedby", line.id);
    field.append(line);
  }
  field.append(control);
  return field;
}

function suggestions(control, list) {
  const found = document.createElement("datalist");
  found.id = `${control.id}-list`;
  control.setAttribute("list", found.id);
  for (const one of list) found.append(option(one.value, one.label));
  return found;
}

function option(value, label) {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = label;
  return made;
}

export function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-s";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

export function paragraph(text, css) {
  const made = document.createElement("p");
  if (css) made.className = css;
  made.textContent = text;
  return made;
}

function wrapped(tag, child) {
  const made = document.createElement(tag);
  made.append(child);
  return made;
}
