// @ts-check
// What an echo server injected beside what the pings to it measured. Pure.
import { durationMillis } from '../text/format.js';
/** @import { EchoServer, Ping } from '../api/types.js' */

/** Reasons of the server for not answering, in words. An unknown one is shown as it is named. */
const REASONS = {
  badSource: 'invalid source address',
  servicePort: 'from a well-known port',
  isReply: 'is itself a reply',
  tooLong: 'too long',
  rateLimited: 'over the rate limit',
  loopBroken: 'own reply sent back',
  loopTest: 'withheld to detect loops',
  requestLoss: 'request dropped',
  emulatedLoss: 'reply dropped',
  hostUnreachable: 'answered “host unreachable”',
  portUnreachable: 'answered “port unreachable”',
  netUnreachable: 'answered “net unreachable”',
  prohibited: 'answered “prohibited”',
  timeExceeded: 'answered “time exceeded”',
  queueFull: 'delay queue full',
  sendFailed: 'reply not sent',
  handlerFailed: 'internal error',
};

/** @param {string} reason */
export function dropWords(reason) {
  const known = /** @type {Record<string, string>} */ (REASONS)[reason];
  return known ?? reason.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** @param {string} what */
export function injectedWords(what) {
  const words = /** @type {Record<string, string>} */ ({ corrupted: 'corrupted', closedLate: 'closed late' });
  return words[what] ?? what;
}

/** The server's text of a delay, such as `1m30s` or `50ms250us`, in milliseconds. @param {string} text */
export function millisOf(text) {
  const units = /** @type {Record<string, number>} */ ({ d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, ns: 1e-6 });
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/([\d.]+)(d|h|ms|m|s|us|ns)/g)) sum += Number(number) * (units[unit ?? ''] ?? 0);
  return sum;
}

/** What it left without a reply on purpose: by silence, and by answering with an ICMP error. */
const ON_PURPOSE = ['requestLoss', 'emulatedLoss', 'hostUnreachable', 'portUnreachable', 'netUnreachable', 'prohibited', 'timeExceeded'];

/** @typedef {{received: number, drops: Record<string, number>}} Counts */

/** How much it left without a reply on purpose. @param {Counts} server */
export const injectedCount = ({ drops }) => ON_PURPOSE.reduce((sum, reason) => sum + (drops[reason] ?? 0), 0);

/** Its share of what came, 0-100; undefined before the first. @param {Counts} server */
export function injectedPercent(server) {
  return server.received === 0 ? undefined : (100 * injectedCount(server)) / server.received;
}

/** Whether the probes of a ping go to this server. @param {EchoServer} server @param {Pick<Ping, 'address' | 'target'>} ping */
export const isPingedBy = (server, { address, target }) => address === server.listening && target.startsWith(`${server.protocol}:`);

/**
 * Unanswered probes of all pings to this server.
 *
 * @param {EchoServer} server
 * @param {readonly Ping[]} pings
 * @returns {{pings: number, startedAt: number | undefined, concluded: number, unanswered: number, percent: number | undefined}} `startedAt`: when the first of them did
 */
export function measuredLoss(server, pings) {
  const sum = { pings: 0, concluded: 0, unanswered: 0 };
  let first = Infinity;
  for (const ping of pings) {
    const { counters, mode, startedAt } = ping;
    if (mode === 'connect') continue; // it asks nothing
    if (!isPingedBy(server, ping)) continue;
    sum.pings++;
    first = Math.min(first, Date.parse(startedAt));
    sum.concluded += counters.sent - counters.inFlight;
    sum.unanswered += counters.lost + counters.late + counters.icmpErrors + counters.serverLost;
    if (server.protocol === 'tcp' && server.lossAs === 'reset') sum.unanswered += counters.reset;
  }
  return { ...sum, startedAt: sum.pings === 0 ? undefined : first, percent: sum.concluded === 0 ? undefined : (100 * sum.unanswered) / sum.concluded };
}

/**
 * @typedef {object} Baseline
 * @property {string} at the change that it belongs to
 * @property {number} known since when both sides are counted, milliseconds since 1970 on the server's clock
 * @property {'change' | 'opened' | 'again'} whence what happened then: that change, or this page began to watch, or did so again after it missed the change
 * @property {Counts} server what the server had counted by then, since its change
 * @property {Map<string, {concluded: number, unanswered: number, settled: boolean}>} pings
 */

/** A page that learns of a change by then has watched it. */
const WATCHED_MILLIS = 5000;
/** Figures of pings come at least as often. */
const FIGURES_MILLIS = 1000;

/**
 * Where to count from, so that injected and measured loss can be compared: the last change of what the
 * server does on purpose. A page that learned of it later counts from then on, unless all pings to it are younger.
 *
 * A probe that was sent before the change is decided one timeout after it at the latest. What is decided until then is
 * left out: the old loss decided some of it.
 *
 * @param {EchoServer} server
 * @param {readonly Ping[]} pings
 * @param {Baseline | undefined} before
 * @param {number} now milliseconds since 1970 on the server's clock
 * @returns {Baseline}
 */
export function baseline(server, pings, before, now) {
  const { at } = server.sinceChange;
  const changed = Date.parse(at);
  const from = before?.at === at ? before : begin(server, pings, before, now);
  for (const ping of pings) {
    if (Date.parse(ping.startedAt) >= from.known) continue;
    if (from.pings.get(ping.id)?.settled) continue;
    const { concluded, unanswered } = measuredLoss(server, [ping]);
    from.pings.set(ping.id, { concluded, unanswered, settled: now >= changed + timeoutMillis(ping) });
  }
  return from;
}

/** @param {EchoServer} server @param {readonly Ping[]} pings @param {Baseline | undefined} before @param {number} now @returns {Baseline} */
function begin(server, pings, before, now) {
  const { at } = server.sinceChange;
  const changed = Date.parse(at);
  const younger = pings.every((ping) => Date.parse(ping.startedAt) >= changed || measuredLoss(server, [ping]).pings === 0);
  if (younger || now < changed + WATCHED_MILLIS) {
    return { at, known: changed, whence: 'change', server: { received: 0, drops: {} }, pings: new Map() };
  }
  return { at, known: now, whence: before === undefined ? 'opened' : 'again', server: server.sinceChange, pings: new Map() };
}

/** How long after its sending a probe is decided, and for its figures to reach this page. @param {Ping} ping */
const timeoutMillis = ({ timeout }) => (durationMillis(timeout) ?? 0) + FIGURES_MILLIS;

/**
 * What was injected and measured since a baseline.
 *
 * @param {EchoServer} server
 * @param {readonly Ping[]} pings
 * @param {Baseline} from
 */
export function compared(server, pings, from) {
  const { received, drops } = server.sinceChange;
  const count = injectedCount(server.sinceChange) - injectedCount(from.server);
  const came = received - from.server.received;
  const all = measuredLoss(server, pings);
  let { concluded, unanswered } = all;
  for (const { id } of pings) {
    const then = from.pings.get(id);
    concluded -= then?.concluded ?? 0;
    unanswered -= then?.unanswered ?? 0;
  }
  return {
    injected: { count, received: came, percent: injectedPercent({ received: came, drops: subtract(drops, from.server.drops) }) },
    measured: { pings: all.pings, concluded, unanswered, percent: concluded > 0 ? (100 * unanswered) / concluded : undefined },
  };
}

/** @param {Record<string, number>} now @param {Record<string, number>} then */
function subtract(now, then) {
  return Object.fromEntries(Object.entries(now).map(([reason, count]) => [reason, count - (then[reason] ?? 0)]));
}
