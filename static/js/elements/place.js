/** In the form that goes live: turns the phone's position into a cell, after a tap, or leaves it to the select. */

class KairosPlace extends HTMLElement {
  /** @type {HTMLFormElement | null} */
  form = null;

  connectedCallback() {
    this.button.addEventListener("click", this);
    this.select.addEventListener("change", this);
    this.form = this.closest("form");
    // Before whatever sends it: the position is asked for on "Go live".
    this.form?.addEventListener("submit", this, {capture: true});
  }

  disconnectedCallback() {
    this.form?.removeEventListener("submit", this, {capture: true});
  }

  get button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  }

  get cell() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input[name=cell]"));
  }

  get select() {
    return /** @type {HTMLSelectElement} */ (this.querySelector("select"));
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "change") this.choose();
    else if (event.type === "click") this.find();
    else if (!this.cell.value && !this.select.value) this.findFirst(/** @type {SubmitEvent} */ (event));
  }

  /** What is chosen by hand stands instead of what the phone said. */
  choose() {
    this.cell.value = "";
    this.say("");
  }

  /** @param {SubmitEvent} event */
  async findFirst(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await this.find()) this.form?.requestSubmit(event.submitter);
  }

  /** Whether there is a cell now. */
  async find() {
    this.button.disabled = true;
    this.say(this.dataset.asking);
    try {
      // Fetched by the first tap: most who look at the page do not need it yet.
      const {place} = await import("../place.js");
      const {cell, unsure} = await place({wide: this.hasAttribute("data-wide")});
      this.cell.value = cell;
      this.select.value = "";
      this.say(unsure ? this.dataset.unsure : this.dataset.sure);
      return true;
    } catch (error) {
      this.fallBack(error);
      return false;
    } finally {
      this.button.disabled = false;
    }
  }

  /** @param {unknown} error */
  fallBack(error) {
    const {reason} = /** @type {Partial<import("../place.js").NotLocated>} */ (error);
    if (!reason) throw error;
    this.say(reason === "refused" ? this.dataset.refused : this.dataset.unknown);
    this.select.closest("details")?.setAttribute("open", "");
    this.select.focus();
  }

  /** @param {string | undefined} text */
  say(text) {
    const output = /** @type {HTMLOutputElement} */ (this.querySelector("output"));
    output.value = text ?? "";
  }
}

customElements.define("kairos-place", KairosPlace);
