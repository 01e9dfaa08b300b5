// Inserts switchable mutants into TypeScript files with Stryker's instrumenter.
//
// Usage: node instrument.mjs SRC SWITCHBOARD FILE…; rewrites the files below SRC in place, so that
// every mutant calls SRC/SWITCHBOARD, and prints the mutants as JSON. The copy that is run lies in
// the folder of the instrumenter's packages, where Node finds them.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInstrumenter } from "@stryker-mutator/instrumenter";
import { createInjector } from "typed-inject";

// Words and names of classes are nobody's claim; optional chaining is there for the compiler.
const EXCLUDED = ["OptionalChaining", "Regex"];
const [src, switchboard, ...files] = process.argv.slice(2);
const silent = () => undefined;
const logger = {
  trace: silent, debug: silent, info: silent, warn: silent, error: console.error, fatal: console.error,
  isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false,
  isWarnEnabled: () => false, isErrorEnabled: () => true, isFatalEnabled: () => true,
};
const instrumenter = createInjector().provideValue("logger", logger).injectFunction(createInstrumenter);
const inputs = files.map((file) => ({ name: path.join(src, file), mutate: true, content: readFileSync(path.join(src, file), "utf8") }));
const options = { plugins: null, excludedMutations: EXCLUDED, ignorers: [], noHeader: true };
const { files: outputs, mutants } = await instrumenter.instrument(inputs, options);
for (const { name, content } of outputs) {
  const from = path.relative(path.dirname(name), path.join(src, switchboard)).replace(/\.ts$/, "");
  const module = from.startsWith(".") ? from : `./${from}`;
  const renamed = content.replaceAll("stryMutAct_9fa48", "isOn").replaceAll("stryCov_9fa48", "noted");
  writeFileSync(name, `import { isOn, noted } from ${JSON.stringify(module)};\n${renamed}`);
}
const lines = Object.fromEntries(inputs.map(({ name, content }) => [name, content.split("\n")]));
console.log(JSON.stringify(mutants.map((mutant) => {
  const { start, end } = mutant.location;
  const its = lines[mutant.fileName].slice(start.line, end.line + 1);
  its[its.length - 1] = its.at(-1).slice(0, end.column);
  its[0] = its[0].slice(start.column);
  return {
    id: Number(mutant.id) + 1, kind: mutant.mutatorName, file: path.relative(src, mutant.fileName),
    line: start.line + 1, original: its.join("\n"), replacement: mutant.replacement,
    context: lines[mutant.fileName][start.line].trim(),
  };
})));
