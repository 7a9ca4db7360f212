import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DICTIONARY } from '../text/dictionary.js';
import { PROBES, TOTALS } from '../ping/definitions.js';
import { WINDOW_ROWS } from '../ping/window-rows.js';

const latency = { count: 60, min: 1000, mean: 2000, p50: 2000, p90: 3000, p95: 3000, p99: 4000, p999: 4000, max: 4000, stddev: 500, iqr: 900 };

/** @param {object} part */
const figures = (part) => /** @type {any} */ ({
  window: '1m',
  concluded: 10,
  unanswered: 1,
  replied: 9,
  late: 0,
  lost: 1,
  icmpErrors: 0,
  lossPercent: 10,
  lossLowPercent: 1.79,
  lossHighPercent: 40.42,
  stepsMeasured: 2,
  stepsUp: 2,
  ...part,
});

/** @param {string} key */
const row = (key) => WINDOW_ROWS.find((one) => one.key === key) ?? assert.fail(key);

/** Spaces as a person types them. @param {string} text */
const plain = (text) => text.replaceAll('\u202f', ' ');

test('one lost of ten does not look like a fact', () => {
  assert.equal(plain(row('loss').text(figures({}))), '10.0 %');
  assert.equal(plain(row('interval').text(figures({}))), '1.79–40.4 %');
  assert.equal(plain(row('arrived').text(figures({}))), '90.0 %');
});

test('a percentile that is only the longest is faint', () => {
  const sixty = figures({ rttNanos: latency });

  assert.equal(row('p95').isFaint?.(sixty), false);
  assert.equal(row('p99').isFaint?.(sixty), true);
  assert.equal(row('p999').isFaint?.(figures({ rttNanos: { ...latency, count: 1000 } })), false);
});

test('every outcome that occurred in a window has a row', () => {
  const keys = (/** @type {object[]} */ ...windows) =>
    WINDOW_ROWS.filter(({ isShown }) => isShown?.(windows.map(figures)) ?? true).map(({ key }) => key);

  assert.ok(!keys({}).includes('serverLost'));
  assert.ok(!keys({}, {}).includes('late'), 'what never happened takes no row');
  assert.ok(keys({ replied: 0 }).includes('replied'), 'none replied is worth a row');
  for (const key of ['refused', 'reset', 'serverLost', 'unexpected', 'tlsFailed', 'flooded', 'malformed', 'sendFailed']) {
    assert.ok(keys({ [key]: 0 }, { [key]: 2 }).includes(key), key);
    assert.equal(row(key).text(figures({ [key]: 2 })), '2');
    assert.equal(row(key).isBad?.(figures({ [key]: 2 })), true);
  }
});

test('what is not defined is a dash', () => {
  const empty = figures({ concluded: 0, lossPercent: undefined, lossLowPercent: undefined, lossHighPercent: undefined });

  for (const key of ['loss', 'interval', 'arrived', 'availability', 'p50', 'jitter', 'lag']) assert.equal(row(key).text(empty), '–', key);
});

test('every figure is defined, in words and most by an RFC', () => {
  const terms = [...WINDOW_ROWS, ...TOTALS, ...PROBES].map(({ term }) => term);

  for (const term of terms) assert.ok(DICTIONARY[term].text.length > 10, term);
  for (const [term, { source, url }] of Object.entries(DICTIONARY)) {
    if (source?.startsWith('RFC')) assert.match(url, /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+(#section-[\d.]+)?$/, term);
  }
});
