/** Hears what happened, in order, and tells the page by events on the body, named as on the wire. Commands are forms. */

import { pollMs, Stream, waitMs, wordFor } from './lib/stream.js';

const LOOK_EVERY_MS = 1_000;
const HEARTBEAT_EVERY_MS = 30_000;
const POLLING_AFTER_MS = 10_000;
const POLLING_FIRST_AFTER_MS = 1_000; // where no socket has opened yet: a proxy may let none through
const SILENT_AFTER_MS = 22_000; // the server says every 20 s where it stands
const ANSWER_WITHIN_MS = 10_000;
const AWAKE_WITHIN_MS = 2_000;
const SLEPT_MS = 5_000; // the wall clock ran on between two looks
const SLEPT_HIDDEN_MS = 90_000; // hidden pages may look once a minute
const SIGNED_OUT = 4401;

export class Live {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {Word | null} */ #word = null;
  /** @type {Line['poll']} */ #poll = null;
  /** null: a socket is open, and answers. @type {number | null} */ #downAt = performance.now();
  #heardAt = performance.now();
  #answerBy = 0; // 0: nothing was asked
  #pollAt = 0;
  #failed = 0;
  #attempt = 0;
  #retry = 0;
  #lookedAt = Date.now();
  #hasOpened = false;
  #isAsleep = false;
  #isOver = false;

  /** @param {LiveConfig} config */
  constructor(config) {
    this.config = config;
    this.stream = new Stream(config.epoch, config.seq);
  }

