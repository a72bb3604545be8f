/**
 * What this page has heard of the person's stream of events. Pure: it decides, `live.js` acts.
 *
 * @typedef {{seq: number, name: string, [detail: string]: unknown}} LiveEvent
 * @typedef {{type: 'sync', epoch: string, head: number, events: LiveEvent[]}
 *   | {type: 'reset', epoch: string, head: number}
 *   | ({type: 'event'} & LiveEvent)
 *   | {type: 'heads', head: number}} Frame
 * @typedef {{apply: LiveEvent[], ask: boolean, resync: boolean}} Verdict
 * @typedef {'live' | 'reconnecting' | 'offline' | 'paused'} Connection
 */

const LONGEST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 500;
const POLL_MS = 4_000;
const SAID_AFTER_MS = 2_000;

/** Only the next number is applied; whatever is missing is asked for again. */
export class Stream {
  /**
   * @param {string | null} epoch
   * @param {number} seq the last number that this page already shows
   */
  constructor(epoch, seq) {
    this.epoch = epoch;
    this.seq = seq;
  }

  hello() {
    return { type: 'hello', epoch: this.epoch, since: this.seq };
  }

  /**
   * @param {Frame} frame
   * @returns {Verdict}
   */
  receive(frame) {
    switch (frame.type) {
      case 'sync':
        return this.#catchUp(frame);
      case 'reset':
        this.epoch = frame.epoch;
        this.seq = frame.head;
        return { apply: [], ask: false, resync: true };
      case 'event':
        if (frame.seq <= this.seq) return { apply: [], ask: false, resync: false };
        if (frame.seq > this.seq + 1) return { apply: [], ask: true, resync: false };
        this.seq = frame.seq;
        return { apply: [frame], ask: false, resync: false };
      case 'heads':
        return { apply: [], ask: frame.head > this.seq, resync: false };
      default:
        return { apply: [], ask: false, resync: false };
    }
  }

  /**
   * @param {{epoch: string, head: number, events: LiveEvent[]}} sync
   * @returns {Verdict}
   */
  #catchUp({ epoch, head, events }) {
    if (this.epoch !== null && epoch !== this.epoch) {
      this.epoch = epoch;
      this.seq = head;
      return { apply: [], ask: false, resync: true };
    }
    this.epoch = epoch;
    /** @type {LiveEvent[]} */
    const apply = [];
    for (const event of events) {
      if (event.seq !== this.seq + 1) continue;
      this.seq = event.seq;
      apply.push(event);
    }
    // What is still missing has been forgotten by the server: the page asks for everything again.
    const resync = this.seq < head;
    this.seq = Math.max(this.seq, head);
    return { apply, ask: false, resync };
  }
}

/**
 * Full jitter: a thousand phones that lost the same server do not come back in the same second.
 * @param {number} attempt 0 for the first
 * @param {number} chance from 0 to 1
 */
export function waitMs(attempt, chance) {
  return Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * chance);
}

/**
 * Until the next question while no socket is open: within the few seconds that an invitation can spare, less often
 * while nobody answers, never at once.
 * @param {number} failed questions in a row without an answer
 * @param {number} chance from 0 to 1
 */
export function pollMs(failed, chance) {
  return Math.round((Math.min(LONGEST_WAIT_MS, POLL_MS * 2 ** failed) * (1 + chance)) / 2);
}

/**
 * The word for the connection; null: none yet, whatever stood there stands. A blink of the network is not worth a word.
 * A page that asks every few seconds and is answered is as live as one with a socket, but for those seconds.
 * @param {{isAsleep: boolean, isOnline: boolean, isOpen: boolean, downMs: number, poll: 'answered' | 'failed' | null}} line
 * @returns {Connection | null}
 */
export function wordFor({ isAsleep, isOnline, isOpen, downMs, poll }) {
  if (isAsleep) return 'paused';
  if (isOnline && (isOpen || poll === 'answered')) return 'live';
  if (downMs < SAID_AFTER_MS) return null;
  return isOnline && poll !== 'failed' ? 'reconnecting' : 'offline';
}
