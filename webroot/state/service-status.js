// @ts-check
// The status of a ping's service: its word, shape and colour. Pure.
/** @import { Ping, ServiceState } from '../api/types.js' */

/** @type {Record<ServiceState, {path: string, filled: boolean, meaning: string}>} */
export const STATUSES = {
  up: { path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z', filled: true, meaning: 'the newest ten probes succeeded' },
  failing: { path: 'M0 -4.4L4.6 3.8H-4.6Z', filled: true, meaning: 'some of the newest ten probes failed' },
  down: { path: 'M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6', filled: false, meaning: 'the newest five probes failed' },
  unknown: { path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z', filled: false, meaning: 'no probe has completed recently' },
};

/** Whether a ping is over: nothing can continue it. A paused one can be resumed. @param {Pick<Ping, 'state'>} ping */
export const isEnded = ({ state }) => state !== 'running' && state !== 'paused' && state !== 'stopping';

/** `down: refused`; of a ping that does not run also why. @param {Ping} ping */
export function statusWords({ status, state }) {
  const words = status.reason === undefined ? status.state : `${status.state}: ${status.reason}`;
  return state === 'running' || status.reason === state ? words : `${words} · ${state}`;
}

/**
 * Whether a person should look at it: its service is not up or it lost something within the last minute. A ping that
 * waits for its first outcome has no problem yet, and a paused one has none.
 *
 * @param {Ping} ping
 */
export function hasProblem({ status, state, counters, lastMinute }) {
  if (state === 'paused') return false;
  if (state === 'failed' || status.state === 'failing' || status.state === 'down') return true;
  if (state !== 'running') return false;
  const silent = status.state === 'unknown' && counters.sent + counters.sendFailed > counters.inFlight;
  return silent || (lastMinute.lossPercent ?? 0) > 0;
}
