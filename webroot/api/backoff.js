// @ts-check
// How long to wait before the next attempt to reconnect. Pure.

export const SHORTEST_MILLIS = 500;
/** A user may be looking at the page, so a reconnect must show within seconds. */
export const LONGEST_MILLIS = 4000;

/**
 * Full jitter: anything from nothing to the cap, and the cap doubles with each attempt. The first attempt follows
 * within half a second; a thousand pages of one restarted server do not come back at once.
 *
 * @param {number} attempt 0 for the first
 * @param {() => number} random 0 to 1
 */
export function backoffMillis(attempt, random = Math.random) {
  const cap = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS * 2 ** Math.min(attempt, 16));
  return random() * cap;
}
