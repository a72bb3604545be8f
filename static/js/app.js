/**
 * The entry of every page: what htmx may do, where events lead, the word for the connection. No text of its own:
 * every sentence stands in the page, in the reader's language.
 */

import htmx from 'htmx.org';
import { clock } from './elements/clock.js';
import { Live, tell } from './live.js';
import { AWAY, catchUp, goTo, sendForms, toast } from './send.js';

const page = document.body.dataset;
const SIGNED_OUT_RETRY_MS = 60_000;

htmx.on('htmx:config:request', (event) => {
  const { request, sourceEvent } = event.detail.ctx;
  if (page.csrf) request.headers['X-CSRFToken'] = page.csrf;
  // A page that nobody looks at asks for nothing; its heartbeat is live.js's.
  if (sourceEvent?.type === 'every' && document.hidden) event.preventDefault();
});

// A fragment that was answered by a redirect is a page.
htmx.on('htmx:before:response', (event) => {
  const answer = event.detail.ctx.response?.raw;
  if (!answer?.redirected) return;
  event.preventDefault();
  location.assign(answer.url);
});

htmx.on('htmx:error', (event) => {
  if (event.detail.ctx?.sourceEvent?.type !== 'submit') catchUp();
  else toast(navigator.onLine ? 'unanswered' : 'offline');
});

htmx.on('htmx:response:error', (event) => {
  const { response, sourceEvent } = event.detail.ctx;
  if (sourceEvent?.type === 'submit' && (response?.status ?? 0) >= 500) toast('broken');
  else if (AWAY.includes(response?.status ?? 0)) catchUp();
});

// Another screen: whoever reads or types goes on from its beginning.
htmx.on('htmx:after:swap', (event) => {
  if (event.detail.ctx.target === document.body) document.getElementById('main')?.focus();
});

sendForms(page.csrf ?? '');

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute('open');
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('details.menu[open]');
  menu?.removeAttribute('open');
  menu?.querySelector('summary')?.focus();
});

/** @param {string} name @param {(detail: Record<string, string>) => void} act */
function when(name, act) {
  document.body.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
}

when('invitation-received', ({ invitation, expires_at }) => ring(`/invitations/${invitation}/`, expires_at));
when('table-offered', ({ table, expires_at }) => ring(`/tables/${table}/`, expires_at));

/** Unless something else has the person already. @param {string} path @param {string} [until] */
function ring(path, until) {
  const isOpen = clock.now(performance.now()) < Date.parse(until ?? '');
  const isBusy = document.querySelector('#invitation kairos-alarm, #meeting');
  if (isOpen && !isBusy) goTo(path);
}

when('meeting-agreed', ({ meeting }) => goTo(`/meetings/${meeting}/`));
when('meeting-met', ({ meeting }) => goTo(`/meetings/${meeting}/`));
for (const end of ['meeting-cancelled', 'meeting-released', 'meeting-ended']) {
  when(end, ({ meeting }) => {
    // From the beacon, or from what it became after a wrong code.
    if (location.pathname.startsWith(`/meetings/${meeting}/`)) goTo(`/meetings/${meeting}/`);
  });
}
for (const name of ['plan-due', 'pulse-gathers', 'enough-people-free']) when(name, () => toast(name));
when('availability-started', () => page.heartbeat || location.pathname !== '/now/' || location.reload());
when('availability-ended', () => import('./elements/dial.js')); // Now follows in place
when('account-frozen', () => location.reload());
// A page that the browser kept shows what it showed: it goes on, or another screen has taken its place.
when('restored', async () => {
  const answer = await fetch(location.href);
  const { title } = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (title === document.title) tell('resync');
  else location.replace(answer.url);
});
when('signed-out', () => {
  if (Date.now() - Number(sessionStorage.getItem('signed-out-at')) < SIGNED_OUT_RETRY_MS) return;
  sessionStorage.setItem('signed-out-at', String(Date.now()));
  location.reload();
});

/** `<kairos-status>`: Live, Offline showing 16:42. Drawn again, it says the last word. */
class Status extends HTMLElement {
  static said = { state: '', heardAt: '' };

  connectedCallback() {
    const { state, heardAt } = Status.said;
    const heard = new Date(clock.now(Number(heardAt)));
    const time = heard.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const output = this.querySelector('output');
    if (!output || !state) return;
    output.dataset.state = state;
    output.textContent = (output.dataset[state] ?? '').replace('{time}', time);
  }
}

customElements.define('kairos-status', Status);
when('kairos:connection', ({ state = '', heardAt = '' }) => {
  Status.said = { state, heardAt };
  document.documentElement.dataset.connection = state;
  for (const one of document.querySelectorAll('kairos-status')) if (one instanceof Status) one.connectedCallback();
});

if (page.liveUrl) {
  new Live({
    url: page.liveUrl,
    pollUrl: '/api/v1/events',
    heartbeatUrl: () => page.heartbeat ?? '', // changes when a screen is renewed in place
    csrf: page.csrf ?? '',
    epoch: page.epoch || null,
    seq: Number(page.seq ?? 0),
    clock,
  }).start();
}
