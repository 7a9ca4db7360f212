// @ts-check
// Which of many pings are listed. Pure.
/** @import { Ping } from './types.js' */

/**
 * @param {readonly Ping[]} pings
 * @param {{words: string, losing: boolean}} filter every word must occur in a ping's name, target, address or state
 * @returns {readonly Ping[]}
 */
export function filterPings(pings, { words, losing }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0 && !losing) return pings;
  return pings.filter((ping) => {
    const text = `${ping.name} ${ping.target} ${ping.address} ${ping.state}`.toLowerCase();
    return (!losing || isLosing(ping)) && wanted.every((word) => text.includes(word));
  });
}

/** Whether it runs and lost something within the last minute. @param {Ping} ping */
export function isLosing({ state, lastMinute }) {
  return state === 'running' && (lastMinute.lossPercent ?? 0) > 0;
}
