/** The server's time, by `performance.now()`: from the page that says it, put right by live.js after a sleep. */

import { Clock } from '../lib/clock.js';

const renderedAtMs = Number(document.body.dataset.now) * 1000;
const navigation = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType('navigation')[0]);
// The server reads its clock first of all: in the middle between the question and the answer.
const arrivedAtMs = ((navigation?.requestStart ?? 0) + (navigation?.responseStart ?? 0)) / 2;

export const clock = new Clock(renderedAtMs || performance.timeOrigin + arrivedAtMs, arrivedAtMs);
