/**
 * `<kairos-alarm data-key>`: two soft tones and a short vibration when an invitation opens, once an invitation and phone,
 * in whichever tab comes first, and silent as soon as it is answered anywhere. Browsers allow a sound after a touch, on
 * this page or the one before; until then it waits for one.
 */

const TONES_HZ = [659, 880];
const TONE_S = 0.22;
const REMEMBERED = 10;

class Alarm extends HTMLElement {
  connectedCallback() {
    const audio = new AudioContext();
    this.audio = audio;
    for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => audio.resume().catch(() => {}), { once: true });
    audio.resume().then(() => this.isConnected && isFirst(this.dataset.key ?? '') && ring(audio), () => {});
  }

  disconnectedCallback() {
    this.audio?.close().catch(() => {});
  }
}

/** @param {string} key */
function isFirst(key) {
  /** @type {string[]} */
  const rang = JSON.parse(localStorage.getItem('rang') ?? '[]');
  if (rang.includes(key)) return false;
  localStorage.setItem('rang', JSON.stringify([...rang, key].slice(-REMEMBERED)));
  return true;
}

/** @param {AudioContext} audio */
function ring(audio) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([180, 90, 180]);
  TONES_HZ.forEach((hertz, index) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + index * TONE_S;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.2, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + TONE_S * 1.6);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + TONE_S * 2);
  });
}

customElements.define('kairos-alarm', Alarm);
