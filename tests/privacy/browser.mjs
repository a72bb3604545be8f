// As much of a browser as the phone's own modules touch. Whatever they send, in whatever way, ends up in `sent`.

export const sent = [];
export const here = {fix: null}; // where the phone stands; null: it does not know

const stored = new Map();
const watching = new Map();
const repeating = [];

export function forget() {
  stored.clear();
  watching.clear();
  repeating.length = 0;
  sent.length = 0;
}

/** The phone has a new fix: whoever watches is told. */
export function stand(fix) {
  here.fix = fix;
  for (const moved of watching.values()) moved(position());
}

/** Half a minute passes for whatever repeats. */
export function pass() {
  for (const repeat of repeating) repeat();
}

function position() {
  const {lon, lat, accuracy_m} = here.fix;
  return {coords: {longitude: lon, latitude: lat, accuracy: accuracy_m}};
}

/** Hears events, and has parts that are found by the selector under which they were given. */
export class HTMLElement {
  dataset = {};
  style = {};
  value = "";
  hidden = false;
  disabled = false;
  added = [];
  parts = {};
  form = null;
  attributes = {};
  #heard = [];

  addEventListener(name, listener) {
    this.#heard.push([name, listener]);
  }

  removeEventListener() {}
  focus() {}
  append(field) {
    this.added.push(field);
  }

  getAttribute(name) {
    return this.attributes[name] ?? null;
  }

  hasAttribute(name) {
    return name in this.attributes;
  }

  querySelector(selector) {
    return this.parts[selector];
  }

  closest(selector) {
    return selector === "form" ? this.form : null;
  }

  /** Lets an event be heard; says whether nobody held it back. */
  dispatch(type, more = {}) {
    let goesOn = true;
    const event = {type, preventDefault: () => (goesOn = false), stopImmediatePropagation() {}, ...more};
    for (const [name, listener] of this.#heard) if (name === type) listener.handleEvent(event);
    return goesOn;
  }
}

/** A form that sends its own fields and those of the element in it. */
export class Form extends HTMLElement {
  constructor(path, fields, place) {
    super();
    Object.assign(this, {path, fields, place});
  }

  requestSubmit(submitter = null) {
    if (!this.dispatch("submit", {submitter})) return;
    const body = {...this.fields, cell: this.place.cell.value, place_cell: this.place.select.value};
    for (const {name, value} of this.place.added) body[name] = value;
    sent.push({method: "POST", path: this.path, body});
  }
}

class Socket {
  readyState = 1;
  constructor(url) {
    sent.push({socket: url});
  }

  addEventListener(name, listener) {
    if (name === "open") listener();
    if (name === "message") listener({data: '{"type": "reset", "epoch": "first", "head": 0}'});
  }

  send(text) {
    sent.push({frame: JSON.parse(text)});
  }

  close() {}
}

const nobody = {addEventListener() {}, dispatchEvent() {}};
const elements = new Map();

Object.assign(globalThis, {
  HTMLElement,
  customElements: {define: (name, element) => elements.set(name, element), get: (name) => elements.get(name)},
  localStorage: {getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, String(value))},
  document: {
    ...nobody,
    body: nobody,
    documentElement: {lang: "en"},
    hidden: true, // so that the heartbeat is the socket module's, not the list's
    getElementById: () => null,
    createElement: () => ({}),
  },
  addEventListener() {},
  removeEventListener() {},
  CustomEvent: globalThis.CustomEvent ?? class {},
  WebSocket: Object.assign(Socket, {OPEN: 1}),
  XMLHttpRequest: class {
    open(method, path) {
      Object.assign(this, {method, path});
    }

    send(body) {
      sent.push({method: this.method, path: this.path, body});
    }
  },
  async fetch(path, {method = "GET", headers = {}, body = {}} = {}) {
    sent.push({method, path, headers, body});
  },
  setInterval(repeat) {
    repeating.push(repeat);
  },
});

Object.defineProperty(globalThis, "navigator", {
  value: {
    onLine: true,
    permissions: {query: async () => ({state: "granted"})},
    sendBeacon: (path, body) => sent.push({method: "POST", path, body}),
    geolocation: {
      getCurrentPosition: (found) => found(position()),
      watchPosition(moved) {
        watching.set(watching.size, moved);
        return watching.size - 1;
      },
      clearWatch: (watch) => watching.delete(watch),
    },
  },
});
