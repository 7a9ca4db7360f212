import assert from 'node:assert/strict';
import { test } from 'node:test';
import { icmpErrors, newestErrors } from '../ping/describe.js';
import { baseline, compared, dropWords, injectedPercent, measuredLoss } from '../echo/echo-figures.js';
import { batchRequest, changeOf, pingRequest, targetsIn } from '../pings/form-data.js';
import { describeRecent, kindOfLetter, OUTCOMES } from '../state/outcomes.js';
import { Series } from '../state/series.js';
import { visibleRows } from '../ui/virtual-rows.js';
import { reply } from './samples.js';

test('empty fields are left to the server, numbers are numbers, nonsense is sent as typed', () => {
  const typed = { target: ' udp://h:1 ', interval: '', timeout: '1s', count: '10', size: 'big', name: '', family: '' };

  assert.deepEqual(pingRequest(typed), { target: 'udp://h:1', timeout: '1s', count: 10, size: 'big' });
});

test('tags are words, for one ping and for a list', () => {
  assert.deepEqual(pingRequest({ target: 'icmp://h', tags: ' berlin, core ' }).tags, ['berlin', 'core']);
  assert.deepEqual(batchRequest({ targets: 'icmp://h', tags: 'berlin' }).tags, ['berlin']);
  assert.equal('tags' in pingRequest({ target: 'icmp://h', tags: ' , ' }), false);
});

test('only what was changed of a ping is sent', () => {
  const ping = /** @type {any} */ ({ name: 'a', tags: ['x', 'y'], interval: '1s', timeout: '1s' });
  const same = { name: 'a', tags: 'x y', interval: '1s', timeout: '1s' };

  assert.deepEqual(changeOf(ping, same), {});
  assert.deepEqual(changeOf(ping, { ...same, name: ' b ', tags: '' }), { name: 'b', tags: [] });
  assert.deepEqual(changeOf(ping, { ...same, interval: '', tags: 'y,x' }), { tags: ['y', 'x'], interval: '' });
});

test('a pasted list goes as it was pasted, with the settings and without target and name', () => {
  const typed = { target: 'udp://h:1', name: 'x', targets: '\nicmp://a # one\n', ttl: '1', tos: '', interval: '2s' };

  assert.deepEqual(batchRequest(typed), { targets: '\nicmp://a # one\n', interval: '2s', ttl: 1 });
  assert.equal(targetsIn('\nicmp://a # one\n# none\r\n  \nudp://b:1'), 2);
});

test('a thousand rows need only those in sight', () => {
  const rows = visibleRows({ total: 1000, rowHeight: 46, scrollTop: 4600, height: 460 });

  assert.deepEqual(rows, { first: 94, end: 116, above: 94 * 46, below: 884 * 46 });
});

test('a list that shrank below its scroll position still shows its end', () => {
  const { first, end } = visibleRows({ total: 3, rowHeight: 46, scrollTop: 4600, height: 460 });

  assert.ok(first < end && end === 3);
});

test('every outcome has a shape and a letter', () => {
  for (const kind of OUTCOMES) assert.equal(kindOfLetter(kind.letter)?.letter, kind.letter);
  const looks = OUTCOMES.map(({ path, filled }) => `${path} ${filled}`);
  assert.equal(new Set(looks).size, OUTCOMES.length);
});

test('a bar is said in words', () => {
  assert.equal(describeRecent('rrrlr'), '4 reply, 1 lost');
  assert.equal(describeRecent(''), 'no probes yet');
});

/** @type {import('../api/types.js').EchoServer} */
const server = {
  id: 'udp-127.0.0.1-12000',
  protocol: 'udp',
  host: '127.0.0.1',
  port: 12000,
  listening: '127.0.0.1:12000',
  state: 'running',
  mode: 'lab',
  loss: 4 / 11,
  received: 110,
  replied: 70,
  drops: { emulatedLoss: 40 },
  sinceChange: { at: '2026-01-01T00:00:10Z', received: 20, replied: 17, drops: { emulatedLoss: 3 }, injected: {} },
};

test('injected and measured loss of a server are compared', () => {
  const counters = { sent: 101, inFlight: 1, lost: 35, late: 1, icmpErrors: 0, serverLost: 0 };
  const ping = { target: 'udp://localhost:12000', address: '127.0.0.1:12000', counters, startedAt: '2026-01-01T00:00:00Z' };
  const other = { target: 'udp://192.0.2.1:7', address: '192.0.2.1:7', counters };

  const measured = measuredLoss(server, /** @type {any} */ ([ping, other]));

  assert.deepEqual(measured, { pings: 1, startedAt: Date.parse('2026-01-01T00:00:00Z'), concluded: 100, unanswered: 36, percent: 36 });
  assert.equal(injectedPercent(server)?.toFixed(2), '36.36');
  assert.equal(injectedPercent({ ...server, received: 0 }), undefined);
});

