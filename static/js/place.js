/**
 * Where this phone is. The only module that asks the phone for its position, and no position leaves it: what goes out is
 * a cell, and what is measured to a public point is shown on this screen only.
 */

import {EQUATOR_M, isUnsure, nextCell} from "./lib/cells.js";
import {lastCellFor, remembering} from "./lib/remembered.js";

/** @typedef {import("./lib/cells.js").Place} Place */
/** @typedef {import("./lib/cells.js").Fix} Fix */

const LAST_CELLS = "kairos.last-cell"; // in this phone's storage: for the hysteresis, never sent as such
const PATIENCE_MS = 10_000; // a cold start of satellite reception indoors takes longer than anybody waits
const FRESH_MS = 30_000; // nobody leaves a cell in less
const WALK_M_PER_S = 1.3;
const DETOUR = 1.3; // streets are longer than the straight line

/** Why there is no position: the person said no, or the phone does not know. */
export class NotLocated extends Error {
  /** @param {"refused" | "unknown"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Ask the phone where it is. The browser asks the person, so this is called after a tap, never on load.
 * @returns {Promise<Fix>}
 */
export function locate() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new NotLocated("refused"));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      (position) => resolve(fixOf(position)),
      (error) => reject(new NotLocated(error.code === error.PERMISSION_DENIED ? "refused" : "unknown")),
      {enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS},
    );
  });
}

/**
 * Follow the phone until told to stop.
 * @param {(fix: Fix) => void} moved
 * @param {() => void} lost
 * @returns {() => void} stops
 */
export function follow(moved, lost) {
  const watch = navigator.geolocation.watchPosition((position) => moved(fixOf(position)), lost, {
    enableHighAccuracy: true,
  });
  return () => navigator.geolocation.clearWatch(watch);
}

/**
 * The cell to publish now, remembered for the next time.
 * @param {{wide?: boolean}} [choice]  wide: the person chose the wider area, and nothing finer is to leave
 * @returns {Promise<{cell: string, unsure: boolean}>}
 */
export async function place({wide = false} = {}) {
  const fix = await locate();
  const known = lastCells();
  const last = lastCellFor(known, fix);
  const cell = nextCell(last, fix, wide);
  remember(remembering(known, last, cell));
  return {cell, unsure: isUnsure(fix)};
}

/**
 * Whether the person has already allowed the position, so that using it asks nothing.
 * @returns {Promise<boolean>}
 */
export async function isAllowed() {
  try {
    return (await navigator.permissions.query({name: "geolocation"})).state === "granted";
  } catch {
    return false; // a browser that cannot say is asked after a tap
  }
}

/**
 * Minutes on foot from here to a public point, rounded up, at least one: the same arithmetic as the server's.
 * @param {Place} here
 * @param {Place} point
 * @returns {number}
 */
export function walkMin(here, point) {
  return Math.max(1, Math.ceil((straightM(here, point) * DETOUR) / WALK_M_PER_S / 60));
}

/**
 * Metres as the crow flies (the haversine, on the sphere that cells are measured on).
 * @param {Place} here
 * @param {Place} point
 * @returns {number}
 */
export function straightM(here, point) {
  const halfLat = Math.sin(radians(point.lat - here.lat) / 2);
  const halfLon = Math.sin(radians(point.lon - here.lon) / 2);
  const chord = halfLat ** 2 + Math.cos(radians(here.lat)) * Math.cos(radians(point.lat)) * halfLon ** 2;
  return (EQUATOR_M / Math.PI) * Math.asin(Math.sqrt(chord));
}

/**
 * The direction from here to a public point, degrees clockwise from north.
 * @param {Place} here
 * @param {Place} point
 * @returns {number}
 */
export function bearing(here, point) {
  const east = radians(point.lon - here.lon);
  const [from, to] = [radians(here.lat), radians(point.lat)];
  const across = Math.sin(east) * Math.cos(to);
  const along = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(east);
  return ((Math.atan2(across, along) * 180) / Math.PI + 360) % 360;
}

/**
 * @param {GeolocationPosition} position
 * @returns {Fix}
 */
function fixOf({coords}) {
  return {lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy};
}

/** @returns {string[]} the cells published here lately, the most recent first */
function lastCells() {
  try {
    return (localStorage.getItem(LAST_CELLS) ?? "").split(" ").filter(Boolean);
  } catch {
    return []; // storage may be forbidden; the hysteresis then begins anew
  }
}

/** @param {string[]} cells */
function remember(cells) {
  try {
    localStorage.setItem(LAST_CELLS, cells.join(" "));
  } catch {
    // see lastCells()
  }
}

/** @param {number} angle @returns {number} */
function radians(angle) {
  return angle * (Math.PI / 180);
}
