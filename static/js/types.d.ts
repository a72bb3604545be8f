// What several modules speak of. Types cost nothing here: they are not served.

interface LiveEvent { seq: number; name: string; [detail: string]: unknown }

type Frame =
  | { type: 'sync'; epoch: string; head: number; events: LiveEvent[] }
  | { type: 'reset'; epoch: string; head: number }
  | ({ type: 'event' } & LiveEvent)
  | { type: 'heads'; head: number };

/** What to do about a frame: tell of these events, say hello again, ask for the whole page anew. */
interface Verdict { apply: LiveEvent[]; ask: boolean; resync: boolean }

/** What the page says of its connection. */
type Word = 'live' | 'reconnecting' | 'offline' | 'paused';

interface Line {
  isAsleep: boolean;
  isOnline: boolean;
  isOpen: boolean;
  /** How long no socket has been open. */
  downMs: number;
  /** The last question without a socket. */
  poll: 'answered' | 'failed' | null;
}

interface LiveConfig {
  url: string;
  pollUrl: string;
  heartbeatUrl: () => string;
  csrf: string;
  epoch: string | null;
  seq: number;
  clock: import('./lib/clock.js').Clock;
}

/** Milliseconds to wait, by the tries or questions that came to nothing, and by chance (0 to 1). */
type Wait = (failed: number, chance: number) => number;

/** What a line is called; null: what stands there may stand. */
type Name = (line: Line) => Word | null;

/** 61 -> "1:01"; an hour and more -> "1:05:00". */
type Digits = (seconds: number) => string;

/** Which of the marks (seconds, any order) has just been passed on the way down; null when none. */
type Passed = (marks: number[], before: number, after: number) => number | null;

/** The minutes under a finger, from the centre to the right and downwards, on a dial with `full` minutes a turn. */
type MinutesAt = (x: number, y: number, dial: { least: number; most: number; step: number; full: number; from: number }) => number;
