/**
 * On the way to a meeting: one's own walk, and an arrow for the last hundred metres. Both measure to the public point that
 * their attributes name, on this screen only; nothing is sent. Texts come from the template.
 *
 *   <kairos-walk lon lat data-text="about {min} min for you" data-unknown>
 *     <button type="button" hidden>How far for me?</button> <output></output>
 *   </kairos-walk>
 *   <kairos-arrow lon lat data-text="{m} m" data-unknown>
 *     <button type="button" hidden>Show me the way</button> <svg> ... </svg> <output></output>
 *   </kairos-arrow>
 */

import {bearing, follow, isAllowed, locate, straightM, walkMin} from "../place.js";

/** @typedef {import("../lib/cells.js").Fix} Fix */
/** @typedef {DeviceOrientationEvent & {webkitCompassHeading?: number}} Turned */

const TURNS = ["deviceorientationabsolute", "deviceorientation"];

/** What the two have in common: a point, a button that asks, a line that answers. */
class ToPoint extends HTMLElement {
  connectedCallback() {
    this.button.hidden = false;
    this.button.addEventListener("click", this);
  }

  /** @param {Event} _event */
  handleEvent(_event) {}

  get button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  }

  get point() {
    return {lon: Number(this.getAttribute("lon")), lat: Number(this.getAttribute("lat"))};
  }

  /**
   * @param {string} name of the one number in the text
   * @param {number} value
   */
  tell(name, value) {
    const number = value.toLocaleString(document.documentElement.lang || undefined);
    this.say(this.dataset.text?.replace(`{${name}}`, number));
  }

  /** @param {string | undefined} text */
  say(text) {
    const output = /** @type {HTMLOutputElement} */ (this.querySelector("output"));
    output.value = text ?? "";
  }
}

/** One's own walk in minutes; measured at once where the position is already allowed, else after a tap. */
class KairosWalk extends ToPoint {
  /** @override */
  async connectedCallback() {
    super.connectedCallback();
    if (await isAllowed()) await this.measure();
  }

  /** @override */
  handleEvent() {
    this.measure();
  }

  async measure() {
    try {
      this.tell("min", walkMin(await locate(), this.point));
      this.button.hidden = true;
    } catch {
      this.say(this.dataset.unknown);
    }
  }
}

/** An arrow and the metres left, from a tap until the element goes. */
class KairosArrow extends ToPoint {
  /** @type {(() => void) | null} */
  stop = null;
  /** @type {Fix | null} */
  here = null;
  heading = 0;

  disconnectedCallback() {
    this.stop?.();
    this.stop = null;
    for (const name of TURNS) removeEventListener(name, this);
  }

  /**
   * @override
   * @param {Event} event
   */
  handleEvent(event) {
    if (event.type === "click") this.start();
    else this.turn(/** @type {Turned} */ (event));
  }

  async start() {
    this.button.hidden = true;
    const lost = () => this.say(this.dataset.unknown);
    this.stop ??= follow((here) => this.draw((this.here = here)), lost);
    // An iPhone wants to be asked for its compass, within the tap; elsewhere there is nothing to ask.
    const compass = /** @type {{requestPermission?: () => Promise<string>}} */ (globalThis.DeviceOrientationEvent);
    await compass?.requestPermission?.().catch(() => "denied");
    for (const name of TURNS) addEventListener(name, this);
  }

  /** @param {Turned} event */
  turn(event) {
    const absolute = event.absolute && event.alpha !== null ? 360 - event.alpha : null;
    const heading = event.webkitCompassHeading ?? absolute;
    if (heading === null) return; // relative to anything but north: no use
    this.heading = heading;
    if (this.here) this.draw(this.here);
  }

  /** @param {Fix} here */
  draw(here) {
    const arrow = /** @type {SVGElement} */ (this.querySelector("svg"));
    arrow.style.rotate = `${Math.round(bearing(here, this.point) - this.heading)}deg`;
    this.tell("m", Math.round(straightM(here, this.point)));
  }
}

customElements.define("kairos-walk", KairosWalk);
customElements.define("kairos-arrow", KairosArrow);