  start() {
    addEventListener('online', () => this.#wake());
    addEventListener('offline', () => (this.#downAt ??= performance.now()));
    addEventListener('pagehide', () => this.#sleep());
    addEventListener('pageshow', (event) => event.persisted && this.#wake('restored'));
    document.addEventListener('freeze', () => this.#sleep());
    document.addEventListener('resume', () => this.#wake('resync'));
    document.addEventListener('visibilitychange', () => this.#seen());
    setInterval(() => this.#beat(), HEARTBEAT_EVERY_MS);
    setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#connect();
  }

  #connect() {
    this.#drop();
    const socket = new WebSocket(this.config.url);
    this.#socket = socket;
    this.#answerBy = performance.now() + ANSWER_WITHIN_MS;
    /** @param {() => void} act */
    const ifMine = (act) => socket === this.#socket && act();
    socket.addEventListener('open', () => ifMine(() => this.#send(this.stream.hello())));
    socket.addEventListener('message', ({ data }) => ifMine(() => this.#hear(JSON.parse(data))));
    socket.addEventListener('close', ({ code }) => ifMine(() => this.#lost(code)));
  }

  /** It may be dead: nobody waits for its last word. */
  #drop() {
    clearTimeout(this.#retry);
    this.#socket?.close();
    this.#socket = null;
    this.#answerBy = 0;
  }

  /** @param {object} message */
  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** @param {Frame} frame */
  #hear(frame) {
    this.#heardAt = performance.now();
    this.#answerBy = 0;
    if (frame.type === 'sync' || frame.type === 'reset') {
      this.#hasOpened = true;
      this.#attempt = this.#failed = 0;
      this.#downAt = this.#poll = null;
      this.#say();
    }
    this.#apply(frame);
    if (frame.type !== 'heads') this.#acknowledge();
  }

  /** Somebody looks: no phone need ring for this. */
  #acknowledge() {
    if (!document.hidden) this.#send({ type: 'seen', seq: this.stream.seq });
  }

  /** @param {Frame} frame */
  #apply(frame) {
    const { apply, ask, resync } = this.stream.receive(frame);
    if (ask) this.#send(this.stream.hello());
    for (const event of apply) tell(event.name, event);
    if (resync) tell('resync');
  }

  /** @param {number} [code] */
  #lost(code) {
    if (code === SIGNED_OUT) return this.#signedOut();
    this.#drop();
    this.#downAt ??= performance.now();
    this.#retry = setTimeout(() => this.#connect(), waitMs(this.#attempt++, Math.random()));
  }

  /** Has the phone slept, does the socket live, is it time to ask without one, what is to be said? */
  #look() {
    const now = performance.now();
    const ranOnMs = Date.now() - this.#lookedAt - LOOK_EVERY_MS;
    this.#lookedAt = Date.now();
    if (this.#isAsleep || this.#isOver) return;
    if (!document.hidden && Math.abs(ranOnMs) > SLEPT_MS) return this.#wake('resync');
    if (this.#answerBy && now > this.#answerBy) this.#lost();
    else if (!this.#answerBy && now - this.#heardAt > SILENT_AFTER_MS) this.#ask(ANSWER_WITHIN_MS);
    if (this.#downAt !== null && now > this.#pollAt) {
      const patienceMs = this.#hasOpened ? POLLING_AFTER_MS : POLLING_FIRST_AFTER_MS;
      if (this.#poll || now - this.#downAt > patienceMs) this.#askByHttp();
    }
    this.#say();
  }

  /** The pages too: the socket, or its server, may be dead. @param {number} withinMs for the socket's answer */
  #ask(withinMs) {
    this.#askByHttp();
    if (this.#socket) this.#answerBy = performance.now() + withinMs;
    this.#send(this.stream.hello());
  }

  async #askByHttp() {
    const askedAt = performance.now();
    this.#pollAt = askedAt + ANSWER_WITHIN_MS; // not two at once
    try {
      const { seq: after, epoch } = this.stream;
      const answer = await fetch(`${this.config.pollUrl}?after=${after}${epoch ? `&epoch=${epoch}` : ''}`, {
        headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (answer.status === 401 || answer.status === 403) return this.#signedOut();
      if (!answer.ok) throw answer;
      const { now, reset, ...rest } = await answer.json();
      this.config.clock.correct(Date.parse(now), (askedAt + performance.now()) / 2);
      this.#polled('answered');
      this.#apply({ type: reset ? 'reset' : 'sync', ...rest });
    } catch {
      this.#polled('failed');
    }
  }

  /** @param {'answered' | 'failed'} how */
  #polled(how) {
    this.#failed = how === 'failed' ? this.#failed + 1 : 0;
    this.#pollAt = performance.now() + pollMs(this.#failed, Math.random());
    if (how === 'answered') this.#heardAt = performance.now();
    if (this.#downAt !== null) this.#poll = how;
    this.#say();
  }

  /** A page that is not looked at says that its person is there; else the list does. */
  #beat() {
    const url = this.config.heartbeatUrl();
    if (!url || (!document.hidden && document.getElementById('candidates'))) return;
    fetch(url, { method: 'POST', headers: { 'X-CSRFToken': this.config.csrf }, keepalive: true }).catch(() => {});
  }

  #seen() {
    if (document.hidden) return;
    this.#acknowledge();
    this.#wake(Date.now() - this.#lookedAt > SLEPT_HIDDEN_MS ? 'resync' : 'visible');
  }

  /** A browser does not keep a page with an open socket for "back". */
  #sleep() {
    this.#isAsleep = true;
    this.#drop();
    this.#say();
  }

  /** @param {string} [told] */
  #wake(told) {
    if (this.#isOver) return;
    this.#isAsleep = false;
    this.#lookedAt = Date.now();
    this.#attempt = this.#failed = 0;
    const isOpen = this.#socket?.readyState === WebSocket.OPEN;
    if (!isOpen) {
      this.#downAt = performance.now();
      this.#connect();
    }
    this.#ask(isOpen ? AWAKE_WITHIN_MS : ANSWER_WITHIN_MS);
    if (told) tell(told);
  }

  #signedOut() {
    this.#isOver = true;
    this.#downAt = -Infinity;
    this.#poll = 'failed';
    this.#drop();
    this.#say();
    tell('signed-out');
  }

  #say() {
    const isOpen = this.#downAt === null;
    const downMs = performance.now() - (this.#downAt ?? Infinity);
    const word = wordFor({ isAsleep: this.#isAsleep, isOnline: navigator.onLine, isOpen, downMs, poll: this.#poll });
    if (!word || word === this.#word) return;
    this.#word = word;
    tell('kairos:connection', { state: word, heardAt: this.#heardAt });
  }
}

/** @param {string} name @param {object} [detail] */
export function tell(name, detail = {}) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}
