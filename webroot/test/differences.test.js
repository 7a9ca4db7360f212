import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedOf, inOrderOf, lossDifference, medianDifference, wilson } from '../compare/differences.js';

/** @param {number} sent @param {number} lost @param {number} median nanoseconds @returns {any} */
const history = (sent, lost, median) => ({
  buckets: [{ at: 'x' }, { at: 'y', sent, replied: sent - lost, late: 0, lost, icmpErrors: 0, serverLost: 0, rttNanos: { count: sent - lost, min: median / 2, max: median * 4 } }],
  histogram: sent === lost ? [] : [{ fromNanos: median * 0.98, toNanos: median * 1.02, count: sent - lost }],
});

test('what was fetched follows its ping when another is removed or added', () => {
  const [a, b, c] = [history(1, 0, 1), history(2, 0, 2), history(3, 0, 3)];
  const held = { ids: ['a', 'b', 'c'], of: [a, b, c] };

  assert.deepEqual(inOrderOf([{ id: 'b' }, { id: 'c' }], held), [b, c]);
  assert.deepEqual(inOrderOf([{ id: 'new' }, { id: 'c' }, { id: 'a' }], held), [undefined, c, a]);
  assert.deepEqual(inOrderOf([{ id: 'a' }], undefined), [undefined]);
});

test('one lost of ten can be much or little', () => {
  const range = wilson(1, 10);

  assert.equal(range?.low.toFixed(4), '0.0179');
  assert.equal(range?.high.toFixed(4), '0.4042');
  assert.deepEqual(wilson(0, 0), undefined);
  assert.equal(wilson(0, 50)?.low, 0);
  assert.equal(wilson(50, 50)?.high, 1);
});

test('a difference of losses is told from chance', () => {
  const [few, many] = [comparedOf(history(10, 1, 1e6)), comparedOf(history(1000, 100, 1e6))];
  const none = comparedOf(history(1000, 0, 1e6));

  assert.equal(lossDifference(few, none)?.isClear, true, 'none of a thousand');
  assert.equal(lossDifference(few, many)?.isClear, false);
  const clear = lossDifference(many, none);
  assert.ok(clear && clear.isClear && clear.range.low > 0.08 && clear.range.high < 0.13, JSON.stringify(clear));
  assert.equal(lossDifference(none, comparedOf(history(0, 0, 1))), undefined);
});

test('medians differ if their ranges do not meet', () => {
  const [slow, fast] = [comparedOf(history(100, 0, 2e6)), comparedOf(history(100, 0, 1e6))];

  assert.deepEqual(medianDifference(slow, fast), { difference: 1e6, isClear: true });
  assert.equal(medianDifference(slow, slow)?.isClear, false);
  assert.equal(medianDifference(comparedOf(history(3, 0, 9e6)), fast)?.isClear, false, 'three replies prove nothing');
  assert.equal(medianDifference(comparedOf(history(5, 5, 1e6)), fast), undefined, 'no reply has no median');
});

test('time without data does not count', () => {
  assert.equal(comparedOf(history(10, 1, 1e6)).sent, 10);
  assert.equal(comparedOf({ buckets: [{ at: 'x' }], histogram: [] }).loss, undefined);
});
