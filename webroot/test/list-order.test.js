import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filtered, ListOrder, nextOrder, orderOf, sorted, textOfOrder, urgency } from '../pings/list-order.js';
import { tagsOf, toggled } from '../state/tags.js';
import { hasProblem, isEnded, statusWords } from '../state/service-status.js';

const ping = (/** @type {string} */ name, word = 'up', more = {}) =>
  /** @type {any} */ ({
    id: name,
    name,
    target: 'udp://h:7',
    address: '192.0.2.1:7',
    state: 'running',
    startedAt: '2026-01-01T00:00:00Z',
    status: { state: word, since: '2026-01-01T00:00:00Z', ...(word === 'down' && { reason: 'refused' }) },
    counters: { sent: 9, sendFailed: 0, inFlight: 1 },
    lastMinute: { lossPercent: 0 },
    ...more,
  });
const PINGS = [
  ping('Paris', 'up', { lastRttNanos: 5 }),
  ping('Rome', 'up', { lastMinute: { lossPercent: 5 }, lastRttNanos: 7 }),
  ping('Oslo', 'down', { target: 'tcp://h:7' }),
  ping('Bern', 'down', { state: 'finished' }),
  ping('Kyiv', 'failing', { lastRttNanos: 6 }),
  ping('Riga', 'unknown'),
  ping('Lima', 'unknown', { counters: { sent: 1, sendFailed: 0, inFlight: 1 } }),
  ping('Bonn', 'up', { state: 'stopped', lastMinute: { lossPercent: 5 } }),
];
const ANY = { words: '', state: '', protocol: '', tags: '' };
const names = (/** @type {readonly any[]} */ pings) => pings.map(({ name }) => name);

test('many pings are filtered by words, by state and by protocol', () => {
  const listed = (/** @type {object} */ part) => names(filtered(PINGS, { ...ANY, ...part }));

  assert.equal(listed({}).length, PINGS.length);
  assert.deepEqual(listed({ words: 'par UDP' }), ['Paris']);
  assert.deepEqual(listed({ words: 'refused' }), ['Oslo', 'Bern']);
  assert.deepEqual(listed({ state: 'problems' }), ['Rome', 'Oslo', 'Bern', 'Kyiv', 'Riga']);
  assert.deepEqual(listed({ state: 'down' }), ['Oslo'], 'what has ended is down no more');
  assert.deepEqual(listed({ state: 'ended' }), ['Bern', 'Bonn']);
  assert.deepEqual(listed({ protocol: 'tcp' }), ['Oslo']);
  assert.deepEqual(listed({ protocol: 'udp', state: 'problems', words: 'r' }), ['Rome', 'Bern', 'Kyiv', 'Riga']);
  assert.equal(statusWords(PINGS[3]), 'down: refused · finished');
});

test('tags filter pings, each of them exactly, and are found as words', () => {
  const tagged = [ping('a', 'up', { tags: ['berlin', 'core'] }), ping('b', 'up', { tags: ['berlin-2'] }), ping('c')];
  const listed = (/** @type {object} */ part) => names(filtered(tagged, { ...ANY, ...part }));

  assert.deepEqual(listed({ tags: 'berlin' }), ['a']);
  assert.deepEqual(listed({ tags: 'core,berlin' }), ['a']);
  assert.deepEqual(listed({ tags: 'berlin,none' }), []);
  assert.deepEqual(listed({ words: 'BERLIN' }), ['a', 'b']);
  assert.deepEqual(tagsOf(' berlin, core\tberlin ,'), ['berlin', 'core']);
  assert.equal(toggled(toggled('', 'berlin'), 'core'), 'berlin,core');
  assert.equal(toggled('berlin,core', 'berlin'), 'core');
});

test('a paused ping has not ended, and is no problem', () => {
  const paused = ping('Riga', 'down', { state: 'paused' });
  assert.equal(statusWords(ping('x', 'unknown', { state: 'paused', status: { state: 'unknown', reason: 'paused' } })), 'unknown: paused', 'said once');

  assert.deepEqual(['running', 'paused', 'stopping', 'stopped', 'finished', 'failed'].map((state) => isEnded(/** @type {any} */ ({ state }))), [false, false, false, true, true, true]);
  assert.deepEqual(names(filtered([...PINGS, paused], { ...ANY, state: 'paused' })), ['Riga']);
  assert.ok(!filtered([paused], { ...ANY, state: 'ended' }).length && !hasProblem(paused));
  assert.ok(urgency(paused) < urgency(PINGS[3]), 'before what has ended');
});

test('problems come first, the worst of them at the top, and what has ended last', () => {
  const order = /** @type {const} */ ({ column: 'state', descending: false });

  assert.deepEqual(names(sorted(PINGS, order)), ['Oslo', 'Kyiv', 'Riga', 'Rome', 'Paris', 'Lima', 'Bern', 'Bonn']);
  assert.ok(urgency(ping('x', 'up', { state: 'failed' })) < urgency(ping('y')), 'one that could not go on is before all that is well');
});

test('every column sorts either way, and what has no number is last in both', () => {
  assert.deepEqual(names(sorted(PINGS, { column: 'last', descending: true })).slice(0, 4), ['Rome', 'Kyiv', 'Paris', 'Oslo']);
  assert.deepEqual(names(sorted(PINGS, { column: 'last', descending: false })).slice(0, 4), ['Paris', 'Kyiv', 'Rome', 'Oslo']);
  assert.deepEqual(names(sorted([ping('h10'), ping('H2')], { column: 'name', descending: false })), ['H2', 'h10'], 'as people count');
});

test('an order survives in an address', () => {
  for (const text of ['state', '-loss', 'name', '-started']) assert.equal(textOfOrder(orderOf(text) ?? assert.fail(text)), text);
  for (const text of ['', 'nonsense', '-', '__proto__', undefined]) assert.equal(orderOf(text), undefined);
  assert.deepEqual(nextOrder({ column: 'name', descending: false }, 'loss'), { column: 'loss', descending: true });
  assert.deepEqual(nextOrder({ column: 'loss', descending: true }, 'loss'), { column: 'loss', descending: false });
});

test('rows stay where they are while numbers change, until a ping comes or something is chosen', () => {
  const list = new ListOrder();
  const order = /** @type {const} */ ({ column: 'last', descending: true });
  const ids = (/** @type {any[]} */ pings, /** @type {object} */ moment, by = order) => list.ids(() => pings, ANY, by, { members: 1, now: 0, hold: false, ...moment });
  const [a, b] = [ping('a', 'up', { lastRttNanos: 2 }), ping('b', 'up', { lastRttNanos: 1 })];
  assert.deepEqual(ids([a, b], {}), ['a', 'b']);
  const faster = { ...a, lastRttNanos: 0 };

  assert.deepEqual(ids([faster, b], { now: 500 }), ['a', 'b']);
  assert.deepEqual(ids([faster, b], { now: 9000, hold: true }), ['a', 'b'], 'not under a hand');
  assert.deepEqual(ids([faster, b], { now: 9000 }), ['b', 'a']);
  assert.deepEqual(ids([faster, b, ping('c', 'up', { lastRttNanos: 9 })], { now: 9001, members: 2 }), ['c', 'b', 'a']);
});
