/**
 * How forms are sent: from here and not by the browser, which would put an error page where nobody answers, in place of the
 * page and of what was typed. What is said twice with one key counts once. Started by app.js, for who is signed in.
 */

import htmx from 'htmx.org';
import { waitMs } from './lib/stream.js';

const ANSWER_WITHIN_MS = 10_000;
const GIVE_UP_AFTER_MS = 30_000; // of the ninety seconds that an invitation has
const PAUSE_MS = 250;
const AWAY = [502, 503, 504]; // said by a proxy that finds nobody

/** The key of a form that nobody has answered yet: a second tap comes with the same one. */
const keys = /** @type {WeakMap<HTMLFormElement, {said: string, key: string}>} */ (new WeakMap());

/** @param {string} csrf */
export function sendForms(csrf) {
  htmx.on('htmx:config:request', (event) => {
    const { request } = event.detail.ctx;
    if (request.method !== 'POST' || !request.form) return;
    const said = new URLSearchParams(/** @type {any} */ (request.body));
    request.headers['Idempotency-Key'] = keyOf(request.form, request.action + said);
  });
  htmx.on('htmx:before:response', (event) => {
    const { request, response } = event.detail.ctx;
    if (request.form && !AWAY.includes(response?.status ?? 0)) keys.delete(request.form);
  });

  // What is tapped without a network is refused in words, not queued.
  document.addEventListener('submit', (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    toast('offline');
  }, true);

  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || !csrf || form.getAttribute('method') !== 'post') return;
    event.preventDefault();
    if (form.ariaBusy !== 'true') send(form, /** @type {HTMLButtonElement | null} */ (event.submitter), csrf);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} said what it says, and where
 */
function keyOf(form, said) {
  const known = keys.get(form);
  const key = known?.said === said ? known.key : crypto.getRandomValues(new Uint32Array(4)).join('-');
  keys.set(form, { said, key });
  return key;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} submitter
 * @param {string} csrf
 */
async function send(form, submitter, csrf) {
  const body = String(new URLSearchParams(/** @type {any} */ (new FormData(form, submitter))));
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href;
  for (const one of [form, submitter]) one?.setAttribute('aria-busy', 'true');
  const answer = await answerTo(address, body, {
    'Content-Type': 'application/x-www-form-urlencoded', 'Idempotency-Key': keyOf(form, address + body), 'X-CSRFToken': csrf,
  });
  for (const one of [form, submitter]) one?.removeAttribute('aria-busy');
  if (!answer) return toast('unanswered');
  keys.delete(form);
  const there = answer.headers.get('HX-Redirect') ?? (answer.redirected ? answer.url : null);
  if (there) return leaveFor(there);
  if (answer.status === 204) return document.body.dispatchEvent(new CustomEvent('resync'));
  if (answer.status >= 500) return toast('broken');
  return htmx.swap({ text: await answer.text(), target: document.body, swap: 'outerMorph', sourceElement: document.body });
}

/**
 * Says it again, the same and with the same key, until somebody answers.
 * @param {string} address
 * @param {string} body
 * @param {Record<string, string>} headers
 */
async function answerTo(address, body, headers) {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let attempt = 0; performance.now() < giveUpAt; attempt++) {
    const answer = await answerOf(address, { method: 'POST', body, headers });
    if (answer && !AWAY.includes(answer.status)) return answer;
    toast('waiting');
    await pause(attempt);
  }
  return null;
}

/**
 * Goes to a page unless it is shown already. The socket may say where to go while nobody answers for pages: then this one
 * stays until somebody does, since a browser's error page hears nothing.
 * @param {string} path
 */
export async function goTo(path) {
  going = path;
  for (let attempt = 0; location.pathname !== path && going === path; attempt++) {
    const answer = await answerOf('/health/', {});
    if (answer?.ok && going === path) return location.assign(path);
    await pause(attempt);
  }
}

let going = '';

/**
 * Goes to a page, or reads this one anew.
 * @param {string} address
 */
function leaveFor(address) {
  const there = new URL(address, location.href);
  if (there.pathname + there.search !== location.pathname + location.search) return location.assign(there);
  history.replaceState(null, '', there); // a mark alone would load nothing
  location.reload();
}

/**
 * @param {string} address
 * @param {RequestInit} how
 */
function answerOf(address, how) {
  return fetch(address, { ...how, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => null);
}

/** @param {number} attempt */
function pause(attempt) {
  return new Promise((go) => setTimeout(go, PAUSE_MS + waitMs(Math.min(attempt, 3), Math.random())));
}

/** @param {string} name */
export function toast(name) {
  const template = document.querySelector(`template[data-toast="${name}"]`);
  const toasts = document.getElementById('toasts');
  if (template instanceof HTMLTemplateElement) toasts?.replaceChildren(template.content.cloneNode(true));
}
