// @ts-check
// What a person can do with pings.
/** @import { BatchRequest, Ping, PingChange, PingRequest } from '../api/types.js' */
import * as api from '../api/api.js';
import { store } from './context.js';
import { fieldsOf, hasSize, optionsOf } from './protocols.js';
import { hashOfPing } from './address.js';
import { go } from './router.js';
import { isEnded } from './service-status.js';

/** Starts a ping and shows it. @param {PingRequest} request */
export async function startPing(request) {
  const ping = await api.startPing(request);
  store.putPings([ping]);
  location.hash = hashOfPing(ping.id);
  return ping;
}

/** Starts a list of pings, all or none; the list then shows them. @param {BatchRequest} request */
export async function startPings(request) {
  const { started } = await api.startPings(request);
  store.replacePings(await api.listPings());
  return started;
}

/** A new ping with the settings of this one, which is then shown. @param {Ping} ping */
export const restartPing = (ping) => startPing(settingsOf(ping));

/** @param {Ping} ping @returns {PingRequest} */
function settingsOf(ping) {
  const { target, name, tags, interval, timeout, count, size, family, pin, ttl, tos, mode, method, expect } = ping;
  const options = Object.fromEntries(optionsOf(target).flatMap((option) => (ping[option] === undefined ? [] : [[option, ping[option]]])));
  return {
    target,
    interval,
    timeout,
    ...(hasSize(target) && { size }),
    family,
    ...(name !== target && { name }),
    ...(tags !== undefined && tags.length > 0 && { tags }),
    ...(count !== undefined && { count }),
    ...(pin && { pin }),
    ...(ttl !== undefined && { ttl }),
    ...(tos !== undefined && { tos }),
    ...(mode !== undefined && (fieldsOf(target).includes('mode') || mode === 'starttls') && { mode }),
    ...(method !== undefined && { method }),
    ...(expect !== undefined && { expect }),
    ...options,
  };
}

/** @param {string} id @param {'stop' | 'pause' | 'resume'} verb */
export async function commandPing(id, verb) {
  store.putPings([await api.commandPing(id, verb)]);
}

/** @param {string} id @param {PingChange} change */
export async function changePing(id, change) {
  store.putPings([await api.changePing(id, change)]);
}

/** @param {string} id */
export async function deletePing(id) {
  await api.deletePing(id);
  store.removePings([id]);
  if (store.selectedId === id) go('overview');
}

/** How many requests about many pings are under way at once. */
const AT_ONCE = 6;

/** @typedef {'stop' | 'pause' | 'resume' | 'restart' | 'delete' | 'tag' | 'untag'} Verb */

/** Which pings a verb applies to; it passes over the others. @type {Record<Verb, (ping: Ping) => boolean>} */
export const APPLIES = {
  stop: (ping) => !isEnded(ping) && ping.state !== 'stopping',
  pause: ({ state }) => state === 'running',
  resume: ({ state }) => state === 'paused',
  restart: () => true,
  delete: () => true,
  tag: () => true,
  untag: () => true,
};

/** What can be done with many pings. @type {Record<Verb, (ping: Ping, tags: readonly string[]) => Promise<void>>} */
const OF_MANY = {
  stop: ({ id }) => commandPing(id, 'stop'),
  pause: ({ id }) => commandPing(id, 'pause'),
  resume: ({ id }) => commandPing(id, 'resume'),
  restart: async (ping) => {
    if (APPLIES.stop(ping)) await commandPing(ping.id, 'stop');
    store.putPings([await api.startPing(settingsOf(ping))]);
  },
  delete: ({ id }) => deletePing(id),
  tag: (ping, tags) => retag(ping, [...new Set([...(ping.tags ?? []), ...tags])]),
  untag: (ping, tags) => retag(ping, (ping.tags ?? []).filter((tag) => !tags.includes(tag))),
};

/** @param {Ping} ping @param {string[]} tags */
async function retag({ id, tags: before = [] }, tags) {
  if (tags.length !== before.length) await changePing(id, { tags });
}


/**
 * Does the same with each of them that it applies to, and goes on where one fails.
 *
 * @param {Verb} verb
 * @param {readonly Ping[]} pings
 * @param {readonly string[]} [tags] to give them or to take from them
 * @returns {Promise<string[]>} why some failed
 */
export async function withMany(verb, pings, tags = []) {
  /** @type {string[]} */
  const faults = [];
  const left = pings.filter(APPLIES[verb]);
  const work = async () => {
    for (let ping = left.shift(); ping; ping = left.shift()) {
      const { name } = ping;
      await OF_MANY[verb](ping, tags).catch((error) => faults.push(`${name}: ${error instanceof api.ApiProblem ? error.beside([]) : error.message}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}
