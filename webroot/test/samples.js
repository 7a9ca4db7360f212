// Samples for tests, sent at a number of milliseconds after a fixed start.
/** @import { Sample } from '../api/types.js' */

const START = Date.UTC(2026, 0, 1, 12);

/** @param {number} millis */
export const at = (millis) => START + millis;

/** @param {number} seq @param {number} millis @returns {Sample} */
export const reply = (seq, millis, rttNanos = 200_000) => ({
  seq,
  at: new Date(START + millis).toISOString(),
  outcome: 'reply',
  rttNanos,
  rttSource: 'kernel',
});

/** @param {number} seq @param {number} millis @returns {Sample} */
export const lost = (seq, millis) => ({ seq, at: new Date(START + millis).toISOString(), outcome: 'lost' });
