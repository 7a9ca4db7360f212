import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisTop, isFlattened, LANE, RttScale } from '../../chart/paint/rtt-scale.js';

test('the axis has a round top, and does not twitch', () => {
  const top = axisTop(183_204, undefined);

  assert.equal(top, 300_000);
  assert.equal(axisTop(250_000, top), top);
  assert.equal(axisTop(290_000, top), 400_000);
  assert.equal(axisTop(50_000, top), 60_000);
});

test('a logarithmic axis gives each decade the same height, above a lane of the usual share', () => {
  const scale = new RttScale();
  scale.fit(120_000, 80_000_000);
  scale.log = true;

  const heights = [1e6, 1e7, 1e8].map(scale.forward);
  assert.ok(Math.abs(heights[1] - heights[0] - (heights[2] - heights[1])) < 1e-9);
  assert.equal(scale.forward(scale.top), 1);
  assert.deepEqual(scale.range, [-LANE, scale.top]);
  for (const nanos of [150_000, 1e6, 5e7]) assert.ok(Math.abs(scale.backward(scale.forward(nanos)) - nanos) < 1e-3 * nanos);
  assert.equal(scale.forward(0), 0, 'what is too short for it lies on its line');
});

test('its labels are round and lie on it', () => {
  const scale = new RttScale();
  scale.fit(120_000, 80_000_000);
  scale.log = true;

  assert.deepEqual(scale.splits(1), [100_000, 300_000, 1e6, 3e6, 1e7, 3e7, 1e8]);
  scale.log = false;
  assert.deepEqual(scale.splits(5e7), [0, 5e7, 1e8]);
});

test('a spike flattens the rest, and the axis stays until it no longer does', () => {
  const shown = { median: 1e6, count: 100 };

  assert.equal(isFlattened({ ...shown, max: 15e6 }, false), false);
  assert.equal(isFlattened({ ...shown, max: 17e6 }, false), true);
  assert.equal(isFlattened({ ...shown, max: 9e6 }, true), true);
  assert.equal(isFlattened({ ...shown, max: 7e6 }, true), false);
  assert.equal(isFlattened({ median: 1e6, max: 9e9, count: 3 }, false), false, 'three replies say nothing');
  assert.equal(isFlattened({ count: 0 }, true), false);
});
