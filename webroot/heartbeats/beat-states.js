// @ts-check
// What an application can be, and what a letter in its bar means: words, shape and colour of each. Pure.
/** @import { BeatStateName } from '../api/types.js' */
/** @import { LetterKind } from '../ui/bar.js' */

/**
 * @typedef {object} StateKind
 * @property {string} label
 * @property {string} meaning
 * @property {string} token the CSS variable of its colour
 * @property {string} path its shape as an SVG path around 0,0 and about 9 wide
 * @property {boolean} filled
 * @property {boolean} bad whether someone should look
 */

const CIRCLE = 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z';
const CROSS = 'M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6';
const SQUARE = 'M-3.5 -3.5H3.5V3.5H-3.5Z';
const HALVES = 'M-4 -3H-0.8V3H-4ZM0.8 -3H4V3H0.8Z';
const DASH = 'M-4 0H4';
const DIAMOND = 'M0 -4.5L4.5 0L0 4.5L-4.5 0Z';
const WAVE = 'M-4.5 1.5L-2 -2L0.5 1.5L3 -2L4.5 0';
const PAUSE = 'M-2 -3.6V3.6M2 -3.6V3.6';

/** @type {Record<BeatStateName, StateKind>} */
export const STATES = {
  stopped: { label: 'stopped', meaning: 'too many heartbeats in a row are missing', token: '--lost', path: CROSS, filled: false, bad: true },
  failed: { label: 'run failed', meaning: 'it sends heartbeats and reported that its last run failed', token: '--lost', path: DIAMOND, filled: false, bad: true },
  late: { label: 'late', meaning: 'some heartbeats in a row are missing', token: '--late', path: CIRCLE, filled: false, bad: true },
  losing: { label: 'network loss', meaning: 'it is alive, but the network lost too many of its recent heartbeats', token: '--icmp', path: WAVE, filled: false, bad: true },
  restarted: { label: 'restarted', meaning: 'it is alive and has restarted', token: '--refused', path: DIAMOND, filled: true, bad: false },
  monitorPaused: { label: 'monitor paused', meaning: 'Pingdeck itself paused; no heartbeat since then', token: '--unsent', path: PAUSE, filled: false, bad: false },
  unknown: { label: 'unknown', meaning: 'Pingdeck itself was down; no heartbeat since then', token: '--unsent', path: HALVES, filled: true, bad: false },
  alive: { label: 'alive', meaning: 'its heartbeats arrive', token: '--reply', path: CIRCLE, filled: true, bad: false },
  waiting: { label: 'waiting', meaning: 'no heartbeat yet, or only one from an application that is not configured', token: '--unsent', path: DASH, filled: false, bad: false },
  goodbye: { label: 'signed off', meaning: 'it announced that it stops', token: '--unsent', path: SQUARE, filled: false, bad: false },
};

/** @param {string} state one of a newer server is shown as it is named @returns {StateKind} */
export function kindOfState(state) {
  const known = /** @type {Record<string, StateKind>} */ (STATES)[state];
  return known ?? { label: state, meaning: state, token: '--unsent', path: DASH, filled: false, bad: false };
}

/** What has happened: an application that was missed and beats again is back. @param {{from: string, to: string}} change */
export function describeChange({ from, to }) {
  return to === 'alive' && (from === 'stopped' || from === 'late') ? 'back' : kindOfState(to).label;
}

/** @type {Record<string, LetterKind & {label: string}>} */
const LETTERS = {
  r: { label: 'received', token: '--reply', path: CIRCLE, filled: true, drawn: 'pill' },
  o: { label: 'received out of order', token: '--late', path: CIRCLE, filled: false, drawn: 'outline' },
  f: { label: 'received, run failed', token: '--lost', path: DIAMOND, filled: false, drawn: 'outline' },
  l: { label: 'lost', token: '--lost', path: CROSS, filled: false, drawn: 'stub' },
  u: { label: 'missed while Pingdeck was down', token: '--unsent', path: PAUSE, filled: false, drawn: 'mark' },
  s: { label: 'restart', token: '--refused', path: DIAMOND, filled: true, drawn: 'outline' },
  x: { label: 'stop', token: '--lost', path: SQUARE, filled: true, drawn: 'outline' },
  g: { label: 'shutdown', token: '--unsent', path: SQUARE, filled: false, drawn: 'outline' },
};

/** @param {string} letter of an application's `recent` */
export function kindOfBeat(letter) {
  return LETTERS[letter];
}

/** In words, most frequent first: "58 received, 2 lost". @param {string} recent */
export function describeBeats(recent) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const letter of recent) {
    const label = LETTERS[letter]?.label ?? 'unknown';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([label, count]) => `${count} ${label}`);
  return parts.length === 0 ? 'no heartbeats yet' : parts.join(', ');
}
