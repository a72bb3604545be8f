// One phone: runs the modules of the folder it is given, in as much of a browser as they need. A line is a command,
// a line is the answer: {"sent": [...]} is what left the phone meanwhile.
import {join} from "node:path";
import {createInterface} from "node:readline";
import {pathToFileURL} from "node:url";

import {Form, HTMLElement, forget, pass, sent, stand} from "./browser.mjs";

const load = (file) => import(pathToFileURL(join(process.argv[2], file)));
const PATIENCE = 500; // turns of the event loop in which whatever a tap began has long ended

const {nextCell} = await load("lib/cells.js");
const {lastCellFor, remembering} = await load("lib/remembered.js");
await load("elements/place.js");
await load("elements/walk.js");
const {Live} = await load("live.js");

function element(name, parts, attributes = {}) {
  const made = new (customElements.get(name))();
  Object.assign(made, {parts, attributes, dataset: {text: "{min}{m}"}});
  return made;
}

const commands = {
  forget,
  stand: ({fix}) => stand(fix),

  /** Where a phone that knows these cells would be shown at this fix, and what it knows then; wide: by choice. */
  judge({known, fix, wide}) {
    const last = lastCellFor(known, fix);
    const cell = nextCell(last, fix, wide);
    return [cell, remembering(known, last, cell)];
  },

  /** A tap on the button of a form with a place in it: the position is asked for, then the form is sent. */
  async submit({path, fields, wide}) {
    const parts = {};
    for (const name of ["button", "output", "select", "input[name=cell]"]) parts[name] = new HTMLElement();
    const place = element("kairos-place", parts, wide ? {"data-wide": ""} : {});
    const form = new Form(path, fields, place);
    place.form = form;
    place.connectedCallback();
    form.requestSubmit();
  },

  /** The meeting's page: the own walk is measured and the arrow turns while the phone moves. */
  async walk({point, fixes}) {
    const parts = () => ({button: new HTMLElement(), output: new HTMLElement(), svg: new HTMLElement()});
    const walk = element("kairos-walk", parts(), point);
    const arrow = element("kairos-arrow", parts(), point);
    await walk.connectedCallback();
    arrow.connectedCallback();
    arrow.parts.button.dispatch("click");
    for (const fix of fixes) {
      stand(fix);
      await walk.measure();
    }
    arrow.disconnectedCallback();
  },

  /** A hidden page: listens, and says that its person is still there. */
  listen: ({heartbeat, csrf}) =>
    new Live({url: "ws://kairos/ws/events", pollUrl: "/api/v1/events", heartbeatUrl: () => heartbeat, csrf, epoch: null, seq: 0}).start(),
  pass,
};

async function settled() {
  for (let turn = 0, quiet = sent.length; turn < PATIENCE && sent.length === quiet; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

for await (const line of createInterface({input: process.stdin})) {
  const {command, waits, ...said} = JSON.parse(line);
  const answer = await commands[command](said);
  if (waits) await settled();
  process.stdout.write(`${JSON.stringify({answer: answer ?? null, sent: sent.splice(0)})}\n`);
}
