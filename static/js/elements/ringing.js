/**
 * `<kairos-ringing data-key data-here>`: whether this browser can ring, and one tap to let it. The page holds a block for
 * each state (`data-when`); this shows the one that is true. What is sent goes by the two forms in it.
 *
 * data-key: the house's public key. data-here: set when the house knows a subscription of this very session.
 */

import { isSame, stateOf } from '../lib/ringing.js';

const WORKER = '/sw.js';

class Ringing extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
    this.look();
    // Where nobody has said anything yet, the clock is the one in the hand.
    const zone = document.querySelector('#quiet [name="time_zone"]');
    if (zone instanceof HTMLInputElement && zone.defaultValue === 'UTC') zone.value = ownZone();
  }

  /** @param {Event} event */
  handleEvent(event) {
    const tapped = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset.tap;
    if (tapped === 'on') this.turnOn();
    if (tapped === 'off') this.turnOff();
  }

  async look() {
    this.show(stateOf({
      canPush: 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window,
      permission: 'Notification' in window ? Notification.permission : 'default',
      isSubscribed: Boolean(await subscription()) && 'here' in this.dataset,
      agent: navigator.userAgent,
      touches: navigator.maxTouchPoints,
      isInstalled: matchMedia('(display-mode: standalone)').matches,
    }));
  }

  /** @param {string} state */
  show(state) {
    for (const block of this.querySelectorAll('[data-when]')) {
      block.toggleAttribute('hidden', /** @type {HTMLElement} */ (block).dataset.when !== state);
    }
  }

  /** The question comes first: Safari lets nothing stand between it and the tap. */
  async turnOn() {
    if ((await Notification.requestPermission()) !== 'granted') return this.look();
    try {
      await navigator.serviceWorker.register(WORKER);
      const { pushManager } = await navigator.serviceWorker.ready;
      const given = await this.subscribe(pushManager);
      this.send('on', {
        endpoint: given.endpoint,
        p256dh: given.keys?.p256dh,
        auth: given.keys?.auth,
        time_zone: ownZone(),
      });
    } catch {
      this.show('failed');
    }
    return undefined;
  }

  /** @param {PushManager} pushManager */
  async subscribe(pushManager) {
    const key = this.dataset.key ?? '';
    const old = await pushManager.getSubscription();
    if (old && !isSame(old.options.applicationServerKey, key)) await old.unsubscribe(); // of another house
    return (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })).toJSON();
  }

  async turnOff() {
    await (await subscription())?.unsubscribe();
    this.send('off', {});
  }

  /**
   * @param {string} name
   * @param {Record<string, string | undefined>} said
   */
  send(name, said) {
    const form = /** @type {HTMLFormElement} */ (this.querySelector(`form[data-form="${name}"]`));
    for (const [field, value] of Object.entries(said)) {
      /** @type {HTMLInputElement} */ (form.elements.namedItem(field)).value = value ?? '';
    }
    form.requestSubmit();
  }
}

function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

async function subscription() {
  const registration = await navigator.serviceWorker?.getRegistration('/');
  return registration?.pushManager.getSubscription();
}

customElements.define('kairos-ringing', Ringing);
