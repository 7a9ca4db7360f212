// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysLeft, describeAnswer, newestAnswer, newestProbes, phases } from '../ping/answers.js';
import { pingRequest } from '../pings/form-data.js';
import { fieldsOf, optionsOf, hasSize, kindOf, rttMeaning } from '../state/protocols.js';
import { ECHOES, Series } from '../state/series.js';
import { formatRtt } from '../text/format.js';
/** @import { HttpAnswer, Sample } from '../api/types.js' */

/** @param {number} seq @param {Partial<Sample>} [more] @returns {Sample} */
function sample(seq, more = {}) {
  return { seq, at: '2026-01-01T00:00:00Z', outcome: 'reply', rttNanos: 10, lagNanos: 0, ...more };
}

/** @param {number} connectNanos @param {number} totalNanos @returns {HttpAnswer} */
function http(connectNanos, totalNanos) {
  return { status: 200, connectNanos, firstByteNanos: 5, totalNanos };
}

test('phases are those of the newest answer, with the medians of all', () => {
  const series = new Series();
  series.addAll([sample(1, { http: http(1, 10) }), sample(2, { http: http(3, 10) }), sample(3, { http: http(2, 10) })]);

  assert.deepEqual(
    phases(series).map(({ key, last, median }) => [key, last, median]),
    [
      ['connectNanos', 2, 2],
      ['firstByteNanos', 5, 5],
      ['bodyNanos', 3, 3],
    ],
  );
});

test('a series without HTTP has no phases and no answer', () => {
  const series = new Series();
  series.add(sample(1));

  assert.deepEqual(phases(series), []);
  assert.equal(newestAnswer(series), undefined);
});

test('an empty greeting is an answer too', () => {
  const series = new Series();
  series.addAll([sample(1, { banner: '' }), sample(2)]);

  assert.equal(newestAnswer(series)?.seq, 1);
});

test('an answer is said in a line', () => {
  assert.equal(describeAnswer({ http: http(1, 2) }), 'HTTP status 200');
  assert.equal(describeAnswer({ dns: { rcode: 'NXDOMAIN', answers: 1 } }), 'NXDOMAIN, 1 record');
  assert.equal(describeAnswer({ dns: { rcode: 'NOERROR', answers: 2, truncated: true } }), 'NOERROR, 2 records, truncated');
  assert.equal(describeAnswer({ tls: { fault: 'expired' } }), 'certificate expired or not yet valid');
  assert.equal(describeAnswer({ banner: '220 hello' }), '“220 hello”');
  assert.equal(describeAnswer({ untagged: true }), '');
});

test('days are whole ones, below zero once the certificate has run out', () => {
  const now = Date.parse('2026-01-10T12:00:00Z');
  assert.equal(daysLeft('2026-01-12T11:00:00Z', now), 1);
  assert.equal(daysLeft('2026-01-10T11:00:00Z', now), -1);
});

test('each protocol has its own fields', () => {
  assert.deepEqual(fieldsOf(' HTTPS://host'), ['method', 'expect']);
  assert.ok(optionsOf('https://host').includes('keyFile'));
  assert.ok(!optionsOf('http://host').includes('keyFile'));
  assert.deepEqual(optionsOf('dns://host/x'), []);
  assert.deepEqual(pingRequest({ target: 'http://host', follow: '3', keyword: ' well ', insecure: 'yes', keyFile: 'k' }), {
    target: 'http://host',
    follow: 3,
    keyword: 'well',
    insecure: true,
  });
  assert.deepEqual(fieldsOf('dns://192.0.2.1/a'), ['queryType', 'transport', 'expect']);
  assert.deepEqual(fieldsOf('tcp://host:1'), ['mode']);
  assert.deepEqual(fieldsOf('smtp://host'), ['expect']);
  assert.deepEqual(fieldsOf('gopher://host'), []);
  assert.equal(hasSize('pop3://host'), false);
  assert.equal(hasSize('udp://host:1'), true);
});

test('what another protocol has is left out of a request', () => {
  const typed = { target: 'http://host/', size: '64', mode: 'echo', method: 'HEAD', expect: ' 200 ', queryType: 'MX' };
  assert.deepEqual(pingRequest(typed), { target: 'http://host/', method: 'HEAD', expect: '200' });
});

test('the certificate of a mail server is part of its answer', () => {
  const series = new Series();
  const starttls = { version: 'TLSv1.3', certificateExpiresAt: '2027-01-01T00:00:00Z' };
  series.addAll([sample(1, { starttls }), sample(2)]);

  assert.deepEqual(newestAnswer(series)?.note.starttls, starttls);
  assert.equal(newestAnswer(series)?.seq, 1);
});

