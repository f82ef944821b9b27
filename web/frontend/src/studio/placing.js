// New steps put into the flow without a mouse: room is made, lines are drawn again.
import { is } from "bpmn-js/lib/util/ModelUtil.js";

const WIDTH = 100;
const GAP = 50;

export class Placing {
  constructor(modeler) {
    for (const name of ["modeling", "elementFactory", "spaceTool", "autoPlace", "canvas"]) {
      this[name] = modeler.get(name);
    }
  }

  flowsFrom(element) {
    return element.outgoing.filter((one) => is(one, "bpmn:SequenceFlow"));
  }

  after(element, name) {
    const shape = this.step(name);
    const [flow] = this.flowsFrom(element);
    return flow ? this.onFlow(flow, shape) : this.autoPlace.append(element, shape);
  }

  on(flow, name) {
    return this.onFlow(flow, this.step(name));
  }

  timerOn(task) {
    const shape = this.elementFactory.createShape({
      type: "bpmn:BoundaryEvent",
      eventDefinitionType: "bpmn:TimerEventDefinition",
      cancelActivity: false,
    });
    const place = { x: task.x + task.width - 30, y: task.y + task.height };
    return this.modeling.createShape(shape, place, task, { attach: true });
  }

  step(name) {
    const shape = this.elementFactory.createShape({ type: "bpmn:UserTask" });
    shape.businessObject.name = name;
    return shape;
  }

  onFlow(flow, shape) {
    const { source } = flow;
    this.makeRoom(source.x + source.width + 5, WIDTH + GAP);
    const place = { x: source.x + source.width + GAP + WIDTH / 2, y: source.y + source.height / 2 };
    const made = this.modeling.createShape(shape, place, flow);
    for (const line of [...made.incoming, ...made.outgoing]) this.modeling.layoutConnection(line);
    return made;
  }

  makeRoom(start, width) {
    const all = [];
    const gather = (parent) => {
      for (const child of parent.children ?? []) {
        all.push(child);
        gather(child);
      }
    };
    gather(this.canvas.getRootElement());
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(
      [this.canvas.getRootElement(), ...all],
      "x",
      width,
      start,
    );
    this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: width, y: 0 }, "e", start);
  }
}
