// @ts-check
// Which of many pings are listed. Pure.
/** @import { Ping } from '../api/types.js' */
import { hasProblem } from '../state/service-status.js';

/**
 * @param {readonly Ping[]} pings
 * @param {{words: string, problems: boolean}} filter every word must occur in a ping's name, target, address, state or
 *   status
 * @returns {readonly Ping[]}
 */
export function filterPings(pings, { words, problems }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0 && !problems) return pings;
  return pings.filter((ping) => {
    const { status } = ping;
    const text = `${ping.name} ${ping.target} ${ping.address} ${ping.state} ${status.state} ${status.reason ?? ''}`.toLowerCase();
    return (!problems || hasProblem(ping)) && wanted.every((word) => text.includes(word));
  });
}
