import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pollMs, Stream, waitMs, wordFor } from '../../static/js/lib/stream.js';

const event = (seq) => ({ type: 'event', seq, name: 'meeting-agreed' });
const names = ({ apply }) => apply.map(({ seq }) => seq);

test('hello says what the page already shows', () => {
  assert.deepEqual(new Stream('e', 7).hello(), { type: 'hello', epoch: 'e', since: 7 });
});

test('the next number is applied', () => {
  const stream = new Stream('e', 7);
  assert.deepEqual(names(stream.receive(event(8))), [8]);
  assert.equal(stream.seq, 8);
});

test('a number twice is applied once', () => {
  const stream = new Stream('e', 7);
  stream.receive(event(8));
  assert.deepEqual(stream.receive(event(8)), { apply: [], ask: false, resync: false });
});

test('after a gap nothing is applied and the rest is asked for', () => {
  const stream = new Stream('e', 7);
  assert.deepEqual(stream.receive(event(9)), { apply: [], ask: true, resync: false });
  assert.equal(stream.seq, 7);
});

test('what was missing arrives in order, and what is known already is left out', () => {
  const stream = new Stream('e', 7);
  const verdict = stream.receive({ type: 'sync', epoch: 'e', head: 9, events: [event(7), event(8), event(9)] });
  assert.deepEqual(names(verdict), [8, 9]);
  assert.equal(verdict.resync, false);
});

test('what the server has forgotten makes the page ask for everything', () => {
  const stream = new Stream('e', 7);
  const verdict = stream.receive({ type: 'sync', epoch: 'e', head: 20, events: [event(19), event(20)] });
  assert.deepEqual([names(verdict), verdict.resync, stream.seq], [[], true, 20]);
});

test('another epoch is another stream', () => {
  const stream = new Stream('e', 7);
  const verdict = stream.receive({ type: 'sync', epoch: 'f', head: 3, events: [event(3)] });
  assert.deepEqual([verdict.apply, verdict.resync, stream.hello()], [[], true, { type: 'hello', epoch: 'f', since: 3 }]);
});

test('a reset takes the head and asks for everything', () => {
  const stream = new Stream('e', 7);
  assert.equal(stream.receive({ type: 'reset', epoch: 'f', head: 2 }).resync, true);
  assert.equal(stream.seq, 2);
});

test('heads cure a deaf socket', () => {
  const stream = new Stream('e', 7);
  assert.equal(stream.receive({ type: 'heads', head: 7 }).ask, false);
  assert.equal(stream.receive({ type: 'heads', head: 8 }).ask, true);
});

test('bells lost, doubled and reordered: every event is shown once, in order', () => {
  const stream = new Stream('e', 0);
  const shown = [];
  const take = (frame) => {
    const { apply, ask } = stream.receive(frame);
    shown.push(...apply.map(({ seq }) => seq));
    if (ask) take({ type: 'sync', epoch: 'e', head: 6, events: [1, 2, 3, 4, 5, 6].slice(stream.seq).map(event) });
  };
  for (const seq of [1, 3, 2, 3, 1, 6, 5]) take(event(seq));
  assert.deepEqual(shown, [1, 2, 3, 4, 5, 6]);
});

test('reconnection waits longer each time, never more than 30 s, with full jitter', () => {
  assert.deepEqual([0, 1, 2, 10].map((attempt) => waitMs(attempt, 1)), [500, 1_000, 2_000, 30_000]);
  assert.equal(waitMs(10, 0), 0);
});

test('without a socket the page asks every few seconds, and backs off while nobody answers', () => {
  assert.deepEqual([0, 1, 2, 10].map((failed) => pollMs(failed, 1)), [4_000, 8_000, 16_000, 30_000]);
  assert.deepEqual([0, 10].map((failed) => pollMs(failed, 0)), [2_000, 15_000]);
});

const line = { isAsleep: false, isOnline: true, isOpen: false, downMs: 0, poll: null };

test('a blink of the network is not worth a word', () => {
  assert.equal(wordFor({ ...line, downMs: 1_900 }), null);
  assert.equal(wordFor({ ...line, isOnline: false, isOpen: true, downMs: 1_900 }), null);
});

test('after two seconds the page says that it looks for the server', () => {
  assert.equal(wordFor({ ...line, downMs: 2_000 }), 'reconnecting');
});

test('what is heard is live, by a socket or by asking', () => {
  assert.equal(wordFor({ ...line, isOpen: true }), 'live');
  assert.equal(wordFor({ ...line, downMs: 60_000, poll: 'answered' }), 'live');
});

test('where nobody answers, or the phone has no network, the page is offline', () => {
  assert.equal(wordFor({ ...line, downMs: 12_000, poll: 'failed' }), 'offline');
  assert.equal(wordFor({ ...line, isOnline: false, downMs: 2_000, poll: 'answered' }), 'offline');
});

test('a page that sleeps is paused, whatever it heard last', () => {
  assert.equal(wordFor({ ...line, isOpen: true, isAsleep: true }), 'paused');
});
