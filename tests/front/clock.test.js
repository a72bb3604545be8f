import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Clock, digits, minutesAt, passed } from '../../static/js/lib/clock.js';

const DIAL = { least: 20, most: 90, step: 5, full: 90, from: 45 };

test('a phone ten minutes slow counts down by the server', () => {
  const clock = new Clock(1_000_000, 400_000);
  assert.equal(clock.now(400_000), 1_000_000);
  assert.equal(clock.secondsLeft(1_090_000, 400_000), 90);
  assert.equal(clock.secondsLeft(1_090_000, 430_500), 60);
});

test('nothing is left after the end', () => {
  assert.equal(new Clock(0, 0).secondsLeft(1_000, 5_000), 0);
});

test('the last second is counted to its end', () => {
  assert.equal(new Clock(0, 0).secondsLeft(1_000, 999), 1);
});

test('digits are minutes and two digits of seconds', () => {
  assert.deepEqual([0, 9, 61, 600, 3_900].map(digits), ['0:00', '0:09', '1:01', '10:00', '1:05:00']);
});

test('a mark is said once, when it is passed', () => {
  assert.equal(passed([90, 30, 20], 31, 30), 30);
  assert.equal(passed([90, 30, 20], 30, 29), null);
  assert.equal(passed([90, 30, 20], 91, 90), 90);
});

test('a phone that slept says the latest mark only', () => {
  assert.equal(passed([90, 30, 20], 80, 10), 20);
});

test('half a turn is half of the dial', () => {
  assert.equal(minutesAt(0, 10, DIAL), 45);
});

test('a quarter is rounded to five minutes', () => {
  assert.equal(minutesAt(10, 0, { ...DIAL, from: 30 }), 25);
});

test('past the top the finger stays where it came from', () => {
  assert.equal(minutesAt(1, -10, { ...DIAL, from: 85 }), 90);
  assert.equal(minutesAt(-1, -10, { ...DIAL, from: 20 }), 20);
});

test('the phone may be ten minutes wrong either way: only the steady clock counts', () => {
  for (const wrong of [-600_000, 600_000]) {
    const phone = { wall: 1_000_000 + wrong, steady: 2_000 };
    const clock = new Clock(1_000_000, phone.steady);
    assert.equal(clock.secondsLeft(1_090_000, phone.steady + 30_000), 60);
  }
});

test('a steady clock that stood still in a sleep is put right by the server', () => {
  const clock = new Clock(1_000_000, 2_000);
  clock.correct(1_600_000, 3_000);
  assert.equal(clock.now(3_000), 1_600_000);
});

test('the way of an answer is not taken for an error of the clock', () => {
  const clock = new Clock(1_000_000, 2_000);
  clock.correct(1_000_900, 2_100);
  assert.equal(clock.now(2_100), 1_000_100);
});
