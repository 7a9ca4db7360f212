import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMillis } from '../api/backoff.js';

const longest = (/** @type {number} */ attempt) => backoffMillis(attempt, () => 1);

test('the cap doubles from half a second up to four seconds', () => {
  assert.deepEqual([0, 1, 2, 3, 6, 7, 1000].map(longest), [500, 1000, 2000, 4000, 4000, 4000, 4000]);
});

test('the whole range is used, so that clients of a restarted server spread out', () => {
  assert.equal(backoffMillis(5, () => 0), 0);
  assert.equal(backoffMillis(5, () => 0.5), 2000);
});
