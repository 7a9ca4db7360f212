// @ts-check
// The page's one store and one feed, and what a person can do with pings.
/** @import { BatchRequest, Ping, PingRequest } from '../api/types.js' */
import * as api from '../api/api.js';
import { Feed } from '../api/feed.js';
import { durationMillis } from '../text/format.js';
import { fieldsOf, hasSize, optionsOf } from './protocols.js';
import { hashOfPing, pingOfHash } from './router.js';
import { Store } from './store.js';

/** How long after its timeout a sample may take to reach us before it counts as missing. */
const DELIVERY_MILLIS = 2000;
const HEAL_MILLIS = 1000;
/** How often the page asks how Pingdeck itself is doing. */
const SYSTEM_MILLIS = 2000;

export const store = new Store();

export const feed = new Feed(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`, {
  onState: (connection) => store.update({ connection }),
  onConnected: () => {
    store.dispatchEvent(new Event('connected'));
    void refresh();
  },
  onSamples: (samples) => {
    for (const sample of samples) {
      if (sample.ping === store.selectedId) store.series.add(sample);
    }
  },
  onGap: () => quietly(loadHistory()),
  onPings: (pings) => store.putPings(pings),
  onRemoved: (ids) => store.removePings(ids),
  onEchoServers: (echoServers) => store.update({ echoServers }),
  onHeartbeats: (heartbeats) => store.update({ heartbeats, heartbeatsAt: performance.now() }),
  onProblem: (problem) => console.warn('The server did not understand this page:', problem),
  onServerTime: (millis) => (store.clockAheadMillis = millis - Date.now()),
});

export function startApp() {
  addEventListener('hashchange', followHash);
  for (const sign of ['online', 'focus', 'pageshow']) addEventListener(sign, () => feed.retryNow());
  document.addEventListener('visibilitychange', () => document.hidden || feed.retryNow());
  selectByHash();
  feed.connect();
  setInterval(heal, HEAL_MILLIS);
  setInterval(lookAtSystem, SYSTEM_MILLIS);
}

function lookAtSystem() {
  if (document.hidden || feed.state.phase !== 'live') return;
  quietly(api.getSystem().then((system) => store.update({ system })));
}

/** What failed here is tried again when the connection comes back. @param {Promise<unknown>} attempt */
function quietly(attempt) {
  attempt.catch((error) => {
    // The ping has gone meanwhile: the list says so as well.
    if (error instanceof api.ApiProblem && error.problem.status === 404) return;
    console.warn('Could not fetch:', error);
  });
}

/** Everything that is not a sample, after each connect: the feed only tells what changes from then on. */
async function refresh() {
  const attempts = [
    api.getSystem().then((system) => store.update({ system })),
    api.listPings().then((pings) => store.replacePings(pings)),
    loadHistory(),
    api.listEchoServers().then((echoServers) => store.update({ echoServers })),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    if (attempt.status === 'rejected') console.warn('Could not refresh:', attempt.reason);
  }
}

function followHash() {
  selectByHash();
  quietly(loadHistory());
}

function selectByHash() {
  const id = pingOfHash(location.hash);
  store.select(id);
  feed.watch(id === undefined ? [] : [id]);
}

/** Puts what the server holds of the selected ping into its series; what is there already stays. */
async function loadHistory() {
  const id = store.selectedId;
  const series = store.series;
  if (id === undefined) return;
  try {
    series.addAll(await api.samplesOf(id));
  } finally {
    series.asked = true;
    store.changed();
  }
}

/** The newest hole that history was fetched for; what the server does not hold either is not asked for again. */
let askedFor = { series: store.series, seq: 0 };

/** Fetches history again if a decided sample is missing, such as one sent while the feed was subscribing. */
function heal() {
  const ping = store.selected;
  const { series } = store;
  if (!ping || feed.state.phase !== 'live') return;
  const timeout = durationMillis(ping.timeout) ?? 1000;
  const seq = series.newestMissing(store.serverNow() - timeout - DELIVERY_MILLIS);
  if (seq === undefined || (askedFor.series === series && askedFor.seq === seq)) return;
  askedFor = { series, seq };
  quietly(loadHistory());
}

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

/** Back to the list alone, without leaving an entry that only says "#". */
export function closePing() {
  history.pushState(null, '', location.pathname);
  followHash();
}
