// What the desktops of old offices cannot do: `node chrome109.mjs FILE...` prints, as JSON, each
// feature of our style sheets (.css) and scripts (.js) that Chrome 109 does not have, with its
// place. Known from MDN's browser-compat-data; css-tree and acorn read the files.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse as parseScript } from "acorn";
import { full } from "acorn-walk";
import { parse as parseSheet, walk } from "css-tree";

const OLDEST = 109;
const { css, api, javascript } = createRequire(import.meta.url)("@mdn/browser-compat-data");
const functions = lowered(collect(css.types, new Map(), 4));
// format() and others that stand with what takes them, among keywords of the same name
const values = lowered(collect(css["at-rules"], collect(css.properties, new Map(), 4), 4));
const names = collect(javascript.builtins, collect(api, new Map(), 2), 2);

const found = [];
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const report = (line, feature) => found.push({ file, line, feature });
  if (file.endsWith(".css")) checkSheet(text, report);
  else checkScript(text, report);
}
process.stdout.write(JSON.stringify(found));

function has(feature) {
  const statements = [feature.__compat.support.chrome].flat();
  return statements.some(
    ({ version_added: since, version_removed: until, flags, prefix, alternative_name: other }) =>
      !flags && !prefix && !other && reached(since) && !(until && reached(until)),
  );
}

// "≤80" is known to be there by 80; "preview", false and null are not there.
function reached(version) {
  return typeof version === "string" && Number.parseFloat(version.replace("≤", "")) <= OLDEST;
}

function isMissing(feature) {
  return Boolean(feature?.__compat) && !has(feature);
}

function checkSheet(text, report) {
  const said = (node, feature) => report(node.loc.start.line, feature);
  const sheet = parseSheet(text, {
    positions: true,
    parseCustomProperty: true,
    onParseError: (error) => report(error.line, "not read"),
  });
  let depth = 0;
  const leave = (node) => (depth -= node.type === "Rule" ? 1 : 0);
  walk(sheet, { enter, leave });

  function enter(node) {
    if (depth > 0 && ["Rule", "Atrule", "NestingSelector"].includes(node.type)) said(node, "nesting");
    switch (node.type) {
      case "Rule":
        depth += 1;
        break;
      case "Atrule":
        known(css["at-rules"][node.name], `@${node.name}`, node, said);
        break;
      case "Feature":
        if (isMissing(css["at-rules"][node.kind]?.[node.name])) said(node, `(${node.name})`);
        break;
      case "FeatureRange":
        if (isMissing(css["at-rules"].media.range_syntax)) said(node, "(range)");
        break;
      case "PseudoClassSelector":
      case "PseudoElementSelector":
        checkPseudo(node, said);
        break;
      case "Declaration":
        // outside every rule it is a descriptor of its at-rule: @font-face, @page
        checkDeclaration(node, this.rule ? null : css["at-rules"][this.atrule?.name], said);
        break;
      case "Function":
        checkFunction(node, this.declaration, said);
        break;
      case "Dimension":
        if (isMissing(unit(node.unit.toLowerCase()))) said(node, `unit ${node.unit}`);
        break;
    }
  }
}

// A name that nobody knows is a slip of the pen or newer than the data.
function known(feature, name, node, said) {
  if (node.name?.startsWith("-")) return; // of a single vendor, for whom it is
  if (!feature?.__compat || !has(feature)) said(node, name);
}

function checkPseudo(node, said) {
  const mark = node.type === "PseudoClassSelector" ? ":" : "::";
  known(css.selectors[node.name], mark + node.name, node, said);
  const filter = node.children?.first?.selector;
  if (filter && isMissing(css.selectors[node.name]?.of_syntax)) said(node, `:${node.name}(of)`);
}

function checkDeclaration(node, atRule, said) {
  if (node.property.startsWith("-")) return; // a custom property, or one of a single vendor
  const property = atRule?.[node.property] ?? css.properties[node.property];
  known(property, node.property, node, said);
  if (!property || !has(property)) return;
  walk(node.value, (part) => {
    if (part.type !== "Identifier") return;
    if (isMissing(property[part.name])) said(part, `${node.property}: ${part.name}`);
  });
}

function checkFunction(node, declaration, said) {
  const name = node.name.toLowerCase().replace(/^(rgb|hsl)a$/, "$1"); // the same by an older name
  const own = css.properties[declaration?.property]?.[name];
  const candidates = own?.__compat ? [own] : (functions.get(name) ?? values.get(name) ?? []);
  if (name.startsWith("-")) return;
  if (!candidates.some(has)) said(node, `${name}()`);
  else if (node.children?.first?.name === "from" && candidates.every((one) => isMissing(one.relative_syntax)))
    said(node, `${name}(from)`);
}

function unit(name) {
  const dynamic = /^([sld])v(w|h|i|b|min|max)$/.exec(name);
  const sizes = { s: "small", l: "large", d: "dynamic" };
  return css.types.length[dynamic ? `viewport_percentage_units_${sizes[dynamic[1]]}` : name];
}

function checkScript(text, report) {
  full(parseScript(text, { ecmaVersion: "latest", sourceType: "module", locations: true }), (node) => {
    const name = nameUsed(node);
    if (name && names.has(name) && !names.get(name).some(has)) report(node.loc.start.line, name);
  });
}

// A method is known by its name alone: whose it is, only the running script knows.
function nameUsed(node) {
  if (node.type === "MemberExpression" && !node.computed) return node.property.name;
  if (node.type === "NewExpression" || node.type === "CallExpression") return node.callee.name;
  return null;
}

function lowered(features) {
  return new Map([...features].map(([name, found]) => [name.toLowerCase(), found]));
}

function collect(tree, into, depth) {
  for (const [key, feature] of Object.entries(tree)) {
    if (key === "__compat" || typeof feature !== "object") continue;
    const name = key.replace(/_(static|event|keyword)$|-function$/, "");
    if (feature.__compat) into.set(name, [...(into.get(name) ?? []), feature]);
    if (depth > 1) collect(feature, into, depth - 1);
  }
  return into;
}
