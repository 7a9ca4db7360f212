// @ts-check
// What a person can do with pings.
/** @import { BatchRequest, Ping, PingRequest } from '../api/types.js' */
import * as api from '../api/api.js';
import { store } from './context.js';
import { fieldsOf, hasSize, optionsOf } from './protocols.js';
import { closePing, hashOfPing } from './router.js';

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

/** A new ping with the settings of this one. @param {Ping} ping */
export function restartPing(ping) {
  const { target, name, interval, timeout, count, size, family, ttl, tos, mode, method, expect } = ping;
  const options = Object.fromEntries(optionsOf(target).flatMap((option) => (ping[option] === undefined ? [] : [[option, ping[option]]])));
  return startPing({
    target,
    interval,
    timeout,
    ...(hasSize(target) && { size }),
    family,
    ...(name !== target && { name }),
    ...(count !== undefined && { count }),
    ...(ttl !== undefined && { ttl }),
    ...(tos !== undefined && { tos }),
    ...(mode !== undefined && (fieldsOf(target).includes('mode') || mode === 'starttls') && { mode }),
    ...(method !== undefined && { method }),
    ...(expect !== undefined && { expect }),
    ...options,
  });
}

/** @param {string} id */
export async function stopPing(id) {
  store.putPings([await api.stopPing(id)]);
}

/** @param {string} id */
export async function deletePing(id) {
  await api.deletePing(id);
  store.removePings([id]);
  if (store.selectedId === id) closePing();
}
