// The part of BPMN that the engine runs, offered in the tools; ids as FEEL can name them.
import BpmnFactory from "bpmn-js/lib/features/modeling/BpmnFactory.js";
import { is } from "bpmn-js/lib/util/ModelUtil.js";
import { kindOf, translate } from "./words.js";

const PARTS = [
  ["bpmn:UserTask", "bpmn-icon-user-task"],
  ["bpmn:ServiceTask", "bpmn-icon-service-task"],
  ["bpmn:CallActivity", "bpmn-icon-call-activity"],
  ["bpmn:ExclusiveGateway", "bpmn-icon-gateway-xor"],
  ["bpmn:ParallelGateway", "bpmn-icon-gateway-parallel"],
  ["bpmn:InclusiveGateway", "bpmn-icon-gateway-or"],
  ["bpmn:IntermediateCatchEvent", "bpmn-icon-intermediate-event-catch-timer", { eventDefinitionType: "bpmn:TimerEventDefinition" }],
  ["bpmn:EndEvent", "bpmn-icon-end-event-none"],
];
const APPENDED = ["bpmn:UserTask", "bpmn:ExclusiveGateway", "bpmn:EndEvent"];

class Palette {
  constructor(palette, create, elementFactory, handTool, lassoTool, spaceTool, globalConnect) {
    Object.assign(this, { create, elementFactory, handTool, lassoTool, spaceTool, globalConnect });
    palette.registerProvider(this);
  }

  getPaletteEntries() {
    const tool = (className, title, click) => ({ group: "tools", className, title: translate(title), action: { click } });
    const entries = {
      hand: tool("bpmn-icon-hand-tool", "Activate hand tool", (event) => this.handTool.activateHand(event)),
      lasso: tool("bpmn-icon-lasso-tool", "Activate lasso tool", (event) => this.lassoTool.activateSelection(event)),
      space: tool("bpmn-icon-space-tool", "Activate create/remove space tool", (event) => this.spaceTool.activateSelection(event)),
      connect: tool("bpmn-icon-connection-multi", "Activate global connect tool", (event) => this.globalConnect.start(event)),
      separator: { group: "tools", separator: true },
    };
    for (const [type, className, options] of PARTS) {
      const start = (event) => this.create.start(event, this.elementFactory.createShape({ type, ...options }));
      const title = `${translate("Create")} ${kindOf(type)}`;
      entries[type] = { group: "parts", className, title, action: { dragstart: start, click: start } };
    }
    return entries;
  }
}
Palette.$inject = ["palette", "create", "elementFactory", "handTool", "lassoTool", "spaceTool", "globalConnect"];

class ContextPad {
  constructor(contextPad, modeling, elementFactory, connect, autoPlace, rules) {
    Object.assign(this, { modeling, elementFactory, connect, autoPlace, rules });
    contextPad.registerProvider(this);
  }

  getContextPadEntries(element) {
    const entries = {};
    if (is(element, "bpmn:Lane") || is(element, "bpmn:Participant")) {
      const lane = (where, className, title) => ({ group: "lanes", className, title: translate(title), action: { click: () => this.modeling.addLane(element, where) } });
      entries.above = lane("top", "bpmn-icon-lane-insert-above", "Add lane above");
      entries.below = lane("bottom", "bpmn-icon-lane-insert-below", "Add lane below");
    }
    if (is(element, "bpmn:FlowNode") && element.type !== "label") {
      const start = (event) => this.connect.start(event, element);
      if (!is(element, "bpmn:EndEvent")) {
        for (const [type, className] of PARTS.filter(([type]) => APPENDED.includes(type))) {
          entries[`append.${type}`] = {
            group: "model",
            className,
            title: `${translate("Append")} ${kindOf(type)}`,
            action: { click: () => this.autoPlace.append(element, this.elementFactory.createShape({ type })) },
          };
        }
        entries.connect = { group: "connect", className: "bpmn-icon-connection-multi", title: translate("Connect to other element"), action: { click: start, dragstart: start } };
      }
    }
    if (this.mayDelete([element])) entries.delete = this.deletion(() => [element]);
    return entries;
  }

  getMultiElementContextPadEntries(elements) {
    return this.mayDelete(elements) ? { delete: this.deletion(() => elements.slice()) } : {};
  }

  mayDelete(elements) {
    const allowed = this.rules.allowed("elements.delete", { elements });
    return Array.isArray(allowed) ? elements.every((one) => allowed.includes(one)) : allowed;
  }

  deletion(which) {
    return { group: "edit", className: "bpmn-icon-trash", title: translate("Delete"), action: { click: () => this.modeling.removeElements(which()) } };
  }
}
ContextPad.$inject = ["contextPad", "modeling", "elementFactory", "connect", "autoPlace", "rules"];

const PREFIXES = [
  ["bpmn:Activity", "step"],
  ["bpmn:Gateway", "way"],
  ["bpmn:Event", "event"],
  ["bpmn:SequenceFlow", "flow"],
  ["bpmn:Lane", "lane"],
];

// An answer is read as <task id>.<key>, so an id has to be a name that FEEL can read.
class Factory extends BpmnFactory {
  _ensureId(element) {
    const prefix = PREFIXES.find(([type]) => is(element, type))?.[1];
    if (element.id || !prefix) {
      super._ensureId(element);
      return;
    }
    let number = 1;
    while (this._model.ids.assigned(`${prefix}_${number}`)) number += 1;
    element.id = `${prefix}_${number}`;
    this._model.ids.claim(element.id, element);
  }
}
Factory.$inject = ["moddle"];

export default {
  paletteProvider: ["type", Palette],
  contextPadProvider: ["type", ContextPad],
  bpmnFactory: ["type", Factory],
};
