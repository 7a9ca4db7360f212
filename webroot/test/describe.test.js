import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf } from '../ping/describe.js';

test('an ICMP error that quotes nothing is an event of its own at its time', () => {
  const error = { at: '2026-01-01T00:00:01.5Z', type: 3, code: 1, name: 'host unreachable', from: '10.0.0.2' };
  assert.deepEqual(eventsOf(/** @type {any} */ ({ bareIcmpErrors: [error] })), [
    { at: Date.parse('2026-01-01T00:00:01.5Z'), words: 'ICMP host unreachable from 10.0.0.2, without a quoted packet' },
  ]);
  assert.deepEqual(eventsOf(undefined), []);
});
