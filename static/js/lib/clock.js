/**
 * The server's time on this phone, and the arithmetic of countdowns and of the dial. Pure; anybody may import.
 */

const OFF_MS = 1_000; // less than this is the way of the answer, not the clock

/**
 * The server's clock as seen from here. A phone may be minutes wrong, or be put right while the page is open; the page says
 * what time it really is, and from there on the steady clock counts (`performance.now()`), which nobody sets.
 */
export class Clock {
  /**
   * @param {number} serverMs the server's time, in ms since 1970
   * @param {number} steadyMs the steady clock at the same moment
   */
  constructor(serverMs, steadyMs) {
    /** ms to add to the steady clock. */
    this.offsetMs = serverMs - steadyMs;
  }

  /** @param {number} steadyMs */
  now(steadyMs) {
    return steadyMs + this.offsetMs;
  }

  /**
   * Takes the server at its word: on some phones the steady clock stands still while they sleep.
   * @param {number} serverMs
   * @param {number} steadyMs
   * @returns {boolean} whether it was off by so much that it has been put right
   */
  correct(serverMs, steadyMs) {
    const isOff = Math.abs(serverMs - this.now(steadyMs)) > OFF_MS;
    if (isOff) this.offsetMs = serverMs - steadyMs;
    return isOff;
  }

  /**
   * Seconds left until a moment, never negative. Rounded up, so that 0 is said only when it is over.
   * @param {number} untilMs
   * @param {number} steadyMs
   */
  secondsLeft(untilMs, steadyMs) {
    return Math.max(0, Math.ceil((untilMs - this.now(steadyMs)) / 1000));
  }
}

/**
 * 61 -> "1:01"; an hour and more -> "1:05:00".
 * @param {number} seconds
 */
export function digits(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/**
 * Which of the marks (seconds, any order) has just been passed on the way down; null when none.
 * @param {number[]} marks
 * @param {number} before
 * @param {number} after
 */
export function passed(marks, before, after) {
  return marks.filter((mark) => after <= mark && mark < before).sort((a, b) => a - b)[0] ?? null;
}

/**
 * The minutes under a finger on the dial: clockwise from the top, a full turn is `full` minutes.
 * Near the top the finger keeps to the side it came from: one does not slip from 90 to 20.
 * @param {number} x from the centre, to the right
 * @param {number} y from the centre, downwards
 * @param {{least: number, most: number, step: number, full: number, from: number}} dial
 */
export function minutesAt(x, y, { least, most, step, full, from }) {
  const turn = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
  let minutes = turn * full;
  if (from > full * 0.75 && minutes < full * 0.25) minutes = most;
  if (from < full * 0.4 && minutes > full * 0.75) minutes = least;
  return Math.min(most, Math.max(least, Math.round(minutes / step) * step));
}
