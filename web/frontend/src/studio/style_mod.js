// style-mod, mounted through constructable style sheets: the policy allows no <style> element.
import { StyleModule } from "../../node_modules/style-mod/src/style-mod.js";

const mounted = new WeakMap();

StyleModule.mount = (root, modules) => {
  const place = root.adoptedStyleSheets ? root : document;
  if (!mounted.has(place)) mounted.set(place, new Set());
  const known = mounted.get(place);
  for (const one of [modules].flat()) {
    if (known.has(one)) continue;
    known.add(one);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(one.getRules());
    place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
  }
};

export { StyleModule };
