import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATE, LOST, OUTCOMES, REPLY } from '../state/outcomes.js';
import { Series } from '../state/series.js';
import { at, lost, reply } from './samples.js';

test('a reply keeps its time and RTT', () => {
  const series = new Series(8);

  series.add(reply(1, 0, 183_204));

  assert.deepEqual(series.get(1), { seq: 1, at: at(0), outcome: REPLY, rttNanos: 183_204, lagNanos: 0, note: undefined, echo: undefined });
});

test('a late reply replaces the lost probe it was', () => {
  const series = new Series(8);
  series.addAll([lost(1, 0), reply(2, 100)]);

  series.add({ ...lost(1, 0), outcome: 'late', rttNanos: 1_200_000_000 });

  assert.equal(series.get(1)?.outcome, LATE);
  assert.equal(series.get(1)?.rttNanos, 1_200_000_000);
  assert.equal(series.size, 2);
});

test('an ICMP error after the timeout replaces the lost probe it was, for good', () => {
  const series = new Series(64);
  const icmp = { type: 3, code: 1, name: 'host unreachable', from: '10.0.0.2', afterNanos: 3_050_000_000, afterTimeout: /** @type {true} */ (true) };
  series.add(lost(1, 0));
  series.add({ ...lost(1, 0), outcome: 'icmpError', icmp });
  series.add(lost(1, 0));

  assert.equal(OUTCOMES[series.get(1)?.outcome ?? 0].name, 'icmpError');
  assert.equal(series.get(1)?.note?.icmp?.afterTimeout, true);
});

test('history that still says lost does not undo a late reply', () => {
  const series = new Series(8);
  series.add({ ...lost(1, 0), outcome: 'late', rttNanos: 1_200_000_000 });

  const changed = series.add(lost(1, 0));

  assert.equal(changed, false);
  assert.equal(series.get(1)?.outcome, LATE);
});

test('a lost probe takes its place before the replies that came first', () => {
  const series = new Series(8);

  series.addAll([reply(1, 0), reply(3, 200), reply(4, 300), lost(2, 100)]);

  assert.deepEqual(series.range(at(0), at(300)).seqs, [1, 2, 3, 4]);
  assert.equal(series.get(2)?.outcome, LOST);
});

test('the ring forgets the oldest samples and ignores older ones that come back', () => {
  const series = new Series(4);

  for (let seq = 1; seq <= 6; seq++) series.add(reply(seq, seq * 100));
  series.add(reply(1, 100));

  assert.equal(series.get(1), undefined);
  assert.equal(series.get(2), undefined);
  assert.deepEqual(series.range(at(0), at(600)).seqs, [3, 4, 5, 6]);
  assert.equal(series.size, 4);
});

test('what the ring forgets takes its note along', () => {
  const series = new Series(2);
  const icmp = { type: 3, code: 3, name: 'port unreachable', from: '10.0.2.1' };

  series.add({ seq: 1, at: reply(1, 0).at, outcome: 'icmpError', icmp });
  assert.equal(series.notes.size, 1);
  series.add(reply(3, 200));

  assert.equal(series.notes.size, 0);
});

test('a range has one sample more at each side', () => {
  const series = new Series(16);
  for (let seq = 1; seq <= 6; seq++) series.add(reply(seq, seq * 100));

  const { seqs, inside, end } = series.range(at(250), at(450));

  assert.deepEqual(seqs, [2, 3, 4, 5]);
  assert.deepEqual(seqs.slice(inside, end), [3, 4]);
});

test('only a hole before a decided sample is missing', () => {
  const series = new Series(16);
  series.addAll([reply(1, 0), reply(2, 100), reply(5, 400), reply(7, 600)]);

  assert.equal(series.newestMissing(at(300)), undefined);
  assert.equal(series.newestMissing(at(400)), 4);
  assert.equal(series.newestMissing(at(600)), 6);
});

test('microseconds survive', () => {
  const series = new Series(4);

  series.add({ seq: 1, at: '2026-01-01T00:00:00.123456Z', outcome: 'lost' });

  assert.equal(series.get(1)?.at.toFixed(3), (Date.UTC(2026, 0, 1) + 123.456).toFixed(3));
});
