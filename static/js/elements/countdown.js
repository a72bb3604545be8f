/**
 * Time running out, by the server's clock: `<kairos-countdown until total-s>` drains a ring and says marks aloud,
 * `<kairos-pill until>` prints the digits. Both send `kairos:elapsed` once at the end.
 */

import { digits, passed } from '../lib/clock.js';
import { clock } from './clock.js';

const LEAP_S = 2; // a page that slept, or whose clock was put right

class Countdown extends HTMLElement {
  static observedAttributes = ['until', 'total-s'];
  #timer = 0;
  #before = Infinity;

  connectedCallback() {
    this.#start();
    this.#timer = setInterval(() => this.tick(), 250);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#start();
  }

  #start() {
    this.untilMs = Date.parse(this.getAttribute('until') ?? '');
    this.#before = Infinity;
    this.drain();
    this.tick();
  }

  tick() {
    const left = clock.secondsLeft(this.untilMs ?? 0, performance.now());
    if (left === this.#before) return;
    const leapt = this.#before - left;
    if (leapt !== Infinity && (leapt < 0 || leapt > LEAP_S)) this.drain();
    this.show(left, this.#before);
    if (left === 0 && this.#before !== Infinity) {
      this.dispatchEvent(new CustomEvent('kairos:elapsed', { bubbles: true }));
    }
    this.#before = left;
  }

  drain() {}

  /** @param {number} left seconds @param {number} _before at the last tick */
  show(left, _before) {
    this.textContent = digits(left);
  }
}

class Ring extends Countdown {
  /** @override */
  drain() {
    const arc = this.querySelector('.ring-arc');
    if (!arc) return;
    const totalMs = Number(this.getAttribute('total-s')) * 1000;
    const leftMs = Math.max(0, (this.untilMs ?? 0) - clock.now(performance.now()));
    for (const animation of arc.getAnimations()) animation.cancel();
    const from = -100 * (1 - Math.min(1, leftMs / totalMs));
    if (leftMs) arc.animate([{ strokeDashoffset: from }, { strokeDashoffset: -100 }], { duration: leftMs, fill: 'forwards' });
    this.classList.toggle('ring-over', leftMs === 0);
  }

  /** @override @param {number} left @param {number} before */
  show(left, before) {
    const text = this.querySelector('.ring-digits');
    if (text) text.textContent = digits(left);
    this.classList.toggle('ring-over', left === 0);
    const marks = (this.dataset.said ?? '').split(',').filter(Boolean).map(Number);
    const last = Math.min(...marks);
    this.classList.toggle('ring-last', Boolean(this.dataset.saidLast) && left > 0 && left <= last);
    // At the start too: a ring of ninety seconds never passes its first mark.
    const isFirst = before === Infinity && left <= Math.max(...marks);
    const mark = isFirst ? left : passed(marks, before, left);
    const voice = this.querySelector('[data-voice]');
    const words = (left <= last && this.dataset.saidLast) || (this.dataset.saidText ?? '');
    if (mark && voice) voice.textContent = words.replace('{n}', String(mark));
  }
}

customElements.define('kairos-pill', class extends Countdown {});
customElements.define('kairos-countdown', Ring);
