// @ts-check
// In which order pings are listed, and which of them. Pure.
/** @import { Ping } from '../api/types.js' */
import { hasProblem, isEnded } from '../state/service-status.js';
import { tagsOf } from '../state/tags.js';
import { epochMillis } from '../text/format.js';

/** @typedef {'state' | 'name' | 'last' | 'median' | 'p95' | 'lossMinute' | 'loss' | 'started'} Column */
/** @typedef {{column: Column, descending: boolean}} Order */
/** @typedef {{words: string, state: string, protocol: string, tags: string}} Filter empty is any */

/** What a column is sorted by; undefined is last in either direction. @type {Record<Column, (ping: Ping) => number | string | undefined>} */
const KEYS = {
  state: urgency,
  name: ({ name }) => name,
  last: ({ lastRttNanos }) => lastRttNanos,
  median: ({ rttNanos }) => rttNanos?.median,
  p95: ({ rttNanos }) => rttNanos?.p95,
  lossMinute: ({ lastMinute }) => lastMinute.lossPercent,
  loss: ({ lossPercent }) => lossPercent,
  started: ({ startedAt }) => epochMillis(startedAt),
};

export const COLUMNS = /** @type {readonly Column[]} */ (Object.keys(KEYS));

/** Problems first. */
export const USUAL = /** @type {Order} */ ({ column: 'state', descending: false });

/** States that a list can be filtered by, besides those of the service. @type {Record<string, (ping: Ping) => boolean>} */
const STATES = {
  problems: hasProblem,
  paused: ({ state }) => state === 'paused',
  ended: isEnded,
};
export const STATE_FILTERS = ['problems', 'up', 'failing', 'down', 'unknown', 'paused', 'ended'];

/** 0 needs a person most. @param {Ping} ping */
export function urgency(ping) {
  const { state, status, lastMinute } = ping;
  if (state === 'paused') return 7;
  if (isEnded(ping)) return state === 'failed' ? 4 : 8;
  if (status.state === 'down') return 0;
  if (status.state === 'failing') return 1;
  if (hasProblem(ping)) return status.state === 'unknown' ? 2 : 3;
  return (lastMinute.lossPercent ?? 0) > 0 ? 3 : status.state === 'unknown' ? 6 : 5;
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Those with the same key stay in their order. @param {readonly Ping[]} pings @param {Order} order @returns {Ping[]} */
export function sorted(pings, { column, descending }) {
  const key = KEYS[column];
  const keyed = pings.map((ping) => ({ ping, key: key(ping) }));
  const sign = descending ? -1 : 1;
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === b) return 0;
    if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
    return sign * (typeof a === 'string' ? names.compare(a, String(b)) : a - Number(b));
  });
  return keyed.map(({ ping }) => ping);
}

/** @param {string} target @returns {string} such as `udp` */
export const protocolOf = (target) => /^[a-z0-9]+(?=:)/i.exec(target)?.[0].toLowerCase() ?? '';

/**
 * @param {readonly Ping[]} pings
 * @param {Filter} filter every word must occur in a ping's name, tags, target, address, state or status; every tag must be one of its own
 * @returns {readonly Ping[]}
 */
export function filtered(pings, { words, state, protocol, tags }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const tagged = tagsOf(tags);
  if (wanted.length === 0 && tagged.length === 0 && state === '' && protocol === '') return pings;
  const isWanted = STATES[state] ?? ((/** @type {Ping} */ ping) => ping.status.state === state && (ping.state === 'running' || ping.state === 'stopping'));
  return pings.filter((ping) => {
    if (state !== '' && !isWanted(ping)) return false;
    if (protocol !== '' && protocolOf(ping.target) !== protocol) return false;
    if (!tagged.every((tag) => ping.tags?.includes(tag))) return false;
    if (wanted.length === 0) return true;
    const { status } = ping;
    const text = `${ping.name} ${(ping.tags ?? []).join(' ')} ${ping.target} ${ping.address} ${ping.state} ${status.state} ${status.reason ?? ''}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** `-loss` is descending. @param {string | undefined} text @returns {Order | undefined} undefined if it is none */
export function orderOf(text) {
  const column = /** @type {Column} */ (text?.replace(/^-/, ''));
  return COLUMNS.includes(column) ? { column, descending: text?.startsWith('-') ?? false } : undefined;
}

/** @param {Order} order */
export const textOfOrder = ({ column, descending }) => `${descending ? '-' : ''}${column}`;

/** A first press on a number shows the highest. @param {Order} order @param {Column} column @returns {Order} */
export function nextOrder(order, column) {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'name' && column !== 'state' };
}

/** How long rows stay where they are while numbers change. */
const CALM_MILLIS = 2000;

/** The ids of the listed pings. Sorted anew when something was chosen or a ping came or went, else now and then. */
export class ListOrder {
  /** @type {{of: string, at: number, ids: readonly string[]} | undefined} */
  #held;

  /**
   * @param {() => readonly Ping[]} pings asked for when they are sorted
   * @param {Filter} filter
   * @param {Order} order
   * @param {{members: number, now: number, hold: boolean}} moment `members`: another number when a ping came or went; `hold`: a person is about to press a row
   * @returns {readonly string[]}
   */
  ids(pings, filter, order, { members, now, hold }) {
    const of = JSON.stringify([filter, order, members]);
    const isFresh = this.#held?.of === of && (hold || now - this.#held.at < CALM_MILLIS);
    if (!this.#held || !isFresh) {
      this.#held = { of, at: now, ids: sorted(filtered(pings(), filter), order).map(({ id }) => id) };
    }
    return this.#held.ids;
  }
}
