/**
 * Forms are sent from here: where nobody answers, a browser would put an error page in place of what was typed. Said again
 * with the same key, they count once.
 */

import htmx from 'htmx.org';
import { waitMs } from './lib/stream.js';
import { tell } from './live.js';

const ANSWER_WITHIN_MS = 10_000;
const GIVE_UP_AFTER_MS = 30_000;
export const AWAY = [502, 503, 504]; // said by a proxy that finds nobody

/** Not answered yet: a second tap says the same. @type {WeakMap<object, {said: string, key: string}>} */
const unanswered = new WeakMap();

/** @param {string} csrf */
export function sendForms(csrf) {
  htmx.on('htmx:config:request', (event) => {
    const { form, action, body, headers, method } = event.detail.ctx.request;
    if (form && method === 'POST') headers['Idempotency-Key'] = keyOf(form, action, body);
  });
  htmx.on('htmx:before:response', (event) => {
    const { request, response } = event.detail.ctx;
    if (request.form && !AWAY.includes(response?.status ?? 0)) unanswered.delete(request.form);
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
    if (!form.ariaBusy) send(form, event.submitter, csrf);
  });
}

/** @param {HTMLFormElement} form @param {string} action @param {any} body */
function keyOf(form, action, body) {
  const fields = new URLSearchParams(body);
  fields.delete('csrfmiddlewaretoken'); // each page has another
  const said = action + fields;
  const known = unanswered.get(form);
  const key = known?.said === said ? known.key : crypto.getRandomValues(new Uint32Array(4)).join('-');
  unanswered.set(form, { said, key });
  return key;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @param {string} csrf */
async function send(form, button, csrf) {
  const body = String(new URLSearchParams(/** @type {any} */ (new FormData(form, button))));
  const address = button?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href;
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded', 'Idempotency-Key': keyOf(form, address, body), 'X-CSRFToken': csrf,
  };
  for (const one of [form, button]) one?.setAttribute('aria-busy', 'true');
  const answer = await insist(address, { method: 'POST', body, headers });
  for (const one of [form, button]) one?.removeAttribute('aria-busy');
  if (!answer) return toast('unanswered');
  unanswered.delete(form);
  const there = answer.headers.get('HX-Redirect') ?? (answer.redirected && answer.url);
  if (there) return leaveFor(new URL(there, location.href));
  if (answer.status === 204) return tell('resync');
  if (answer.status >= 500) return toast('broken');
  // Replaced, not morphed: what this page's elements have made of it would not fit.
  const { body: target } = document;
  return htmx.swap({ text: await answer.text(), target, swap: 'outerHTML', sourceElement: target });
}

/** @param {string} address @param {RequestInit} how */
async function insist(address, how) {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let attempt = 0; performance.now() < giveUpAt; attempt++) {
    const answer = await ask(address, how);
    if (answer && !AWAY.includes(answer.status)) return answer;
    toast('waiting');
    await pause(attempt);
  }
  return null;
}

let going = '';

/**
 * Unless it is shown already. While nobody answers for pages this one stays: a browser's error page hears nothing.
 * @param {string} path
 */
export async function goTo(path) {
  going = path;
  for (let attempt = 0; location.pathname !== path && going === path; attempt++) {
    const answer = await ask('/health/');
    if (answer?.ok && going === path) return location.assign(path);
    await pause(attempt);
  }
}

let isCatchingUp = false;

/** What could not be fetched, once somebody answers: the socket does not say it again. */
export async function catchUp() {
  if (isCatchingUp) return;
  isCatchingUp = true;
  for (let attempt = 0; !(await ask('/health/'))?.ok; attempt++) await pause(attempt);
  isCatchingUp = false;
  tell('resync');
}

/** @param {URL} there */
function leaveFor(there) {
  if (there.pathname + there.search !== location.pathname + location.search) return location.assign(there);
  history.replaceState(null, '', there); // a mark alone would load nothing
  return location.reload();
}

/** @param {string} address @param {RequestInit} [how] */
const ask = (address, how) => fetch(address, { ...how, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => null);

/** @param {number} attempt */
const pause = (attempt) => new Promise((go) => setTimeout(go, 250 + waitMs(Math.min(attempt, 3), Math.random())));

/** @param {string} name */
export function toast(name) {
  const template = document.querySelector(`template[data-toast="${name}"]`);
  const toasts = document.getElementById('toasts');
  if (template instanceof HTMLTemplateElement) toasts?.replaceChildren(template.content.cloneNode(true));
}
