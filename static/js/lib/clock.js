/** The server's time on this phone, and the arithmetic of countdowns and of the dial. Pure; anybody may import. */

const OFF_MS = 1_000; // less is the way of the answer, not the clock

/** The server's time by the phone's steady clock (`performance.now()`): whatever its wall clock says, or is set to. */
export class Clock {
  /** @param {number} serverMs @param {number} steadyMs at the same moment */
  constructor(serverMs, steadyMs) {
    this.offsetMs = serverMs - steadyMs;
  }

  /** @param {number} steadyMs */
  now(steadyMs) {
    return steadyMs + this.offsetMs;
  }

  /** On some phones the steady clock stands still in a sleep. @param {number} serverMs @param {number} steadyMs */
  correct(serverMs, steadyMs) {
    if (Math.abs(serverMs - this.now(steadyMs)) > OFF_MS) this.offsetMs = serverMs - steadyMs;
  }

  /** Rounded up, so that 0 is said only when it is over. @param {number} untilMs @param {number} steadyMs */
  secondsLeft(untilMs, steadyMs) {
    return Math.max(0, Math.ceil((untilMs - this.now(steadyMs)) / 1000));
  }
}

/** @type {Digits} */
export const digits = (seconds) => {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
};

/** @type {Passed} */
export const passed = (marks, before, after) =>
  marks.filter((mark) => after <= mark && mark < before).sort((a, b) => a - b)[0] ?? null;

/** Near the top the finger keeps to the side it came from: one does not slip from 90 to 20. @type {MinutesAt} */
export const minutesAt = (x, y, { least, most, step, full, from }) => {
  const turn = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
  let minutes = turn * full;
  if (from > full * 0.75 && minutes < full * 0.25) minutes = most;
  if (from < full * 0.4 && minutes > full * 0.75) minutes = least;
  return Math.min(most, Math.max(least, Math.round(minutes / step) * step));
};