/** A ping to that server. @param {number} sent @param {number} lost @param {number} inFlight @returns {any} */
const pingOf = (sent, lost, inFlight = 0) => ({
  id: 'p-1',
  target: 'udp://localhost:12000',
  address: '127.0.0.1:12000',
  startedAt: '2026-01-01T00:00:00Z',
  timeout: '1s',
  counters: { sent, inFlight, lost, late: 0, icmpErrors: 0, serverLost: 0 },
});
const CHANGED = Date.parse(server.sinceChange.at);

test('both sides of the comparison start anew when the knob moves', () => {
  const before = { ...server, sinceChange: { ...server.sinceChange, at: '2026-01-01T00:00:00Z' } };
  const opened = baseline(before, [pingOf(90, 9)], undefined, CHANGED - 5000);
  assert.equal(opened.known, Date.parse('2026-01-01T00:00:00Z'), 'the ping is no older than the change');

  const moved = baseline(server, [pingOf(100, 10)], opened, CHANGED + 2000);
  assert.deepEqual([moved.known, moved.whence], [CHANGED, 'change']);
  assert.equal(baseline(server, [pingOf(120, 13)], moved, CHANGED + 9000), moved);
  const { injected, measured } = compared(server, [pingOf(120, 13)], moved);
  assert.deepEqual(injected, { count: 3, received: 20, percent: 15 });
  assert.deepEqual([measured.concluded, measured.unanswered, measured.percent], [20, 3, 15]);
});

test('what was sent before a change and is decided after it is not measured since then', () => {
  let base = baseline(server, [pingOf(100, 40, 5)], undefined, CHANGED + 100);
  base = baseline(server, [pingOf(106, 45)], base, CHANGED + 1500);
  const meanwhile = compared(server, [pingOf(106, 45)], base).measured;
  assert.deepEqual([meanwhile.concluded, meanwhile.percent], [0, undefined]);

  base = baseline(server, [pingOf(110, 45)], base, CHANGED + 2000);
  base = baseline(server, [pingOf(130, 45)], base, CHANGED + 6000);
  const { measured } = compared(server, [pingOf(130, 45)], base);

  assert.deepEqual([measured.concluded, measured.unanswered, measured.percent], [20, 0, 0]);
});

test('a page opened after a change counts both sides from its opening on', () => {
  const opened = baseline(server, [pingOf(100, 50)], undefined, CHANGED + 3_600_000);
  const later = { ...server, sinceChange: { ...server.sinceChange, received: 30, drops: { emulatedLoss: 4 } } };

  assert.deepEqual([opened.known, opened.whence], [CHANGED + 3_600_000, 'opened']);
  const { injected, measured } = compared(later, [pingOf(110, 51)], opened);
  assert.deepEqual(injected, { count: 1, received: 10, percent: 10 });
  assert.deepEqual([measured.concluded, measured.unanswered, measured.percent], [10, 1, 10]);
});

test('a page that missed a change counts both sides from its return on', () => {
  const before = { ...server, sinceChange: { ...server.sinceChange, at: '2026-01-01T00:00:00Z' } };
  const opened = baseline(before, [pingOf(90, 9)], undefined, CHANGED - 5000);

  const again = baseline(server, [pingOf(500, 200)], opened, CHANGED + 60_000);

  assert.deepEqual([again.known, again.whence], [CHANGED + 60_000, 'again']);
  assert.deepEqual(compared(server, [pingOf(500, 200)], again).injected, { count: 0, received: 0, percent: undefined });
});

test('a reason this page does not know is still readable', () => {
  assert.equal(dropWords('someNewReason'), 'some new reason');
});

function seriesWithError() {
  const series = new Series(8);
  const icmp = { type: 3, code: 1, name: 'host unreachable, "really"', from: '10.0.2.1' };
  const { at } = reply(2, 1000);
  series.addAll([reply(1, 0, 183_204), { seq: 2, at, outcome: 'icmpError', icmp }, { seq: 3, at, outcome: 'icmpError', icmp }]);
  return series;
}

test('ICMP errors are gathered by what they say', () => {
  const words = 'host unreachable, "really" (type 3, code 1) from 10.0.2.1';

  assert.deepEqual(icmpErrors(seriesWithError()), [{ words, count: 2, seq: 3 }]);
});

test('single ICMP errors are listed newest first, at most the requested number', () => {
  const series = seriesWithError();

  assert.deepEqual(newestErrors(series, 10).map(({ seq }) => seq), [3, 2]);
  assert.deepEqual(newestErrors(series, 1).map(({ seq }) => seq), [3]);
  assert.equal(newestErrors(new Series(8), 1).length, 0);
});
