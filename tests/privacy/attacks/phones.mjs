// The phones of the victims: the page's own place.js, whole, with a position and a storage of each phone's own.
// A JSON list of traces [[{lon, lat, accuracy_m}, ...], ...] in, the cells that each phone publishes out.
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const modules = mkdtempSync(join(tmpdir(), "kairos-phones-"));
cpSync(process.argv[2], modules, {recursive: true});
writeFileSync(join(modules, "package.json"), '{"type": "module"}'); // as a browser reads them, whatever this node's age

let fix;
let stored;
const geolocation = {
  getCurrentPosition: (found) =>
    found({coords: {longitude: fix.lon, latitude: fix.lat, accuracy: fix.accuracy_m}}),
};
const globals = {
  navigator: {geolocation},
  localStorage: {
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => stored.set(name, String(value)),
  },
};
for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, {value, configurable: true});
}

const {place} = await import(pathToFileURL(join(modules, "place.js")));
const traces = JSON.parse(readFileSync(0, "utf8"));
const published = [];
for (const trace of traces) {
  stored = new Map();
  const cells = [];
  for (fix of trace) cells.push((await place()).cell);
  published.push(cells);
}
rmSync(modules, {recursive: true});
process.stdout.write(JSON.stringify(published));
