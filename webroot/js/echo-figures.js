// @ts-check
// What an echo server injected beside what the pings to it measured. Pure.
/** @import { EchoServer, Ping } from './types.js' */

/** Reasons of the server for not answering, in words. An unknown one is shown as it is named. */
const REASONS = {
  badSource: 'not from one host',
  servicePort: 'from a service port',
  isReply: 'already a reply',
  tooLong: 'too long',
  rateLimited: 'over the rate limit',
  loopBroken: 'our answer sent back',
  emulatedLoss: 'lost on purpose',
  sendFailed: 'answer not sent',
  handlerFailed: 'failed inside',
};

/** @param {string} reason */
export function dropWords(reason) {
  const known = /** @type {Record<string, string>} */ (REASONS)[reason];
  return known ?? reason.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Share of the datagrams that it lost on purpose, 0-100; undefined before the first. @param {EchoServer} server */
export function injectedPercent({ received, drops }) {
  return received === 0 ? undefined : (100 * (drops.emulatedLoss ?? 0)) / received;
}

/**
 * Unanswered probes of all pings to this server.
 *
 * @param {EchoServer} server
 * @param {readonly Ping[]} pings
 * @returns {{pings: number, concluded: number, unanswered: number, percent: number | undefined}}
 */
export function measuredLoss(server, pings) {
  const sum = { pings: 0, concluded: 0, unanswered: 0 };
  for (const { target, address, counters } of pings) {
    if (address !== server.listening || !target.startsWith(`${server.protocol}:`)) continue;
    sum.pings++;
    sum.concluded += counters.sent - counters.inFlight;
    sum.unanswered += counters.lost + counters.late + counters.icmpErrors + counters.serverLost;
  }
  return { ...sum, percent: sum.concluded === 0 ? undefined : (100 * sum.unanswered) / sum.concluded };
}
