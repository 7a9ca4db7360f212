import './dom.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress, hashOfPing, parseAddress } from '../state/address.js';
import { titleOf } from '../state/places.js';

test('a link to a ping is read as it was written', () => {
  const id = 'a b/ü';
  assert.deepEqual(parseAddress(hashOfPing(id)), { place: 'ping', id, query: {} });
  assert.equal(parseAddress('#/ping/p-1').id, 'p-1', 'an older way to write it');
});

test('every place has an address, and none is the overview', () => {
  for (const place of /** @type {const} */ (['overview', 'compare', 'heartbeats', 'echo', 'system', 'wall', 'access'])) {
    assert.equal(parseAddress(formatAddress({ place })).place, place);
  }
  assert.equal(parseAddress('').place, 'overview');
  assert.equal(parseAddress('#').place, 'overview');
});

test('what is chosen survives in the address, with any character, and can be read', () => {
  const query = { q: 'a&b=c#d ü%', from: '2026-01-01T00:00:00.5Z', pings: 'p-1,p-2' };
  const hash = formatAddress({ place: 'overview', query: { ...query, sort: undefined, state: '' } });

  assert.deepEqual(parseAddress(hash), { place: 'overview', query });
  assert.match(hash, /from=2026-01-01T00:00:00\.5Z&pings=p-1,p-2$/);
});

test('an address without a place is unknown, never a fault', () => {
  for (const hash of ['#/pings/', '#/pings/%E0%A4%A', '#/nowhere', '#main', '#/pings/a/b', '#/__proto__']) {
    assert.equal(parseAddress(hash).place, 'unknown', hash);
  }
});

test('the title of the window names the place, and the state of a ping', () => {
  const ping = /** @type {any} */ ({ name: 'Paris', state: 'running', status: { state: 'down' } });

  assert.equal(titleOf({ place: 'ping', id: 'p', query: {} }, ping), 'Paris: down · Pingdeck');
  assert.equal(titleOf({ place: 'ping', id: 'p', query: {} }, { ...ping, state: 'stopped' }), 'Paris: stopped · Pingdeck');
  assert.equal(titleOf({ place: 'echo', query: {} }, undefined), 'Echo servers · Pingdeck');
  assert.equal(titleOf({ place: 'unknown', query: {} }, undefined), 'Page not found · Pingdeck');
});
