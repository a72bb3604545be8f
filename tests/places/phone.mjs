// Runs the phone's own modules outside a browser: a JSON list of calls [function, ...arguments] in, their results out.
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const modules = mkdtempSync(join(tmpdir(), "kairos-phone-"));
cpSync(process.argv[2], modules, {recursive: true});
writeFileSync(join(modules, "package.json"), '{"type": "module"}'); // as a browser reads them, whatever this node's age

const functions = {
  ...(await import(pathToFileURL(join(modules, "lib/cells.js")))),
  ...(await import(pathToFileURL(join(modules, "place.js")))),
};
rmSync(modules, {recursive: true});
const calls = JSON.parse(readFileSync(0, "utf8"));
const results = calls.map(([name, ...args]) => {
  try {
    return functions[name](...args);
  } catch (error) {
    return {refused: error.name};
  }
});
process.stdout.write(JSON.stringify(results));
