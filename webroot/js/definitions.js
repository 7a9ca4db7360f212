// @ts-check
// What every number of a ping means, and where it is found. Pure.
/** @import { Ping, TcpMode } from './types.js' */
import { formatCount, formatPercent, formatRtt } from './format.js';

/**
 * @typedef {object} Figure
 * @property {string} key
 * @property {string} label
 * @property {string} meaning
 * @property {(ping: Ping) => string} text
 * @property {(ping: Ping) => boolean} [isBad] whether a person should look at it
 * @property {boolean} [rare] shown only once it has happened
 */

/** @type {readonly Figure[]} */
export const HEADLINES = [
  {
    key: 'last',
    label: 'Last RTT',
    meaning: 'Round-trip time of the newest probe; none if it got no reply.',
    text: (ping) => formatRtt(ping.lastRttNanos),
  },
  rtt('median', 'Median', 'Half of all round trips took at most this long.'),
  rtt('p95', '95th percentile', '95 of 100 round trips took at most this long.'),
  {
    key: 'lossMinute',
    label: 'Loss, last minute',
    meaning:
      'Share of the probes sent within the last 60 seconds that got no reply in time: lost, late, ICMP error, or lost by the server on purpose.',
    text: (ping) => formatPercent(ping.lastMinute.lossPercent),
    isBad: (ping) => (ping.lastMinute.lossPercent ?? 0) > 0,
  },
  {
    key: 'loss',
    label: 'Loss in all',
    meaning:
      'Share of all decided probes that got no reply in time: lost, late, ICMP error, or lost by the server on purpose. A refused connection is not loss: the host is up.',
    text: (ping) => formatPercent(ping.lossPercent),
    isBad: (ping) => (ping.lossPercent ?? 0) > 0,
  },
];

/** @type {readonly Figure[]} */
export const ROUND_TRIPS = [
  rtt('min', 'Minimum', 'The shortest round trip.'),
  rtt('mean', 'Mean', 'The average of all round trips. A few slow ones pull it up; the median stays.'),
  rtt('p99', '99th percentile', '99 of 100 round trips took at most this long.'),
  rtt('max', 'Maximum', 'The longest round trip, late replies too.'),
  rtt('stddev', 'Standard deviation', 'How far round trips spread around their mean (of the whole population).'),
  {
    key: 'jitter',
    label: 'Jitter, smoothed',
    meaning: 'RFC 3550 section 6.4.1: each change between consecutive round trips moves it by a sixteenth.',
    text: (ping) => formatRtt(ping.jitterNanos),
  },
  {
    key: 'ipdv',
    label: 'IPDV, mean',
    meaning: 'Mean absolute difference of consecutive round trips (RFC 3393); none is taken across a loss.',
    text: (ping) => formatRtt(ping.ipdvMeanAbsoluteNanos),
  },
];

/** @type {readonly Figure[]} */
export const PROBES = [
  count('sent', 'Sent', 'Probes that left this computer.'),
  count('replied', 'Replied', 'Answered within the timeout.'),
  count('lost', 'Lost', 'Not answered within the timeout, and not yet late.', { bad: true }),
  count('late', 'Late', 'Answered, but after the timeout. They count as loss; their round-trip time is kept.', { bad: true }),
  count('icmpErrors', 'ICMP errors', 'A host or router answered with an ICMP error that names this very probe.', { bad: true }),
  count('inFlight', 'In flight', 'Sent and waiting for an answer; not part of any loss figure.'),
  count('refused', 'Refused', 'TCP: the host is up and refused the connection.', { rare: true }),
  count('reset', 'Reset', 'TCP: the connection was reset, or closed before the answer was complete. The host is up: not loss.', { rare: true }),
  count('serverLost', 'Lost by the server', 'TCP: the echo server said that it chose to lose the probe.', { rare: true, bad: true }),
  count('unexpected', 'Unexpected', 'HTTP, DNS: answered with another status or response code than asked for. The host is up: not loss.', { rare: true, bad: true }),
  count('tlsFailed', 'TLS failed', 'HTTPS: the connection was made and its TLS handshake failed. The host is up: not loss.', { rare: true, bad: true }),
  count('flooded', 'Flooded', 'The server sent more than a probe reads. The host is up: not loss.', { rare: true, bad: true }),
  count('sendFailed', 'Not sent', 'Planned probes that the kernel did not take; they say nothing about the network.', { rare: true }),
  count('skipped', 'Skipped', 'Slots of the schedule that passed while Pingdeck was held up.', { rare: true }),
  count('duplicates', 'Duplicates', 'Replies to a probe that had been answered already (RFC 5560).', { rare: true }),
  count('reordered', 'Reordered', 'Replies with a sequence below the highest seen (RFC 4737).', { rare: true }),
  count('corrupt', 'Corrupt', 'Replies whose token or text was damaged.', { rare: true }),
  count('wrongSource', 'Wrong source', 'Replies that came from another address than the one pinged.', { rare: true }),
  count('conflicts', 'Conflicts', 'Replies or errors for a probe that already had another final outcome.', { rare: true }),
];

/** What a TCP ping measures. @type {Record<TcpMode, {label: string, rtt: string}>} */
export const TCP_MODES = {
  connect: { label: 'connect: the handshake', rtt: 'from the SYN to the end of the handshake' },
  echo: { label: 'echo: connect, a line, its answer', rtt: 'from sending the line to the last byte of its answer; the handshake is not in it' },
  stream: {
    label: 'stream: lines on one connection',
    rtt: 'from sending the line to the last byte of its answer, on one connection for all probes; what is lost on the way TCP sends again, which shows as a long RTT',
  },
  greeting: { label: 'greeting: what the server says first', rtt: 'from the SYN to the end of the first line of the server’s greeting' },
};

/** Which clocks an RTT was taken from, in words. */
export const CLOCKS = {
  kernel: 'by the kernel, at sending and receiving: no delay of this program is in it',
  kernelReceive: 'by the kernel at receiving, by this program just before sending',
  process: 'by this program at both ends: its own scheduling delay is in it',
};

/** @param {Exclude<keyof NonNullable<Ping['rttNanos']>, 'count'>} key @param {string} label @param {string} meaning @returns {Figure} */
function rtt(key, label, meaning) {
  return { key, label, meaning, text: (ping) => formatRtt(ping.rttNanos?.[key]) };
}

/**
 * @param {keyof Ping['counters']} key
 * @param {string} label
 * @param {string} meaning
 * @param {{rare?: boolean, bad?: boolean}} [kind]
 * @returns {Figure}
 */
function count(key, label, meaning, { rare = false, bad = false } = {}) {
  return {
    key,
    label,
    meaning,
    rare,
    text: (ping) => formatCount(ping.counters[key]),
    isBad: (ping) => bad && ping.counters[key] > 0,
  };
}
