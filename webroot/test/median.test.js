import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medianOf } from '../state/median.js';

test('the median of an even number is the mean of the two in the middle', () => {
  assert.equal(medianOf([145, 183, 575, 727, 1067, 1084]), 651);
  assert.equal(medianOf([1, 2, 9]), 2);
  assert.equal(medianOf([7]), 7);
  assert.equal(medianOf([]), undefined);
});

test('it is the figure of the server, rounding included', () => {
  // The same round trips as in RttDistributionTest: 575,487 and 727,039 end their buckets.
  assert.equal(medianOf([145e3, 183e3, 575e3, 727e3, 1067e3, 1084e3]), 651_263);
});
