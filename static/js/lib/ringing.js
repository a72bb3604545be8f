/** Whether a browser can ring, by what it says of itself. Pure. */

/**
 * @param {{canPush: boolean, permission: string, isSubscribed: boolean, agent: string, touches: number, isInstalled: boolean}} browser
 * @returns {'on' | 'off' | 'denied' | 'install' | 'unsupported'}
 */
export function stateOf({ canPush, permission, isSubscribed, agent, touches, isInstalled }) {
  // An iPad says that it is a Mac; no Mac is touched with five fingers. There, push comes with the installation.
  const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1);
  if (!canPush) return isApple && !isInstalled ? 'install' : 'unsupported';
  if (permission === 'denied') return 'denied';
  return permission === 'granted' && isSubscribed ? 'on' : 'off';
}

/**
 * @param {ArrayBuffer | null} key as the browser has it
 * @param {string} base64url as the house says it
 */
export function isSame(key, base64url) {
  if (!key) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === base64url;
}
