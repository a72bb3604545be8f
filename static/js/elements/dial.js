/**
 * `<kairos-dial>`: minutes on a ring, by finger, arrow keys or chips, and "until 17:25". The chips work without it.
 */

import { minutesAt } from '../lib/clock.js';
import { clock } from './clock.js';

const FULL_TURN_MIN = 90;

class Dial extends HTMLElement {
  connectedCallback() {
    this.dial = /** @type {HTMLElement} */ (this.querySelector('.dial'));
    this.range = /** @type {HTMLInputElement} */ (this.querySelector('.dial-range'));
    this.range.hidden = false;
    this.dial.dataset.ready = '';
    this.range.addEventListener('input', () => this.set(this.minutes));
    this.addEventListener('change', (event) => {
      const chip = /** @type {HTMLInputElement} */ (event.target);
      if (chip.type === 'radio') this.set(Number(chip.value));
    });
    this.dial.addEventListener('pointerdown', (event) => this.#follow(event));
    this.timer = setInterval(() => this.#draw(this.minutes), 15_000);
    this.set(this.minutes);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  get minutes() {
    return Number(this.range?.value);
  }

  /** @param {PointerEvent} event */
  #follow(event) {
    event.preventDefault();
    const dial = /** @type {HTMLElement} */ (this.dial);
    dial.setPointerCapture(event.pointerId);
    this.#turn(event);
    /** @param {PointerEvent} moved */
    const turn = (moved) => this.#turn(moved);
    dial.addEventListener('pointermove', turn);
    dial.addEventListener('lostpointercapture', () => dial.removeEventListener('pointermove', turn), { once: true });
  }

  /** @param {PointerEvent} event */
  #turn(event) {
    const box = /** @type {HTMLElement} */ (this.dial).getBoundingClientRect();
    const x = event.clientX - box.x - box.width / 2;
    const y = event.clientY - box.y - box.height / 2;
    this.set(minutesAt(x, y, { least: 20, most: 90, step: 5, full: FULL_TURN_MIN, from: this.minutes }));
  }

  /** @param {number} minutes */
  set(minutes) {
    const range = /** @type {HTMLInputElement} */ (this.range);
    range.value = String(minutes);
    const chips = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('input[type="radio"]'));
    let isChip = false;
    for (const chip of chips) {
      chip.checked = Number(chip.value) === minutes;
      isChip ||= chip.checked;
    }
    // Exactly one control carries the answer: a chip, or the range for the minutes between the chips.
    if (isChip) range.removeAttribute('name');
    else range.name = 'minutes';
    this.#draw(minutes);
  }

  /** @param {number} minutes */
  #draw(minutes) {
    const end = new Date(clock.now(performance.now()) + minutes * 60_000);
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(end);
    this.querySelector('.dial-arc')?.setAttribute('stroke-dasharray', `${minutes} ${FULL_TURN_MIN}`);
    this.querySelector('[data-knob]')?.setAttribute('transform', `rotate(${(minutes / FULL_TURN_MIN) * 360})`);
    this.#print('.dial-minutes', String(minutes));
    this.#print('.dial-until', (this.dataset.until ?? '').replace('{time}', time));
    this.range?.setAttribute('aria-valuetext', (this.dataset.value ?? '').replace('{minutes}', String(minutes)).replace('{time}', time));
    const button = this.closest('form')?.querySelector('button[data-label]');
    if (button instanceof HTMLElement) button.textContent = (button.dataset.label ?? '').replace('{minutes}', String(minutes));
  }

  /** @param {string} selector @param {string} text */
  #print(selector, text) {
    const place = this.querySelector(selector);
    if (place) place.textContent = text;
  }
}

/** `<kairos-topic>`: the last topics as chips that fill the line. */
class Topic extends HTMLElement {
  connectedCallback() {
    const chips = this.querySelector('.chips');
    const line = this.querySelector('input');
    if (!(chips instanceof HTMLElement) || !line) return;
    chips.hidden = false;
    line.removeAttribute('list');
    chips.addEventListener('click', (event) => {
      const chip = /** @type {Element} */ (event.target).closest('button');
      if (chip) line.value = chip.value;
    });
  }
}

customElements.define('kairos-dial', Dial);
customElements.define('kairos-topic', Topic);
