/**
 * `<kairos-alarm data-key>`: two soft tones and a short vibration when an invitation opens, once an invitation.
 * Browsers allow both only after a touch; until then it waits for one.
 */

const TONES_HZ = [659, 880];
const TONE_S = 0.22;

class Alarm extends HTMLElement {
  connectedCallback() {
    const key = `rang-${this.dataset.key}`;
    if (sessionStorage.getItem(key)) return;
    const ring = () => {
      if (sessionStorage.getItem(key) || !this.isConnected) return;
      sessionStorage.setItem(key, '1');
      navigator.vibrate?.([180, 90, 180]);
      chime();
    };
    if (navigator.userActivation?.hasBeenActive) ring();
    else for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, ring, { once: true });
  }
}

function chime() {
  const audio = new AudioContext();
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
  setTimeout(() => audio.close(), 2_000);
}

customElements.define('kairos-alarm', Alarm);
