// @ts-check
// What the newest probes of a ping were answered, besides their round trips. Pure.
/** @import { Series, Note } from '../state/series.js' */
/** @import { HttpAnswer, DnsAnswer, Ping } from '../api/types.js' */
import { epochMillis, formatRtt } from '../text/format.js';
import { OUTCOMES } from '../state/outcomes.js';
import { medianOf } from '../state/median.js';

/** No answer. @type {Set<string>} */
const SILENT = new Set(['lost', 'icmpError', 'sendFailed', 'resolveFailed']);

/** How many samples a median looks at. */
const RECENT = 200;
const DAY = 86_400_000;

/** Why a TLS handshake failed. */
export const TLS_FAULTS = {
  untrusted: 'certificate signed by an unknown authority',
  expired: 'certificate expired or not yet valid',
  nameMismatch: 'certificate is for a different host name',
  protocol: 'no common TLS version or cipher, or not a TLS server',
  alert: 'server aborted the handshake with an alert',
  unfinished: 'TLS handshake timed out',
};

/** The parts of an HTTP probe, in their order. */
export const PHASES = /** @type {const} */ ([
  { key: 'connectNanos', label: 'TCP handshake' },
  { key: 'tlsNanos', label: 'TLS handshake' },
  { key: 'firstByteNanos', label: 'Time to first byte' },
  { key: 'bodyNanos', label: 'Download' },
]);

/**
 * @typedef {object} Phase
 * @property {string} key
 * @property {string} label
 * @property {number} last nanoseconds
 * @property {number} median of the newest samples
 */

/** The newest sample that was answered something, and which probe it was. @param {Series} series @returns {{seq: number, note: Note} | undefined} */
export function newestAnswer(series) {
  for (let seq = series.newestSeq; seq >= series.oldestSeq && seq > 0; seq--) {
    const note = series.notes.get(seq);
    if (note && (note.http || note.dns || note.tls || note.starttls || note.banner !== undefined || note.reason !== undefined)) return { seq, note };
  }
  return undefined;
}

/** @typedef {Pick<Ping, 'address' | 'addressChanges'>} Addresses */

/**
 * One probe in words.
 *
 * @typedef {object} ProbeRow
 * @property {number} seq
 * @property {number} at milliseconds since 1970
 * @property {string} outcome with its reason
 * @property {number | undefined} rttNanos
 * @property {string | undefined} from who sent what decided it
 * @property {string} answer empty if there is nothing to tell
 */

/** Where a probe went that was sent at this time. @param {Addresses} ping @param {number} at milliseconds since 1970 */
function addressAt({ address, addressChanges = [] }, at) {
  return addressChanges.find((change) => epochMillis(change.at) > at)?.from ?? address;
}

/** The newest probes that are decided, newest first. @param {Series} series @param {number} most @param {Addresses} ping @returns {ProbeRow[]} */
export function newestProbes(series, most, ping) {
  /** @type {ProbeRow[]} */
  const rows = [];
  for (let seq = series.newestSeq; seq >= series.oldestSeq && seq > 0 && rows.length < most; seq--) {
    const point = series.get(seq);
    if (!point) continue;
    const { at, rttNanos, echo, note = {} } = point;
    const { icmp, error, untagged, answeredBy } = note;
    const why = icmp ? `: ${icmp.name} (type ${icmp.type}, code ${icmp.code})` : error ? `: ${error}` : untagged ? ', matched by sequence number only' : '';
    const delay = describeDelay(icmp ?? note);
    const said = echo === undefined ? describeAnswer({ ...note, answeredBy: undefined }) : `“${echo}”`;
    const from = icmp?.from ?? answeredBy ?? (SILENT.has(OUTCOMES[point.outcome].name) ? undefined : addressAt(ping, at));
    rows.push({ seq, at, outcome: OUTCOMES[point.outcome].label + why + (delay && `, ${delay}`), rttNanos, from, answer: said });
  }
  return rows;
}

/** The phases of the newest HTTP answers; empty if there is none. @param {Series} series @returns {Phase[]} */
export function phases(series) {
  /** @type {Record<string, number>[]} */
  const newest = [];
  for (let seq = series.newestSeq; seq >= series.oldestSeq && seq > 0 && newest.length < RECENT; seq--) {
    const http = series.notes.get(seq)?.http;
    if (http) newest.push(parts(http));
  }
  if (newest.length === 0) return [];
  return PHASES.filter(({ key }) => key in newest[0]).map(({ key, label }) => ({
    key,
    label,
    last: newest[0][key],
    median: medianOf(ascending(newest.map((http) => http[key]))) ?? 0,
  }));
}

/** @param {HttpAnswer} http @returns {Record<string, number>} */
function parts({ connectNanos, tlsNanos, firstByteNanos, totalNanos }) {
  const bodyNanos = totalNanos - connectNanos - (tlsNanos ?? 0) - firstByteNanos;
  return { connectNanos, ...(tlsNanos !== undefined && { tlsNanos }), firstByteNanos, bodyNanos };
}

/** Those that are there, in order. @param {readonly (number | undefined)[]} values */
function ascending(values) {
  return values.filter((nanos) => nanos !== undefined).sort((a, b) => a - b);
}

/** Whole days until a certificate runs out; negative if it has. @param {string} expiresAt @param {number} now */
export function daysLeft(expiresAt, now) {
  return Math.floor((Date.parse(expiresAt) - now) / DAY);
}

/** What a probe was answered, in a line; empty if there is nothing to tell. @param {Note} note */
export function describeAnswer({ http, dns, tls, banner, reason, answeredBy }) {
  if (http) return `HTTP status ${http.status}${redirects(http)}${reason === undefined ? '' : `: ${reason}`}`;
  if (dns) return describeDns(dns);
  if (tls) return `${TLS_FAULTS[tls.fault]}${tls.alert === undefined ? '' : `: ${tls.alert}`}`;
  if (reason !== undefined) return reason;
  if (answeredBy !== undefined) return `answered by ${answeredBy}`;
  return banner === undefined ? '' : `“${banner}”`;
}

/** When it came, if that was after the timeout; otherwise empty. @param {{afterNanos?: number, afterTimeout?: true}} told */
export function describeDelay({ afterNanos, afterTimeout }) {
  return afterTimeout ? `${formatRtt(afterNanos)} after sending, after the timeout` : '';
}

/** @param {HttpAnswer} http */
function redirects({ redirects: followed, leftTls }) {
  if (followed === undefined) return '';
  return `, ${followed} ${followed === 1 ? 'redirect' : 'redirects'}${leftTls ? ', to an unencrypted URL' : ''}`;
}

/** @param {DnsAnswer} dns */
export function describeDns({ rcode, answers, truncated, afterNanos }) {
  const records = `${answers} ${answers === 1 ? 'record' : 'records'}`;
  return `${rcode}, ${records}${truncated ? ', truncated' : ''}${afterNanos === undefined ? '' : `, after ${formatRtt(afterNanos)}`}`;
}
