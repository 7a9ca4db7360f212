import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTCOMES } from '../../state/outcomes.js';
import { Series } from '../../state/series.js';
import { smokeData } from '../../chart/smoke-data.js';
import { summaryOfHistory, summaryOfSamples } from '../../chart/span-summary.js';
import { at, lost, reply } from '../samples.js';

const RTT = { count: 9, min: 100, p5: 110, p25: 120, median: 150, p75: 200, p95: 300, max: 900 };
const LIFE = { startedAt: at(0), aliveUntil: at(60_000), intervalMillis: 1000, timeoutMillis: 1000 };

/** @param {(object | undefined)[]} buckets one each ten seconds; undefined is "no data" */
const history = (buckets) => ({
  ping: 'x',
  width: '10s',
  widthNanos: 10e9,
  buckets: buckets.map((bucket, i) => ({ at: new Date(at(i * 10_000)).toISOString(), ...bucket })),
  histogram: [
    { fromNanos: 100, toNanos: 200, count: 5 },
    { fromNanos: 200, toNanos: 300, count: 4 },
  ],
});

const full = { sent: 10, replied: 9, late: 0, lost: 1, icmpErrors: 0, lossPercent: 10, maxLagNanos: 7, rttNanos: RTT };
const down = { sent: 10, replied: 0, late: 0, lost: 7, icmpErrors: 3, lossPercent: 100, maxLagNanos: 9 };

test('time without data is a gap, neither up nor lost', () => {
  const data = smokeData(history([full, undefined, undefined, full, down, full]), LIFE);

  assert.deepEqual(data.gaps, [{ from: at(10_000), to: at(30_000) }]);
  assert.equal(data.puffs.length, 4);
  assert.deepEqual(data.counts, OUTCOMES.map((_, i) => [27, 0, 10, 3][i] ?? 0));
  assert.deepEqual(data.puffs.map(({ isUp }) => isUp), [true, true, false, true]);
});

test('buckets between the probes of a slow ping are no gaps', () => {
  const slow = { ...LIFE, intervalMillis: 20_000 };

  assert.deepEqual(smokeData(history([full, undefined, full, undefined, full, undefined]), slow).gaps, []);
});

test('before a ping was started and after it ended there is nothing to know', () => {
  const data = smokeData(history([undefined, undefined, full, full, undefined, undefined]), { ...LIFE, startedAt: at(20_000), aliveUntil: at(40_000) });

  assert.deepEqual(data.gaps, []);
});

test('silence up to now becomes a gap once the disk must have it', () => {
  const data = smokeData(history([full, full, undefined, undefined, undefined, undefined]), LIFE);

  assert.deepEqual(data.gaps, [{ from: at(20_000), to: at(60_000) }]);
  assert.deepEqual(smokeData(history([full, full]), { ...LIFE, aliveUntil: at(23_000) }).gaps, []);
});

test('the axis is for most, the extremes are told', () => {
  const data = smokeData(history([full, full]), LIFE);

  assert.equal(data.max, 900);
  assert.equal(data.min, 100);
  assert.equal(data.fit, 300);
  assert.equal(data.median, 150);
});

test('history without a reply has no RTT to make up', () => {
  const data = smokeData({ ...history([down]), histogram: [] }, LIFE);

  assert.equal(data.min, undefined);
  assert.equal(data.median, undefined);
  assert.equal(data.fit, undefined);
});

test('the bar of a stretch is up, down, or nothing', () => {
  const { cells, lags } = summaryOfHistory(smokeData(history([full, undefined, down]), LIFE));

  assert.deepEqual(cells.map(({ isUp, missed }) => [isUp, missed]), [[true, 0.1], [false, 1]]);
  assert.deepEqual(lags.map(({ nanos }) => nanos), [7, 9]);
});

test('samples give the same summary that history would', () => {
  const series = new Series(64);
  for (let i = 0; i < 20; i++) series.add({ ...reply(i + 1, i * 100, 1_000_000 + i * 1000), lagNanos: i });
  series.addAll([lost(21, 2000), { ...lost(22, 2100), outcome: 'sendFailed' }]);

  const { bins, cells, lags } = summaryOfSamples(series, at(0), at(20_000), []);

  assert.equal(bins.reduce((sum, { count }) => sum + count, 0), 20);
  assert.ok(bins.every(({ fromNanos, toNanos }) => fromNanos < toNanos && toNanos / fromNanos < 1.07));
  assert.deepEqual(cells.at(-1), { from: at(2100), to: at(2200), isUp: false, missed: 1 });
  assert.equal(Math.max(...lags.map(({ nanos }) => nanos)), 19);
});
