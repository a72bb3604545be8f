/**
 * The service worker, served at /sw.js: shows what a push says, opens what it names, and tells of a new address.
 * It holds no page: nothing of a person is kept here.
 */

const worker = /** @type {any} */ (self);
const DECLARATIVE = 8030;

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('push', (/** @type {any} */ event) => event.waitUntil(show(event.data)));
worker.addEventListener('notificationclick', (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.navigate));
});
worker.addEventListener('pushsubscriptionchange', (/** @type {any} */ event) => event.waitUntil(renew(event)));

/** @param {{json: () => any} | null} data */
async function show(data) {
  const { title, lang, dir, tag, navigate, require_interaction: stays } = read(data);
  await worker.registration.showNotification(title, {
    lang, dir, tag,
    renotify: Boolean(tag), // what replaces an older one is news too
    requireInteraction: Boolean(stays),
    icon: '/static/icons/icon-192.png',
    data: { navigate },
  });
}

/**
 * What is not for us still has to be shown: browsers ask for a notification to every push.
 * @param {{json: () => any} | null} data
 */
function read(data) {
  try {
    const said = data?.json();
    if (said.web_push === DECLARATIVE && said.notification.title) return said.notification;
  } catch {
    // Nothing that we sent.
  }
  return { title: 'Kairos', navigate: '/now/' };
}

/**
 * To the page that is open already, if one is: it goes where the notification leads. Else to a new one.
 * @param {string | undefined} navigate
 */
async function open(navigate) {
  const url = new URL(navigate ?? '/now/', worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((/** @type {any} */ page) => page.url === url.href);
  if (there) {
    await there.focus();
    return;
  }
  try {
    const [page] = pages;
    await page.focus();
    if (!(await page.navigate(url.href))) throw new Error('not ours to lead');
  } catch {
    await worker.clients.openWindow(url.href);
  }
}

/**
 * The browser has got another address. Who knows the old one is this browser: no other word is needed.
 * @param {{oldSubscription: any, newSubscription: any}} event
 */
async function renew({ oldSubscription: old, newSubscription }) {
  if (!old) return; // the page about ringing asks anew when it is opened next
  const fresh = newSubscription ?? (await worker.registration.pushManager.subscribe(old.options));
  const { endpoint, keys } = fresh.toJSON();
  await fetch('/push/renewal/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ old: old.endpoint, endpoint, ...keys }),
  });
}
