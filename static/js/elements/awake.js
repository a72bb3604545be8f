/** `<kairos-awake>`: the screen stays lit while two people look for each other. Nothing where phones cannot. */

class Awake extends HTMLElement {
  connectedCallback() {
    this.keep = () => document.hidden || navigator.wakeLock?.request('screen').then((lock) => (this.lock = lock), () => {});
    document.addEventListener('visibilitychange', this.keep);
    this.keep();
  }

  disconnectedCallback() {
    if (this.keep) document.removeEventListener('visibilitychange', this.keep);
    this.lock?.release();
  }
}

customElements.define('kairos-awake', Awake);
