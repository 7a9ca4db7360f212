// @ts-check
// Every outcome a probe can have, and all that the page says and draws of it.
/** @import { OutcomeName, Ping, WindowFigures } from '../api/types.js' */

/** The names of the counters of outcomes. @typedef {keyof Ping['counters'] & keyof WindowFigures} OutcomeCounter */

/**
 * @typedef {object} Counted
 * @property {string} title of a row with how often it occurred
 * @property {string} help what the row means
 * @property {readonly [number, string?]} [rfc] number and section
 */

/**
 * @typedef {object} OutcomeKind
 * @property {OutcomeName} name
 * @property {string} letter as in a ping's `recent`
 * @property {string} label
 * @property {string} meaning
 * @property {OutcomeCounter} counter the name of its counter; two outcomes share one
 * @property {Counted} [counted] on the first outcome of a counter
 * @property {string} token the CSS variable of its colour
 * @property {boolean} unanswered counts as loss
 * @property {boolean} [served] answered as asked: up
 * @property {string} path its shape as an SVG path around 0,0 and about 9 wide
 * @property {boolean} filled whether the shape is filled or only drawn
 */

const CIRCLE = 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z';
const CROSS = 'M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6';
const TRIANGLE = 'M0 -4.4L4.6 3.8H-4.6Z';
const SQUARE = 'M-3.5 -3.5H3.5V3.5H-3.5Z';
const PLUS = 'M-4.4 0H4.4M0 -4.4V4.4';
const DASH = 'M-4 0H4';
const DIAMOND = 'M0 -4.5L4.5 0L0 4.5L-4.5 0Z';
const WAVES = 'M-4.4 -1.5q2.2 -3 4.4 0t4.4 0M-4.4 2.5q2.2 -3 4.4 0t4.4 0';
const ZIGZAG = 'M-4.4 3L-1.5 -3L1.5 3L4.4 -3';

