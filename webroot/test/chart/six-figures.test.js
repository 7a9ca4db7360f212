import '../dom.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanWords, summaryOf } from '../../chart/six-figures.js';
import { lossOf, OUTCOMES } from '../../state/outcomes.js';

const counts = (/** @type {Record<string, number>} */ of) => OUTCOMES.map(({ name }) => of[name] ?? 0);

test('loss is of what was sent: refused is an answer, not sent says nothing', () => {
  assert.deepEqual(lossOf(counts({ reply: 6, refused: 1, late: 1, lost: 1, icmpError: 1, sendFailed: 9, resolveFailed: 9 })), {
    concluded: 10,
    unanswered: 3,
    percent: 30,
  });
  assert.equal(lossOf(counts({ sendFailed: 3 })).percent, undefined, 'never 0 of nothing');
});

test('figures say which time they are of', () => {
  assert.equal(spanWords({ from: 0, to: 60_000 }, true), 'the last 1 min');
  assert.match(spanWords({ from: 0, to: 60_000 }, false), /–/);
  assert.match(spanWords({ from: 0, to: 1500 }, false), /[.,]000.* – .*[.,]500/, 'to the millisecond where seconds do not tell');
});

test('a chart is told in a sentence', () => {
  const shown = /** @type {any} */ ({ counts: counts({ reply: 9, lost: 1 }), min: 1e6, median: 2e6, max: 9e6, gaps: [{}] });
  const plain = (/** @type {string} */ text) => text.replaceAll('\u202f', ' ');

  assert.equal(plain(summaryOf(shown, 'x')), 'median 2.00 ms, from 1.00 ms to 9.00 ms; loss 10.0 %, a gap without data.');
  assert.equal(summaryOf({ ...shown, counts: counts({}) }, 'the last 5 s'), 'No probe completed in the last 5 s.');
  assert.match(summaryOf({ ...shown, counts: counts({ lost: 3 }), min: undefined, max: undefined, gaps: [] }, 'x'), /^no reply; loss 100/);
});