test('the transport of a DNS question goes into its target', () => {
  assert.deepEqual(pingRequest({ target: 'dns://host/a', transport: 'TCP' }), { target: 'dns://host/a?transport=tcp' });
  const typed = { target: ' dns://host/a?type=MX ', transport: 'TCP', expect: 'NXDOMAIN' };
  assert.deepEqual(pingRequest(typed), { target: 'dns://host/a?type=MX&transport=tcp', expect: 'NXDOMAIN' });
  assert.deepEqual(pingRequest({ target: 'dns://host/a', transport: '' }), { target: 'dns://host/a' });
  assert.deepEqual(pingRequest({ target: 'udp://host:1', transport: 'TCP' }), { target: 'udp://host:1' });
});

test('an RTT that needs saying is said', () => {
  const ping = /** @type {import('../api/types.js').Ping} */ ({ target: 'smtp://host', mode: 'greeting' });
  assert.match(rttMeaning(ping) ?? '', /greeting/);
  assert.match(rttMeaning({ ...ping, target: 'https://host/', mode: undefined }) ?? '', /last byte/);
  assert.match(rttMeaning({ ...ping, target: 'dns://host/a?type=MX', mode: undefined }) ?? '', /the query/);
  assert.match(rttMeaning({ ...ping, target: 'dns://host/a?transport=tcp', mode: undefined }) ?? '', /the SYN/);
  assert.equal(kindOf({ ...ping, target: 'dns://host/a?type=MX&transport=tcp', mode: undefined }), 'MX over TCP');
  assert.equal(kindOf({ ...ping, target: 'dns://host/a', mode: undefined }), 'A');
  assert.equal(kindOf({ ...ping, target: 'dns://host/a?type=AAAA', mode: undefined }), 'AAAA');
  assert.equal(rttMeaning({ ...ping, target: 'udp://host:1', mode: undefined }), undefined);
});

test('the newest probes are told in words, newest first', () => {
  const series = new Series();
  const change = { at: '2026-01-01T00:00:01Z', from: '10.0.0.9', to: '10.0.0.8' };
  const ping = /** @type {any} */ ({ address: '10.0.0.8', addressChanges: [change] });
  const icmp = { type: 3, code: 3, name: 'port unreachable', from: '10.0.0.1', afterNanos: 5 };
  series.addAll([
    sample(1),
    sample(2, { echo: 'PING 2 <b>' }),
    sample(3, { outcome: 'lost', rttNanos: undefined }),
    sample(4, { outcome: 'icmpError', rttNanos: undefined, icmp }),
    sample(5, { outcome: 'sendFailed', rttNanos: undefined, error: 'ENETUNREACH' }),
    sample(6, { untagged: true, answeredBy: 'fd00::2' }),
    sample(7, { at: '2026-01-01T00:00:02Z', banner: '220 ready' }),
    sample(8, { outcome: 'lost', rttNanos: undefined }),
    sample(8, { outcome: 'unexpected', rttNanos: undefined, banner: '421 busy', afterTimeout: true, afterNanos: 1_400_000_000 }),
  ]);

  assert.deepEqual(
    newestProbes(series, 7, ping).map(({ seq, outcome, rttNanos, from, answer }) => [seq, outcome, rttNanos, from, answer]),
    [
      [8, `unexpected reply, ${formatRtt(1_400_000_000)} after sending, after the timeout`, undefined, '10.0.0.9', '“421 busy”'],
      [7, 'reply', 10, '10.0.0.8', '“220 ready”'],
      [6, 'reply, matched by sequence number only', 10, 'fd00::2', ''],
      [5, 'not sent: ENETUNREACH', undefined, undefined, ''],
      [4, 'ICMP error: port unreachable (type 3, code 3)', undefined, '10.0.0.1', ''],
      [3, 'lost', undefined, undefined, ''],
      [2, 'reply', 10, '10.0.0.9', '“PING 2 <b>”'],
    ],
  );
});

test('a series keeps the texts of its newest echoes only', () => {
  const series = new Series();
  for (let seq = 1; seq <= 100; seq++) series.add(sample(seq, { echo: `PING ${seq}` }));

  assert.equal(series.echoes.size, ECHOES);
  assert.equal(series.get(100)?.echo, 'PING 100');
  assert.equal(series.get(100 - ECHOES)?.echo, undefined);
});
