import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationMillis, epochMillis, formatAxisTime, formatBytes, formatDays, formatPercent, formatRtt, formatSpan, formatTick } from '../text/format.js';

/** Spaces as a person types them. @param {string} text */
const plain = (text) => text.replaceAll('\u202f', ' ');

for (const [nanos, text] of /** @type {[number | undefined, string][]} */ ([
  [undefined, '–'],
  [950, '0.950 µs'],
  [1000, '1.00 µs'],
  [183_204, '183 µs'],
  [999_499, '999 µs'],
  [999_600, '1.00 ms'],
  [1_234_567, '1.23 ms'],
  [9_999_000, '10.0 ms'],
  [12_345_678, '12.3 ms'],
  [999_600_000, '1.00 s'],
  [12_340_000_000, '12.3 s'],
])) {
  test(`an RTT of ${nanos} ns reads ${text}`, () => assert.equal(plain(formatRtt(nanos)), text));
}

for (const [percent, text] of /** @type {[number | undefined, string][]} */ ([
  [undefined, '–'],
  [0, '0 %'],
  [0.001, '< 0.01 %'],
  [0.4239, '0.42 %'],
  [36.3636, '36.4 %'],
  [99.9, '99.9 %'],
  [99.97, '> 99.9 %'],
  [(100 * 2999) / 3000, '> 99.9 %'],
  [100 / 30_000, '< 0.01 %'],
  [100, '100 %'],
])) {
  test(`a loss of ${percent} reads ${text}`, () => assert.equal(plain(formatPercent(percent)), text));
}

test('an axis has no needless zeros', () => {
  assert.deepEqual([0, 150_000, 2e6, 2.5e6].map((nanos) => plain(formatTick(nanos))), ['0', '150 µs', '2 ms', '2.5 ms']);
});

test('durations are read as the server writes them', () => {
  assert.equal(durationMillis('200ms'), 200);
  assert.equal(durationMillis('1m30s'), 90_000);
  assert.equal(durationMillis('0.2s'), 200);
  assert.equal(durationMillis('2'), 2000);
  assert.equal(durationMillis('soon'), undefined);
});

test('spans have two units', () => {
  assert.deepEqual([4_200, 185_000, 7_260_000].map(formatSpan), ['4 s', '3 min 5 s', '2 h 1 min']);
});

test('times without and with long fractions are read', () => {
  assert.equal(epochMillis('2026-01-01T00:00:00Z'), Date.UTC(2026, 0, 1));
  assert.equal(epochMillis('2026-01-01T00:00:00.5Z'), Date.UTC(2026, 0, 1) + 500);
  assert.equal(epochMillis('2026-01-01T00:00:01.000250Z'), Date.UTC(2026, 0, 1) + 1000.25);
});

test('sizes and days are said as people say them', () => {
  assert.deepEqual([0, 512, 1024, 10_240_000, 3 * 1024 ** 4].map(formatBytes), ['0\u202fbytes', '512\u202fbytes', '1.00\u202fKiB', '9.77\u202fMiB', '3.00\u202fTiB']);
  assert.deepEqual([0.5, 12.4, 1131, 1e6].map(formatDays), ['12 hours', '12 days', '3.1 years', 'more than 100 years']);
});

test('labels of an axis under a second apart differ', () => {
  const at = Date.parse('2026-01-01T10:10:04Z');
  for (const step of [10, 50, 100, 500, 1000]) {
    const labels = [0, 1, 2].map((i) => formatAxisTime(at + i * step, 5000, step));
    assert.equal(new Set(labels).size, 3, labels.join(' '));
  }
  assert.match(formatAxisTime(at + 500, 5000, 500), /04[.,]5/);
});
