// Reading and writing what an element says, each change one step of undo.
import { is } from "bpmn-js/lib/util/ModelUtil.js";

export class Properties {
  constructor(modeler) {
    this.modeling = modeler.get("modeling", false);
    this.moddle = modeler.get("moddle");
    this.commands = modeler.get("commandStack", false);
  }

  // A pool stands for its process: what people change there belongs to the process.
  subject(element) {
    const object = element.businessObject;
    return is(element, "bpmn:Participant") && object.processRef ? object.processRef : object;
  }

  set(element, values) {
    const subject = this.subject(element);
    if (subject === element.businessObject) this.modeling.updateProperties(element, values);
    else this.modeling.updateModdleProperties(element, subject, values);
  }

  rename(element, name) {
    // the pool shows the name of its process: both change
    if (is(element, "bpmn:Participant")) this.modeling.updateProperties(element, { name });
    this.set(element, { name });
  }

  property(element, name) {
    return this.propertyOf(element, name)?.value ?? "";
  }

  setProperty(element, name, value) {
    const subject = this.subject(element);
    const existing = this.propertyOf(element, name);
    const group = this.group(subject);
    if (existing && value) {
      this.modeling.updateModdleProperties(element, existing, { value });
    } else if (existing) {
      const values = group.values.filter((one) => one !== existing);
      this.modeling.updateModdleProperties(element, group, { values });
    } else if (value) {
      this.add(element, subject, group, this.make("camunda:Property", { name, value }));
    }
  }

  add(element, subject, group, property) {
    const extensions = subject.get("extensionElements");
    if (group) {
      property.$parent = group;
      this.modeling.updateModdleProperties(element, group, { values: [...group.values, property] });
      return;
    }
    const made = this.make("camunda:Properties", { values: [property] });
    property.$parent = made;
    if (extensions) {
      made.$parent = extensions;
      this.modeling.updateModdleProperties(element, extensions, { values: [...extensions.values, made] });
      return;
    }
    const first = this.make("bpmn:ExtensionElements", { values: [made] });
    made.$parent = first;
    first.$parent = subject;
    this.set(element, { extensionElements: first });
  }

  documentation(element) {
    return (this.subject(element).get("documentation") ?? []).map((one) => one.text).join("\n");
  }

  setDocumentation(element, text) {
    const subject = this.subject(element);
    const documentation = text ? [this.make("bpmn:Documentation", { text })] : [];
    for (const one of documentation) one.$parent = subject;
    this.set(element, { documentation });
  }

  condition(flow) {
    return flow.businessObject.conditionExpression?.body ?? "";
  }

  setCondition(flow, body) {
    const existing = flow.businessObject.conditionExpression;
    if (existing && body) {
      this.modeling.updateModdleProperties(flow, existing, { body });
      return;
    }
    const conditionExpression = body ? this.make("bpmn:FormalExpression", { body }) : undefined;
    if (conditionExpression) conditionExpression.$parent = flow.businessObject;
    this.modeling.updateProperties(flow, { conditionExpression });
  }

  timer(element) {
    const definition = this.timerDefinition(element);
    const kind = ["timeDate", "timeDuration", "timeCycle"].find((one) => definition?.[one]);
    return { definition, kind, body: kind ? definition[kind].body : "" };
  }

  setTimer(element, body) {
    const { definition, kind } = this.timer(element);
    if (kind && body) {
      this.modeling.updateModdleProperties(element, definition[kind], { body });
      return;
    }
    const wanted = /^P/.test(body) ? "timeDuration" : "timeDate";
    const expression = body ? this.make("bpmn:FormalExpression", { body }) : undefined;
    if (expression) expression.$parent = definition;
    this.modeling.updateModdleProperties(element, definition, { [kind ?? wanted]: expression });
  }

  timerDefinition(element) {
    return element.businessObject.eventDefinitions?.find((one) => is(one, "bpmn:TimerEventDefinition"));
  }

  loop(element) {
    return element.businessObject.loopCharacteristics;
  }

  setLoop(element, name, value) {
    const loop = this.loop(element);
    if (loop) {
      const other = name === "collection" ? "elementVariable" : "collection";
      if (!value && !loop.get(`camunda:${other}`)) this.modeling.updateProperties(element, { loopCharacteristics: undefined });
      else this.modeling.updateModdleProperties(element, loop, { [`camunda:${name}`]: value || undefined });
      return;
    }
    if (!value) return;
    const made = this.make("bpmn:MultiInstanceLoopCharacteristics", { [`camunda:${name}`]: value });
    made.$parent = element.businessObject;
    this.modeling.updateProperties(element, { loopCharacteristics: made });
  }

  group(subject) {
    return subject.get("extensionElements")?.get("values").find((one) => is(one, "camunda:Properties"));
  }

  propertyOf(element, name) {
    return this.group(this.subject(element))?.get("values").find((one) => one.name === name);
  }

  make(type, values) {
    return this.moddle.create(type, values);
  }
}
