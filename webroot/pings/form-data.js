// @ts-check
// What a person typed into the form of a new ping, as the request that asks for it. Pure.
/** @import { BatchRequest, PingRequest } from '../api/types.js' */

import { fieldsOf, hasSize, optionsOf, schemeOf } from '../state/protocols.js';

/** The fields that show their own faults. */
export const FIELDS = /** @type {const} */ ([
  'target',
  'interval',
  'timeout',
  'count',
  'size',
  'family',
  'name',
  'ttl',
  'tos',
  'targets',
  'mode',
  'method',
  'expect',
  'queryType',
  'transport',
  'follow',
  'keyword',
  'keywordAbsent',
  'insecure',
  'headerFile',
  'userFile',
  'certFile',
  'keyFile',
]);

/**
 * Empty fields are left out, so that the server's defaults apply. A number that is none is sent as it was typed: the
 * server says what is wrong with it, and says it beside all other faults.
 *
 * @param {Record<string, string>} typed
 * @returns {PingRequest}
 */
export function pingRequest(typed) {
  const target = overTransport((typed.target ?? '').trim(), typed.transport);
  const name = (typed.name ?? '').trim();
  /** @type {Partial<PingRequest>} */
  const own = {};
  for (const field of fieldsOf(target)) {
    const text = (typed[field] ?? '').trim();
    if (text !== '' && field !== 'transport') own[field] = text;
  }
  for (const option of optionsOf(target)) {
    const text = (typed[option] ?? '').trim();
    if (text === '') continue;
    if (option === 'insecure') own.insecure = text === 'yes';
    else if (option === 'follow') own.follow = /^\d{1,15}$/.test(text) ? Number(text) : text;
    else own[option] = text;
  }
  const { size, ...others } = settings(typed);
  return { target, ...(name !== '' && { name }), ...others, ...(size !== undefined && hasSize(target) && { size }), ...own };
}

/** A target of DNS names its transport itself. @param {string} target @param {string} [transport] chosen beside it */
function overTransport(target, transport) {
  if (schemeOf(target) !== 'dns' || !transport) return target;
  return `${target}${target.includes('?') ? '&' : '?'}transport=${transport.toLowerCase()}`;
}

/**
 * The request for a pasted list. Lines are left as they are: the server counts them.
 *
 * @param {Record<string, string>} typed
 * @returns {BatchRequest}
 */
export function batchRequest(typed) {
  return { targets: typed.targets ?? '', ...settings(typed) };
}

/** How many targets a pasted list has. @param {string} list */
export function targetsIn(list) {
  return list.split(/\r\n|\r|\n/).filter((line) => line.replace(/#.*/, '').trim() !== '').length;
}

/** @param {Record<string, string>} typed */
function settings(typed) {
  /** @type {Omit<PingRequest, 'target' | 'name'>} */
  const given = {};
  for (const field of /** @type {const} */ (['interval', 'timeout', 'family'])) {
    const text = (typed[field] ?? '').trim();
    if (text !== '') given[field] = text;
  }
  for (const field of /** @type {const} */ (['count', 'size', 'ttl', 'tos'])) {
    const text = (typed[field] ?? '').trim();
    if (text !== '') given[field] = /^\d{1,15}$/.test(text) ? Number(text) : text;
  }
  if (typed.pin) given.pin = true;
  return given;
}
