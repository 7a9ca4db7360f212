// @ts-check
// What a person typed into the form of a new ping or of a change, as the request that asks for it. Pure.
/** @import { BatchRequest, Ping, PingChange, PingRequest } from '../api/types.js' */

import { fieldsOf, hasSize, optionsOf, schemeOf } from '../state/protocols.js';
import { tagsOf } from '../state/tags.js';

/** The fields that show their own faults. */
export const FIELDS = /** @type {const} */ ([
  'target',
  'interval',
  'timeout',
  'count',
  'size',
  'family',
  'name',
  'tags',
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

/** What the page can change of a ping. */
export const CHANGEABLE = /** @type {const} */ (['name', 'tags', 'interval', 'timeout']);

/** As it stands in its field. @param {Ping} ping @param {typeof CHANGEABLE[number]} name */
export const textIn = (ping, name) => (name === 'tags' ? (ping.tags ?? []).join(' ') : ping[name]);

/** The fields whose text is no longer that of the ping. @param {Ping} ping @param {Record<string, string>} typed @returns {PingChange} */
export function changeOf(ping, typed) {
  const changed = CHANGEABLE.filter((name) => (typed[name] ?? '').trim() !== textIn(ping, name));
  return Object.fromEntries(changed.map((name) => [name, name === 'tags' ? tagsOf(typed.tags) : typed[name].trim()]));
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
  const tags = tagsOf(typed.tags ?? '');
  if (tags.length > 0) given.tags = tags;
  if (typed.pin) given.pin = true;
  return given;
}
