/**
 * The socket: hears what happened, in order, and tells the page by DOM events on the body, named by their wire names.
 * Started once by app.js. It sends nothing but "hello"; commands are forms.
 */

import { Stream, waitMs } from './lib/stream.js';

const RECONNECTING_AFTER_MS = 2_000; // a blink of the network is not worth a word
const POLLING_AFTER_MS = 10_000;
const POLL_EVERY_MS = 5_000;
const HEARTBEAT_EVERY_MS = 30_000;
const SILENT_AFTER_MS = 22_000; // the server says every 20 s where it stands
const ANSWER_WITHIN_MS = 10_000; // of a silent socket that was asked
const LISTEN_EVERY_MS = 1_000;
const SIGNED_OUT = 4401;

/** @typedef {'live' | 'reconnecting' | 'offline' | 'paused'} Connection */

export class Live {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {Connection | null} */ #state = null;
  #attempt = 0;
  #downSince = 0;
  #heardAt = 0;
  #isDoubted = false;
  #timer = 0;
  #polling = 0;

  /** @param {{url: string, pollUrl: string, heartbeatUrl: () => string, csrf: string, epoch: string | null, seq: number}} config */
  constructor(config) {
    this.config = config;
    this.stream = new Stream(config.epoch, config.seq);
  }

  start() {
    addEventListener('online', () => this.#anew());
    addEventListener('offline', () => this.#say('offline'));
    addEventListener('pagehide', () => this.#pause());
    addEventListener('pageshow', (event) => event.persisted && this.#resume());
    document.addEventListener('freeze', () => this.#pause());
    document.addEventListener('resume', () => this.#resume());
    document.addEventListener('visibilitychange', () => this.#seen());
    setInterval(() => this.#beat(), HEARTBEAT_EVERY_MS);
    setInterval(() => this.#listen(), LISTEN_EVERY_MS);
    this.#connect();
  }

  /** A silent socket is asked, and so are the pages: its server may stand still. One that does not answer is dead. */
  #listen() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const silentMs = Date.now() - this.#heardAt;
    if (silentMs > SILENT_AFTER_MS + ANSWER_WITHIN_MS) return this.#anew();
    if (silentMs < SILENT_AFTER_MS || this.#isDoubted) return;
    this.#isDoubted = true;
    this.#socket.send(JSON.stringify(this.stream.hello()));
    this.#poll();
  }

  /** Lets go of a socket that may be dead without saying so: the network under it has changed. */
  #anew() {
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#timer);
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    this.#downSince ||= Date.now();
    const socket = new WebSocket(this.config.url);
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify(this.stream.hello())));
    socket.addEventListener('message', (message) => this.#hear(JSON.parse(message.data)));
    socket.addEventListener('close', (close) => socket === this.#socket && this.#lost(close.code));
  }

  /** @param {import('./lib/stream.js').Frame} frame */
  #hear(frame) {
    this.#heardAt = Date.now();
    this.#isDoubted = false;
    if (frame.type === 'sync' || frame.type === 'reset') this.#up();
    this.#apply(this.stream.receive(frame));
  }

  /** @param {import('./lib/stream.js').Verdict} verdict */
  #apply({ apply, ask, resync }) {
    if (ask && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(this.stream.hello()));
    for (const event of apply) tell(event.name, event);
    if (resync) tell('resync', {});
  }

  #up() {
    this.#attempt = 0;
    this.#downSince = 0;
    clearInterval(this.#polling);
    this.#polling = 0;
    this.#say('live');
  }

  /** @param {number} code */
  #lost(code) {
    if (this.#state === 'paused') return;
    if (code === SIGNED_OUT) return this.#signedOut();
    this.#downSince ||= Date.now();
    this.#timer = setTimeout(() => this.#connect(), waitMs(this.#attempt++, Math.random()));
    setTimeout(() => this.#worry(), RECONNECTING_AFTER_MS);
    setTimeout(() => this.#worry(), POLLING_AFTER_MS);
  }

  #worry() {
    if (!this.#downSince || this.#state === 'paused') return;
    const downMs = Date.now() - this.#downSince;
    if (downMs >= RECONNECTING_AFTER_MS && this.#state !== 'offline') {
      this.#say(navigator.onLine ? 'reconnecting' : 'offline');
    }
    if (downMs >= POLLING_AFTER_MS && !this.#polling) {
      this.#poll();
      this.#polling = setInterval(() => this.#poll(), POLL_EVERY_MS);
    }
  }

  async #poll() {
    try {
      const answer = await fetch(`${this.config.pollUrl}?after=${this.stream.seq}`, { headers: { Accept: 'application/json' } });
      if (answer.status === 401 || answer.status === 403) return this.#signedOut();
      if (!answer.ok) throw new Error(String(answer.status));
      const { epoch, head, events } = await answer.json();
      if (!this.#downSince && !this.#isDoubted) return;
      if (this.#downSince) this.#say('reconnecting');
      this.#apply(this.stream.receive({ type: 'sync', epoch, head, events }));
    } catch {
      if (this.#downSince) this.#say('offline');
    }
  }

  /** A page that is not looked at says that its person is still there; the list says so otherwise. */
  async #beat() {
    const url = this.config.heartbeatUrl();
    if (!url || (!document.hidden && document.getElementById('candidates'))) return;
    try {
      await fetch(url, { method: 'POST', headers: { 'X-CSRFToken': this.config.csrf }, keepalive: true });
    } catch {
      // The next one comes in half a minute.
    }
  }

  #seen() {
    if (document.hidden) return;
    if (!this.#socket || this.#socket.readyState > WebSocket.OPEN) this.#connect();
    tell('visible', {});
  }

  #pause() {
    this.#say('paused');
    clearTimeout(this.#timer);
    clearInterval(this.#polling);
    this.#polling = 0;
    this.#socket?.close();
    this.#socket = null;
  }

  #resume() {
    this.#attempt = 0;
    this.#say('reconnecting');
    this.#connect();
    tell('resync', {});
  }

  #signedOut() {
    clearTimeout(this.#timer);
    clearInterval(this.#polling);
    this.#say('offline');
    tell('signed-out', {});
  }

  /** @param {Connection} state */
  #say(state) {
    if (state === this.#state && state !== 'live') return;
    this.#state = state;
    tell('kairos:connection', { state });
  }
}

/**
 * @param {string} name
 * @param {object} detail
 */
function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}
