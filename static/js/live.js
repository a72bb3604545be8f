/**
 * The socket: hears what happened, in order, and tells the page by DOM events on the body, named by their wire names.
 * Started once by app.js. It sends nothing but "hello"; commands are forms.
 */

import { pollMs, Stream, waitMs, wordFor } from './lib/stream.js';

const LOOK_EVERY_MS = 1_000;
const HEARTBEAT_EVERY_MS = 30_000;
const POLLING_AFTER_MS = 10_000;
const POLLING_FIRST_AFTER_MS = 2_000; // where no socket has opened yet: a proxy may let none through
const SILENT_AFTER_MS = 25_000; // the server says every 20 s where it stands
const ANSWER_WITHIN_MS = 10_000;
const ANSWER_AFTER_SLEEP_WITHIN_MS = 2_000;
const SLEPT_MS = 5_000; // what the wall clock may run ahead between two looks
const SLEPT_HIDDEN_MS = 90_000; // a page that nobody looks at may look about once a minute
const SIGNED_OUT = 4401;

export class Live {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {import('./lib/stream.js').Connection | null} */ #word = null;
  /** @type {'answered' | 'failed' | null} */ #poll = null;
  /** Steady clock; null: open and heard. @type {number | null} */ #downAt = performance.now();
  #heardAt = performance.now();
  #answerBy = 0; // 0: nothing has been asked
  #pollAt = 0;
  #failed = 0;
  #attempt = 0;
  #retry = 0;
  #hasOpened = false;
  #isAsleep = false;
  #isOver = false;
  #lookedAt = Date.now();

  /**
   * @param {{url: string, pollUrl: string, heartbeatUrl: () => string, csrf: string, epoch: string | null, seq: number,
   *   clock: import('./lib/clock.js').Clock}} config
   */
  constructor(config) {
    this.config = config;
    this.stream = new Stream(config.epoch, config.seq);
  }

