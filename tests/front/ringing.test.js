import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isSame, stateOf } from '../../static/js/lib/ringing.js';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14) Chrome/123.0 Mobile Safari/537.36';
const browser = (more) => stateOf({
  canPush: true, permission: 'default', isSubscribed: false, agent: ANDROID, touches: 5, isInstalled: false, ...more,
});

test('a browser that may be asked is silent until then', () => {
  assert.equal(browser({}), 'off');
});

test('it rings when it is allowed and subscribed, and not before both', () => {
  assert.equal(browser({ permission: 'granted', isSubscribed: true }), 'on');
  assert.equal(browser({ permission: 'granted' }), 'off');
  assert.equal(browser({ isSubscribed: true }), 'off');
});

test('a refusal is said', () => {
  assert.equal(browser({ permission: 'denied', isSubscribed: true }), 'denied');
});

test('an iPhone or iPad is to be installed first', () => {
  assert.equal(browser({ canPush: false, agent: IPHONE }), 'install');
  assert.equal(browser({ canPush: false, agent: MAC, touches: 5 }), 'install');
});

test('installed, it is like any other', () => {
  assert.equal(browser({ agent: IPHONE, isInstalled: true }), 'off');
  assert.equal(browser({ canPush: false, agent: IPHONE, isInstalled: true }), 'unsupported'); // before iOS 16.4
});

test('a Mac is no iPad, and what cannot push says so', () => {
  assert.equal(browser({ canPush: false, agent: MAC, touches: 0 }), 'unsupported');
});

test('a key is the same in bytes and in base64url', () => {
  const bytes = new Uint8Array([251, 255, 190, 1]);
  assert.equal(isSame(bytes.buffer, '-_--AQ'), true);
  assert.equal(isSame(bytes.buffer, '-_--AR'), false);
  assert.equal(isSame(null, ''), false);
});
