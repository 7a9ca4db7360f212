import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matching } from '../shell/palette-entries.js';

const entry = (/** @type {string} */ label, hint = '') => ({ label, hint, run: () => {} });

test('the palette finds by every word, and what begins so comes first', () => {
  const entries = [entry('Echo servers', 'place'), entry('my-server', 'udp://h:1 · up'), entry('server-2', 'udp://h:2 · down')];
  const found = (/** @type {string} */ typed) => matching(entries, typed, 9).map(({ label }) => label);

  assert.deepEqual(found('SERV'), ['server-2', 'Echo servers', 'my-server']);
  assert.deepEqual(found('serv down'), ['server-2']);
  assert.deepEqual(found('nothing'), []);
  assert.equal(matching(entries, '', 2).length, 2);
});