  start() {
    addEventListener('online', () => this.#wake());
    addEventListener('offline', () => (this.#downAt ??= performance.now()));
    addEventListener('pagehide', () => this.#sleep());
    addEventListener('pageshow', (event) => event.persisted && (this.#wake(), tell('restored', {})));
    document.addEventListener('freeze', () => this.#sleep());
    document.addEventListener('resume', () => this.#wakeWhole());
    document.addEventListener('visibilitychange', () => this.#seen());
    setInterval(() => this.#beat(), HEARTBEAT_EVERY_MS);
    setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#drop();
    const socket = new WebSocket(this.config.url);
    this.#socket = socket;
    this.#answerBy = performance.now() + ANSWER_WITHIN_MS;
    socket.addEventListener('open', () => socket === this.#socket && this.#hello());
    socket.addEventListener('message', (message) => socket === this.#socket && this.#hear(JSON.parse(message.data)));
    socket.addEventListener('close', (close) => socket === this.#socket && this.#lost(close.code));
  }

  /** Lets go of a socket without waiting for its last word: it may be dead without saying so. */
  #drop() {
    const old = this.#socket;
    this.#socket = null;
    this.#answerBy = 0;
    old?.close();
  }

  #hello() {
    this.#socket?.send(JSON.stringify(this.stream.hello()));
  }

  /** @param {import('./lib/stream.js').Frame} frame */
  #hear(frame) {
    this.#heardAt = performance.now();
    this.#answerBy = 0;
    if (frame.type === 'sync' || frame.type === 'reset') this.#up();
    this.#apply(this.stream.receive(frame));
  }

  /** @param {import('./lib/stream.js').Verdict} verdict */
  #apply({ apply, ask, resync }) {
    if (ask && this.#socket?.readyState === WebSocket.OPEN) this.#hello();
    for (const event of apply) tell(event.name, event);
    if (resync) tell('resync', {});
  }

  #up() {
    this.#hasOpened = true;
    this.#attempt = this.#failed = 0;
    this.#downAt = this.#poll = null;
    this.#say();
  }

  /** @param {number} code */
  #lost(code) {
    if (code === SIGNED_OUT) return this.#signedOut();
    this.#drop();
    this.#downAt ??= performance.now();
    this.#retry = setTimeout(() => this.#connect(), waitMs(this.#attempt++, Math.random()));
  }

  /** Once a second: has the phone slept, is the socket alive, is it time to ask without one, what is to be said? */
  #look() {
    const [now, wall] = [performance.now(), Date.now()];
    const hasSlept = !document.hidden && Math.abs(wall - this.#lookedAt - LOOK_EVERY_MS) > SLEPT_MS;
    this.#lookedAt = wall;
    if (this.#isAsleep || this.#isOver) return;
    if (hasSlept) return this.#wakeWhole();
    if (this.#answerBy && now > this.#answerBy) this.#lost(0);
    else if (!this.#answerBy && now - this.#heardAt > SILENT_AFTER_MS) this.#ask(ANSWER_WITHIN_MS);
    if (this.#isToPoll(now)) this.#askWithoutSocket();
    this.#say();
  }

  /** @param {number} now */
  #isToPoll(now) {
    if (this.#downAt === null || now < this.#pollAt) return false;
    return this.#poll !== null || now - this.#downAt > (this.#hasOpened ? POLLING_AFTER_MS : POLLING_FIRST_AFTER_MS);
  }

  /**
   * Says hello again: who is still there answers with what is missing.
   * @param {number} withinMs
   */
  #ask(withinMs) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#answerBy = performance.now() + withinMs;
    this.#hello();
  }

  async #askWithoutSocket() {
    const [asked, { epoch, seq }] = [performance.now(), this.stream];
    this.#pollAt = asked + ANSWER_WITHIN_MS; // not twice at once
    try {
      const which = new URLSearchParams({ after: String(seq), ...(epoch && { epoch }) });
      const answer = await fetch(`${this.config.pollUrl}?${which}`, {
        headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (answer.status === 401 || answer.status === 403) return this.#signedOut();
      if (!answer.ok) throw new Error(String(answer.status));
      const { now, reset, ...rest } = await answer.json();
      const at = performance.now();
      this.config.clock.correct(Date.parse(now), (asked + at) / 2);
      this.#failed = 0;
      if (this.#downAt !== null) [this.#poll, this.#heardAt] = ['answered', at];
      this.#apply(this.stream.receive({ type: reset ? 'reset' : 'sync', ...rest }));
    } catch {
      this.#failed++;
      if (this.#downAt !== null) this.#poll = 'failed';
    }
    this.#pollAt = performance.now() + pollMs(this.#failed, Math.random());
    this.#say();
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
    const hasSlept = Date.now() - this.#lookedAt > SLEPT_HIDDEN_MS;
    this.#wake();
    tell(hasSlept ? 'resync' : 'visible', {});
  }

  /** Nothing is heard from here on, and the word for that is the first thing seen on waking. An open socket would keep the page out of the back/forward cache. */
  #sleep() {
    this.#isAsleep = true;
    clearTimeout(this.#retry);
    this.#drop();
    this.#say();
  }

  #wakeWhole() {
    this.#wake();
    tell('resync', {});
  }

  /** What was missed is asked for at once, beside the socket too: it may be dead without saying so. */
  #wake() {
    if (this.#isOver) return;
    this.#isAsleep = false;
    this.#lookedAt = Date.now();
    this.#attempt = this.#failed = 0;
    this.#askWithoutSocket();
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#ask(ANSWER_AFTER_SLEEP_WITHIN_MS);
    this.#downAt = performance.now();
    this.#connect();
  }

  #signedOut() {
    this.#isOver = true;
    this.#downAt = -Infinity;
    this.#poll = 'failed';
    clearTimeout(this.#retry);
    this.#drop();
    this.#say();
    tell('signed-out', {});
  }

  #say() {
    const downMs = this.#downAt === null ? 0 : performance.now() - this.#downAt;
    const isOpen = this.#downAt === null;
    const word = wordFor({ isAsleep: this.#isAsleep, isOnline: navigator.onLine, isOpen, downMs, poll: this.#poll });
    if (!word || (word === this.#word && word !== 'offline')) return;
    this.#word = word;
    tell('kairos:connection', { state: word, heardAt: this.#heardAt });
  }
}

/**
 * @param {string} name
 * @param {object} detail
 */
function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}
