/**
 * The grid that stands for where people are, as the phone sees it: the twin of `places/cells.py`, tied to it by shared
 * vectors. Pure: no DOM, no storage, no network. A fix goes in, a cell comes out, and only the cell is ever sent.
 */

/** @typedef {{lon: number, lat: number}} Place  in degrees */
/** @typedef {{lon: number, lat: number, accuracy_m: number}} Fix  where the phone believes it is, and how surely */
/** @typedef {{x: number, y: number}} Spot  shares of the Mercator world, from the west and from the north */

export const EQUATOR_M = 40_075_016.686;
const SMALLEST_SIDE_M = 300;
const MAX_LAT = 85.0511;
const ROW_ZOOM = 10; // the zoom whose tiles choose the zoom of the cells in them
const EPSILON = 1e-14; // mercantile's, so that both sides of the wire round alike
export const MARGIN_M = 100; // how far beyond its edge the last cell is kept

/**
 * The cell that holds a position. Longitude wraps, latitude is held at the grid's edge.
 * @param {Place} place
 * @returns {string}
 */
export function cellFor(place) {
  const spot = spotOf(place);
  return quadkey(spot, zoomOfRow(index(spot.y, ROW_ZOOM)));
}

/**
 * The zoom of the cells in one row of zoom-10 tiles: the finest whose side there is at least 300 m.
 * @param {number} row
 * @returns {number}
 */
export function zoomOfRow(row) {
  const middle = latitude((row + 0.5) / 2 ** ROW_ZOOM);
  return Math.floor(Math.log2((EQUATOR_M * Math.cos(radians(middle))) / SMALLEST_SIDE_M));
}

/**
 * The wider cell, which holds this one and three others; a cell that is wide already stays as it is.
 * @param {string} cell
 * @returns {string}
 */
export function parent(cell) {
  return isWide(cell) ? cell : cell.slice(0, -1);
}

/**
 * Whether a key names a cell of the grid or the parent of one.
 * @param {string} key
 * @returns {boolean}
 */
export function isCell(key) {
  return /^[0-3]{11,}$/.test(key) && [0, -1].includes(key.length - ruleZoom(key));
}

/**
 * Whether a cell is wider than the rule's.
 * @param {string} cell
 * @returns {boolean}
 */
export function isWide(cell) {
  return cell.length < ruleZoom(cell);
}

/**
 * The side of a cell on the ground at its centre, metres.
 * @param {string} cell
 * @returns {number}
 */
export function sideM(cell) {
  const {y, side} = square(cell);
  return EQUATOR_M * Math.cos(radians(latitude(y + side / 2))) * side;
}

/**
 * The cell to publish, given the last one. It is kept while the fix lies in it or within 100 m of its edge, so that
 * walking along an edge tells nobody where the edge is crossed. A phone that is not sure publishes the parent; once it
 * is sure again, and inside, the cell. Who chose the wider area publishes the parent always: nothing finer leaves.
 * @param {string | null} lastCell  kept on the phone only; null the first time
 * @param {Fix} fix
 * @param {boolean} [wide]  whether the person chose the wider area
 * @returns {string}
 */
export function nextCell(lastCell, fix, wide = false) {
  const own = cellFor(fix);
  const kept = lastCell !== null && isCell(lastCell) && distanceM(lastCell, fix) <= MARGIN_M ? lastCell : null;
  if (wide || isUnsure(fix)) return parent(kept ?? own);
  if (kept === null || kept === parent(own)) return own;
  return kept;
}

/**
 * Whether a fix is too poor for its cell: worse than half a side.
 * @param {Fix} fix
 * @returns {boolean}
 */
export function isUnsure(fix) {
  return !(fix.accuracy_m <= sideM(cellFor(fix)) / 2);
}

/**
 * How far outside a cell a place lies, along the worse of the two axes, metres on the ground; 0 inside.
 * @param {string} cell
 * @param {Place} place
 * @returns {number}
 */
export function distanceM(cell, place) {
  const {x, y, side} = square(cell);
  const spot = spotOf(place);
  const east = Math.abs(wrap(spot.x - (x + side / 2))) - side / 2;
  const south = Math.abs(spot.y - (y + side / 2)) - side / 2;
  // Mercator units become metres by the cosine of the latitude.
  return Math.max(0, east, south) * EQUATOR_M * Math.cos(radians(latitude(spot.y)));
}

/**
 * @param {Place} place
 * @returns {Spot}
 */
function spotOf({lon, lat}) {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) throw new RangeError("a position is two finite numbers");
  // Left alone when in range: the sum would cost the last digits of nearly every longitude.
  const wrapped = lon >= -180 && lon < 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
  const sine = Math.sin(radians(Math.max(-MAX_LAT, Math.min(MAX_LAT, lat))));
  return {x: wrapped / 360 + 0.5, y: 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI};
}

/**
 * @param {Spot} spot
 * @param {number} zoom
 * @returns {string}
 */
function quadkey(spot, zoom) {
  const [x, y] = [index(spot.x, zoom), index(spot.y, zoom)];
  let key = "";
  for (let bit = zoom - 1; bit >= 0; bit -= 1) key += ((x >> bit) & 1) + 2 * ((y >> bit) & 1);
  return key;
}

/**
 * @param {number} share
 * @param {number} zoom
 * @returns {number}
 */
function index(share, zoom) {
  return Math.max(0, Math.min(2 ** zoom - 1, Math.floor((share + EPSILON) * 2 ** zoom)));
}

/**
 * @param {string} cell
 * @returns {{x: number, y: number, side: number}} its north-western corner and its side, shares of the world
 */
function square(cell) {
  let [x, y] = [0, 0];
  for (const digit of cell) [x, y] = [2 * x + (Number(digit) & 1), 2 * y + (Number(digit) >> 1)];
  const side = 1 / 2 ** cell.length;
  return {x: x * side, y: y * side, side};
}

/**
 * @param {string} key
 * @returns {number}
 */
function ruleZoom(key) {
  return zoomOfRow(Math.floor(square(key.slice(0, ROW_ZOOM)).y * 2 ** ROW_ZOOM));
}

/**
 * @param {number} y
 * @returns {number}
 */
function latitude(y) {
  return degrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))));
}

/**
 * The shorter way round the world, of a difference of shares.
 * @param {number} share
 * @returns {number}
 */
function wrap(share) {
  return share - Math.round(share);
}

/** @param {number} angle @returns {number} */
function radians(angle) {
  return angle * (Math.PI / 180);
}

/** @param {number} angle @returns {number} */
function degrees(angle) {
  return angle * (180 / Math.PI);
}
