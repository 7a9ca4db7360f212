import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartData } from '../../chart/chart-data.js';
import { LATE, LOST } from '../../state/outcomes.js';
import { Series } from '../../state/series.js';
import { at, lost, reply } from '../samples.js';

/** @param {Partial<import('../../chart/chart-data.js').ChartWindow>} part */
const shown = (part) => ({
  from: at(0),
  to: at(10_000),
  columns: 1000,
  startedAt: at(0),
  aliveUntil: undefined,
  intervalMillis: 100,
  timeoutMillis: 1000,
  ...part,
});

/** @param {number} count @param {number} every */
function replies(count, every = 100, first = 1) {
  const series = new Series();
  for (let i = 0; i < count; i++) series.add(reply(first + i, i * every, 100_000 + i));
  return series;
}

test('a lost probe is a mark and no RTT', () => {
  const series = new Series(8);
  series.addAll([reply(1, 0, 100), lost(2, 100), reply(3, 200, 300)]);

  const data = chartData(series, shown({}));

  assert.deepEqual(data.replies, [100, null, 300]);
  assert.deepEqual(data.marks, [{ at: at(100), outcome: LOST }]);
  assert.equal(data.median, 200);
  assert.deepEqual(data.gaps, []);
});

test('a late reply has its own column, counts for the median and not for the axis', () => {
  const series = new Series(8);
  series.addAll([reply(1, 0, 100), { ...lost(2, 100), outcome: 'late', rttNanos: 5000 }, reply(3, 200, 300)]);

  const data = chartData(series, shown({}));

  assert.deepEqual(data.lates, [null, 5000, null]);
  assert.equal(data.counts[LATE], 1);
  assert.equal(data.median, 300);
  assert.equal(data.max, 5000);
  assert.equal(data.fit, 300);
});

test('a lone spike does not make the axis', () => {
  const series = replies(100);
  series.add(reply(101, 9_990, 80_000_000));

  const data = chartData(series, shown({}));

  assert.equal(data.max, 80_000_000);
  assert.ok(data.fit !== undefined && data.fit < 110_000, `${data.fit}`);
});

test('a steady spread and few replies make the axis in full', () => {
  const series = new Series(8);
  series.addAll([reply(1, 0, 100), reply(2, 100, 150), reply(3, 200, 290)]);

  assert.equal(chartData(series, shown({})).fit, 290);
});

test('thinning keeps the extremes and every count', () => {
  const series = replies(10_000, 1);

  const data = chartData(series, shown({ columns: 100, intervalMillis: 1 }));

  assert.ok(data.ats.length <= 200, `${data.ats.length} points`);
  assert.ok(data.replies.includes(100_000) && data.replies.includes(109_999));
  assert.equal(data.counts[0], 10_000);
  assert.deepEqual(data.ats, [...data.ats].sort((a, b) => a - b));
});

test('marks of one kind share a pixel', () => {
  const series = new Series();
  for (let seq = 1; seq <= 1000; seq++) series.add(lost(seq, seq * 10));

  const data = chartData(series, shown({ columns: 50, intervalMillis: 10 }));

  assert.ok(data.marks.length <= 51);
  assert.equal(data.counts[LOST], 1000);
});

test('time between consecutive probes that is much longer than the interval is no data', () => {
  const series = new Series(8);
  series.addAll([reply(1, 0), reply(2, 100), reply(3, 5000), reply(4, 5100)]);

  assert.deepEqual(chartData(series, shown({})).gaps, [{ from: at(100), to: at(5000) }]);
});

test('missing samples are no data once they must have been decided', () => {
  const series = new Series(64);
  series.addAll([reply(1, 0), reply(2, 100), reply(6, 500), reply(7, 600)]);

  assert.deepEqual(chartData(series, shown({ aliveUntil: at(700) })).gaps, []);

  for (let seq = 8; seq <= 40; seq++) series.add(reply(seq, seq * 100 - 100));
  assert.deepEqual(chartData(series, shown({ aliveUntil: at(4000) })).gaps, [{ from: at(100), to: at(500) }]);
});

test('a running ping that says nothing has no data up to now; an ended one is just over', () => {
  const series = replies(10);

  assert.deepEqual(chartData(series, shown({ aliveUntil: at(9000) })).gaps, [{ from: at(900), to: at(9000) }]);
  assert.deepEqual(chartData(series, shown({ aliveUntil: undefined })).gaps, []);
});

test('what the server no longer holds is no data', () => {
  const series = new Series(64);
  series.addAll([reply(21, 2000), reply(22, 2100)]);

  assert.deepEqual(chartData(series, shown({})).gaps, [{ from: at(0), to: at(2000) }]);
});

test('a gap that began before the window is cut at its edge', () => {
  const series = new Series(8);
  series.addAll([reply(1, 0), reply(2, 8000), reply(3, 8100)]);

  assert.deepEqual(chartData(series, shown({ from: at(5000) })).gaps, [{ from: at(5000), to: at(8000) }]);
});

test('each ICMP error has a mark with its name, one of a kind per pixel', () => {
  const series = new Series(16);
  const error = (/** @type {number} */ seq, /** @type {string} */ name) => ({
    ...lost(seq, seq),
    outcome: /** @type {const} */ ('icmpError'),
    icmp: { type: 3, code: 3, name, from: '10.0.2.1' },
  });
  series.addAll([error(1, 'port unreachable'), error(2, 'port unreachable'), error(3, 'host unreachable')]);

  const { marks } = chartData(series, shown({ columns: 10 }));

  assert.deepEqual(marks.map(({ name }) => name), ['port unreachable', 'host unreachable']);
});
