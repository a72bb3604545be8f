/** What this page has heard of the person's stream of events, and when it asks again. Pure: it decides, `live.js` acts. */

const LONGEST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 500;
const POLL_MS = 4_000; // of the ninety seconds that an invitation has
const SAID_AFTER_MS = 2_000; // a blink of the network is not worth a word

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

  /** @param {Frame} frame */
  receive(frame) {
    switch (frame.type) {
      case 'sync':
        return this.#catchUp(frame);
      case 'reset':
        this.epoch = frame.epoch;
        this.seq = frame.head;
        return verdict({ resync: true });
      case 'event':
        if (frame.seq <= this.seq) return verdict({});
        if (frame.seq > this.seq + 1) return verdict({ ask: true });
        this.seq = frame.seq;
        return verdict({ apply: [frame] });
      case 'heads':
        return verdict({ ask: frame.head > this.seq });
      default:
        return verdict({});
    }
  }

  /** @param {Frame & {type: 'sync'}} sync */
  #catchUp({ epoch, head, events }) {
    const isOther = this.epoch !== null && epoch !== this.epoch;
    this.epoch = epoch;
    if (isOther) {
      this.seq = head;
      return verdict({ resync: true });
    }
    const apply = events.filter(({ seq }) => seq === this.seq + 1 && ++this.seq);
    // What is still missing has been forgotten by the server: the page asks for everything again.
    const resync = this.seq < head;
    this.seq = Math.max(this.seq, head);
    return verdict({ apply, resync });
  }
}

/** @type {(found: Partial<Verdict>) => Verdict} */
const verdict = (found) => ({ apply: [], ask: false, resync: false, ...found });

/** Full jitter: a thousand phones that lost the same server do not come back in the same second. @type {Wait} */
export const waitMs = (failed, chance) => Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failed) * chance);

/** While no socket is open; less often while nobody answers, never at once. @type {Wait} */
export const pollMs = (failed, chance) => Math.round((Math.min(LONGEST_WAIT_MS, POLL_MS * 2 ** failed) * (1 + chance)) / 2);

/** Who asks every few seconds and is answered is live too. @type {Name} */
export const wordFor = ({ isAsleep, isOnline, isOpen, downMs, poll }) => {
  if (isAsleep) return 'paused';
  if (isOnline && (isOpen || poll === 'answered')) return 'live';
  if (downMs < SAID_AFTER_MS) return null;
  return isOnline && poll !== 'failed' ? 'reconnecting' : 'offline';
};
