// @ts-check
// What a person typed into the form of a new ping, as the request that asks for it. Pure.
/** @import { PingRequest } from './types.js' */

/** The fields that show their own faults. */
export const FIELDS = /** @type {const} */ (['target', 'interval', 'timeout', 'count', 'size', 'family', 'name', 'mode']);

/**
 * Empty fields are left out, so that the server's defaults stand. A number that is none is sent as it was typed: the
 * server says what is wrong with it, and says it beside all other faults.
 *
 * @param {Record<string, string>} typed
 * @returns {PingRequest}
 */
export function pingRequest(typed) {
  /** @type {PingRequest} */
  const request = { target: (typed.target ?? '').trim() };
  for (const field of /** @type {const} */ (['interval', 'timeout', 'name', 'family'])) {
    const text = (typed[field] ?? '').trim();
    if (text !== '') request[field] = text;
  }
  if (typed.mode && /^tcp:/i.test(request.target)) request.mode = typed.mode;
  for (const field of /** @type {const} */ (['count', 'size'])) {
    const text = (typed[field] ?? '').trim();
    if (text !== '') request[field] = /^\d{1,15}$/.test(text) ? Number(text) : text;
  }
  return request;
}
