// Prints, as JSON, the tests of a frontend whose bodies call nothing: they cannot fail.
// Usage: node hollow_tests.mjs FRONTEND
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const folder = process.argv[2];
const ts = createRequire(join(folder, "package.json"))("typescript");
const hollow = [];

function callsSomething(node) {
  return ts.isCallExpression(node) || Boolean(ts.forEachChild(node, (child) => callsSomething(child) || undefined));
}

function visit(node, source, file) {
  if (ts.isCallExpression(node) && /^(it|test)\b/.test(node.expression.getText(source))) {
    const body = node.arguments.find((part) => ts.isArrowFunction(part) || ts.isFunctionExpression(part))?.body;
    if (body && !callsSomething(body)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      hollow.push({ file, line, name: node.arguments[0].getText(source) });
    }
  }
  ts.forEachChild(node, (child) => visit(child, source, file));
}

for (const entry of readdirSync(join(folder, "src"), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.test\.tsx?$/.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  visit(source, source, relative(folder, path));
}
console.log(JSON.stringify(hollow));