/** The index of a kind in this list is its code in a series. @type {readonly OutcomeKind[]} */
export const OUTCOMES = [
  {
    name: 'reply',
    letter: 'r',
    label: 'reply',
    meaning: 'answered within the timeout',
    counter: 'replied',
    counted: {
      title: 'Replied',
      help: 'Probes answered within the timeout.',
      rfc: [2681],
    },
    token: '--reply',
    unanswered: false,
    served: true,
    path: CIRCLE,
    filled: true,
  },
  {
    name: 'late',
    letter: 'a',
    label: 'late',
    meaning: 'answered after the timeout; counts as loss',
    counter: 'late',
    counted: {
      title: 'Late',
      help: 'Answered after the timeout. Late probes count as loss, but keep their RTT.',
      rfc: [6673],
    },
    token: '--late',
    unanswered: true,
    path: CIRCLE,
    filled: false,
  },
  {
    name: 'lost',
    letter: 'l',
    label: 'lost',
    meaning: 'not a byte of an answer within the timeout; counts as loss',
    counter: 'lost',
    counted: {
      title: 'Lost',
      help: 'Not a byte of an answer within the timeout. If a reply comes later, the probe becomes “late”. A reply that began but did not end in time is “malformed”.',
      rfc: [6673],
    },
    token: '--lost',
    unanswered: true,
    path: CROSS,
    filled: false,
  },
  {
    name: 'icmpError',
    letter: 'i',
    label: 'ICMP error',
    meaning: 'a host or router answered with an ICMP error; counts as loss',
    counter: 'icmpErrors',
    counted: {
      title: 'ICMP errors',
      help: 'A host or router answered with an ICMP error that quotes the probe, before or after the timeout. (“Host unreachable” often takes about 3 s.) Counts as loss.',
      rfc: [792],
    },
    token: '--icmp',
    unanswered: true,
    path: TRIANGLE,
    filled: true,
  },
  {
    name: 'refused',
    letter: 'f',
    label: 'refused',
    meaning: 'the host refused the connection',
    counter: 'refused',
    counted: {
      title: 'Refused',
      help: 'TCP: the host refused the connection. The host is up, the service is not: a failure, but not loss.',
      rfc: [9293, '3.5.2'],
    },
    token: '--refused',
    unanswered: false,
    path: SQUARE,
    filled: true,
  },
  {
    name: 'reset',
    letter: 't',
    label: 'reset',
    meaning: 'the connection was reset, or closed before the reply',
    counter: 'reset',
    counted: {
      title: 'Reset',
      help: 'TCP: the connection was reset, or closed before the reply was complete. A failure, but not loss.',
      rfc: [9293, '3.5.3'],
    },
    token: '--refused',
    unanswered: false,
    path: SQUARE,
    filled: false,
  },
  {
    name: 'serverLost',
    letter: 's',
    label: 'dropped by server',
    meaning: 'the echo server dropped it to simulate loss; counts as loss',
    counter: 'serverLost',
    counted: {
      title: 'Dropped by server',
      help: 'TCP: the echo server reported that it dropped the probe to simulate loss. Counts as loss.',
    },
    token: '--lost',
    unanswered: true,
    path: PLUS,
    filled: false,
  },
  {
    name: 'sendFailed',
    letter: 'x',
    label: 'not sent',
    meaning: 'this computer could not send the packet; says nothing about the network',
    counter: 'sendFailed',
    counted: {
      title: 'Not sent',
      help: 'Probes that could not be sent, because the kernel returned an error. They say nothing about the network.',
    },
    token: '--unsent',
    unanswered: false,
    path: DASH,
    filled: false,
  },
  {
    name: 'resolveFailed',
    letter: 'x',
    label: 'name not found',
    meaning: 'the host name could not be resolved; says nothing about the network',
    counter: 'sendFailed',
    token: '--unsent',
    unanswered: false,
    path: DIAMOND,
    filled: false,
  },
  {
    name: 'unexpected',
    letter: 'u',
    label: 'unexpected reply',
    meaning: 'the reply has another status or response code than expected',
    counter: 'unexpected',
    counted: {
      title: 'Unexpected reply',
      help: 'The reply has another status, response code or greeting than expected. A failure, but not loss.',
    },
    token: '--icmp',
    unanswered: false,
    path: DIAMOND,
    filled: true,
  },
  {
    name: 'tlsFailed',
    letter: 'c',
    label: 'TLS failed',
    meaning: 'the connection succeeded but the TLS handshake failed',
    counter: 'tlsFailed',
    counted: {
      title: 'TLS failed',
      help: 'HTTPS: the TCP connection succeeded, but the TLS handshake failed or did not end within the timeout. A failure, but not loss.',
    },
    token: '--lost',
    unanswered: false,
    path: TRIANGLE,
    filled: false,
  },
  {
    name: 'flooded',
    letter: 'o',
    label: 'reply too large',
    meaning: 'the server sent more than a probe reads',
    counter: 'flooded',
    counted: {
      title: 'Reply too large',
      help: 'The server sent more than a probe reads, and the connection was closed. A failure, but not loss.',
    },
    token: '--late',
    unanswered: false,
    path: WAVES,
    filled: false,
  },
  {
    name: 'malformed',
    letter: 'm',
    label: 'malformed reply',
    meaning: 'the reply violates its protocol, or did not end within the timeout',
    counter: 'malformed',
    counted: {
      title: 'Malformed reply',
      help: 'The reply violates its protocol, or began but did not end within the timeout. A failure, but not loss.',
    },
    token: '--late',
    unanswered: false,
    path: ZIGZAG,
    filled: false,
  },
];

/** One of each counter. @type {readonly (OutcomeKind & {counted: Counted})[]} */
export const COUNTED = OUTCOMES.flatMap((kind) => (kind.counted ? [{ ...kind, counted: kind.counted }] : []));

export const REPLY = 0;
export const LATE = 1;
export const LOST = 2;

const CODES = new Map(OUTCOMES.map((outcome, code) => [outcome.name, code]));
const LETTERS = new Map([...OUTCOMES].reverse().map((outcome) => [outcome.letter, outcome]));

/** @param {OutcomeName} name */
export function codeOf(name) {
  const code = CODES.get(name);
  if (code === undefined) throw new Error(`unknown outcome: ${name}`);
  return code;
}

/** The kind of a letter of `recent`; undefined for a letter of a newer server. @param {string} letter */
export function kindOfLetter(letter) {
  return LETTERS.get(letter);
}

/** Says a run of outcomes in words, most frequent first: "36 reply, 4 lost". @param {string} recent */
export function describeRecent(recent) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const letter of recent) {
    const label = kindOfLetter(letter)?.label ?? 'unknown';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([label, count]) => `${count} ${label}`);
  return parts.length === 0 ? 'no probes yet' : parts.join(', ');
}

/**
 * The loss among probes with these outcomes. What was not sent does not count.
 *
 * @param {readonly number[]} counts by the outcomes' codes
 * @returns {{concluded: number, unanswered: number, percent: number | undefined}}
 */
export function lossOf(counts) {
  let concluded = 0;
  let unanswered = 0;
  OUTCOMES.forEach(({ counter, unanswered: isLost }, code) => {
    const count = counts[code] ?? 0;
    if (counter !== 'sendFailed') concluded += count;
    if (isLost) unanswered += count;
  });
  return { concluded, unanswered, percent: concluded === 0 ? undefined : (100 * unanswered) / concluded };
}
