/**
 * Which cells a phone remembers, so that a place it comes back to is not snapped anew. Pure; `place.js` keeps them on the
 * phone and nowhere else.
 */

import {MARGIN_M, distanceM, isCell, isWide, parent} from "./cells.js";

/** @typedef {import("./cells.js").Fix} Fix */

const MOST = 32; // the areas between which somebody comes and goes, and some journeys

/**
 * The cell to hand to `nextCell` as the last one: of those remembered, the most recent that the fix has not left.
 * One would not do: who comes home from the office would be snapped anew each evening, and if home lies near an edge
 * the jitter of many evenings would tell where.
 * @param {string[]} known  the most recent first
 * @param {Fix} fix
 * @returns {string | null}
 */
export function lastCellFor(known, fix) {
  return known.find((cell) => isCell(cell) && distanceM(cell, fix) <= MARGIN_M) ?? null;
}

/**
 * What to remember once a cell is published. Where its parent was published for want of accuracy, the cell stays, or
 * the next good fix would be snapped anew; and a first poor fix never comes before a good one.
 * @param {string[]} known  the most recent first
 * @param {string | null} last  what `lastCellFor` said
 * @param {string} cell  what is published
 * @returns {string[]}
 */
export function remembering(known, last, cell) {
  if (last === null && isWide(cell)) return [...known.slice(0, MOST - 1), cell];
  const kept = last !== null && parent(last) === cell ? last : cell;
  const others = known.filter((other) => other !== kept && other !== parent(kept));
  return [kept, ...others].slice(0, MOST);
}
