// @ts-check
// Every outcome a probe can have: its letter in `recent`, its words, its colour token.
/** @import { OutcomeName } from '../api/types.js' */

/**
 * @typedef {object} OutcomeKind
 * @property {OutcomeName} name
 * @property {string} letter as in a ping's `recent`
 * @property {string} label
 * @property {string} meaning
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
    token: '--late',
    unanswered: true,
    path: CIRCLE,
    filled: false,
  },
  {
    name: 'lost',
    letter: 'l',
    label: 'lost',
    meaning: 'no reply within the timeout; counts as loss',
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
    token: '--refused',
    unanswered: false,
    path: SQUARE,
    filled: false,
  },
  {
    name: 'serverLost',
    letter: 's',
    label: 'dropped by server',
    meaning: 'the echo server dropped it on purpose; counts as loss',
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
    token: '--late',
    unanswered: false,
    path: ZIGZAG,
    filled: false,
  },
];

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
