// @ts-check
// The last round trips of each ping, as far as this page has heard of them: what a small line shows. Those in sight are
// filled with what the server holds.
/** @import { Ping } from '../api/types.js' */
import { newestSamples, quietly } from '../api/api.js';

/** How many a line shows. */
export const TREND = 48;

/** @typedef {{values: (number | undefined)[], sent: number, asked: boolean}} Trend nanoseconds, oldest first; undefined where there was no reply */

/** @type {Map<string, Trend>} */
const trends = new Map();
/** @type {string[]} */
const wanted = [];
let busy = false;

/** @param {string} id @returns {Trend} */
function trendOf(id) {
  let trend = trends.get(id);
  if (!trend) trends.set(id, (trend = { values: [], sent: 0, asked: false }));
  return trend;
}

/** Notes the newest round trip of each. @param {readonly Ping[]} pings */
export function noteTrends(pings) {
  for (const { id, counters, lastRttNanos } of pings) {
    const trend = trendOf(id);
    if (counters.sent === trend.sent) continue;
    trend.sent = counters.sent;
    // A new list, so that who draws it sees that it is another one.
    trend.values = [...trend.values.slice(1 - TREND), lastRttNanos];
  }
}

/** @param {Iterable<string>} ids */
export function forgetTrends(ids) {
  for (const id of ids) trends.delete(id);
}

/** The line of a ping in sight. @param {string} id */
export function trendInSight(id) {
  const trend = trendOf(id);
  if (!trend.asked) {
    trend.asked = true;
    wanted.push(id);
    if (!busy) quietly(fetchWanted());
  }
  return trend.values;
}

/** One after the other: a list that is scrolled through must not flood the server. */
async function fetchWanted() {
  busy = true;
  try {
    for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
      const samples = await newestSamples(id, TREND);
      trendOf(id).values = samples.map(({ rttNanos }) => rttNanos);
    }
  } finally {
    busy = false;
  }
}
