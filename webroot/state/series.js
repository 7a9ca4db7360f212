// @ts-check
// The newest samples of one ping, in columns. Pure: no DOM, no clock.
/** @import { Answer, IcmpError, Sample } from '../api/types.js' */
import { codeOf, LOST, OUTCOMES } from './outcomes.js';
import { epochMillis } from '../text/format.js';

/**
 * What only some samples carry.
 *
 * @typedef {{icmp?: IcmpError, error?: string, untagged?: boolean, selfDelayed?: boolean, afterTimeout?: true, afterNanos?: number} & Answer} Note
 */

/**
 * One sample as a reader gets it. RTTs and times of absent values are undefined.
 *
 * @typedef {object} Point
 * @property {number} seq
 * @property {number} at milliseconds since 1970, with fractions
 * @property {number} outcome index into OUTCOMES
 * @property {number | undefined} rttNanos
 * @property {number} lagNanos how much later than planned it was sent
 * @property {Note | undefined} note
 * @property {string | undefined} echo what an echo server sent back; undefined where it is not known any more
 */

export const CAPACITY = 1 << 16;

/** Number of the newest samples whose echo text is kept. */
export const ECHOES = 32;

/**
 * A ring addressed by sequence: sample `seq` lies in slot `seq % capacity`. So samples may come in any order (a lost
 * probe is known later than the replies after it), and a later outcome of the same probe replaces the earlier one.
 */
export class Series {
  constructor(capacity = CAPACITY) {
    this.capacity = capacity;
    this.newestSeq = 0;
    this.oldestSeq = 0;
    this.size = 0;
    /** Grows with every change. */
    this.version = 0;
    /** Whether the server has been asked for the samples that it holds. */
    this.asked = false;
    /** @type {Sample['rttSource']} */
    this.rttSource = undefined;
    /** @type {Map<number, Note>} */
    this.notes = new Map();
    /** Texts by sequence, apart from the notes: nearly every sample may have one. @type {Map<number, string>} */
    this.echoes = new Map();
    this.seqs = new Float64Array(capacity);
    this.ats = new Float64Array(capacity);
    this.outcomes = new Uint8Array(capacity);
    this.rtts = new Float64Array(capacity);
    this.lags = new Float64Array(capacity);
  }

  /** @param {Sample} sample @returns {boolean} whether anything changed */
  add(sample) {
    const { seq } = sample;
    const slot = seq % this.capacity;
    const held = this.seqs[slot];
    const outcome = codeOf(sample.outcome);
    if (held > seq || (held === seq && !replaces(outcome, this.outcomes[slot]))) return false;
    if (held === 0) this.size++;
    else if (held !== seq) this.notes.delete(held);
    this.seqs[slot] = seq;
    this.ats[slot] = epochMillis(sample.at);
    this.outcomes[slot] = outcome;
    this.rtts[slot] = sample.rttNanos ?? NaN;
    this.lags[slot] = sample.lagNanos ?? 0;
    if (sample.rttSource) this.rttSource = sample.rttSource;
    this.#note(sample);
    this.#keepEcho(sample);
    this.newestSeq = Math.max(this.newestSeq, seq);
    this.oldestSeq = this.oldestSeq === 0 ? seq : Math.min(this.oldestSeq, seq);
    this.oldestSeq = Math.max(this.oldestSeq, this.newestSeq - this.capacity + 1);
    this.version++;
    return true;
  }

  /** @param {Iterable<Sample>} samples */
  addAll(samples) {
    for (const sample of samples) this.add(sample);
  }

  /** @param {number} seq @returns {Point | undefined} */
  get(seq) {
    const slot = seq % this.capacity;
    if (seq < 1 || this.seqs[slot] !== seq) return undefined;
    const rtt = this.rtts[slot];
    return {
      seq,
      at: this.ats[slot],
      outcome: this.outcomes[slot],
      rttNanos: Number.isNaN(rtt) ? undefined : rtt,
      lagNanos: this.lags[slot],
      note: this.notes.get(seq),
      echo: this.echoes.get(seq),
    };
  }

  /** When the oldest sample held was sent; undefined if there is none. */
  get oldestAt() {
    for (let seq = Math.max(1, this.oldestSeq); seq <= this.newestSeq; seq++) {
      if (this.seqs[seq % this.capacity] === seq) return this.ats[seq % this.capacity];
    }
    return undefined;
  }

  /** When the newest sample was sent; undefined if there is none. */
  get newestAt() {
    return this.newestSeq === 0 ? undefined : this.ats[this.newestSeq % this.capacity];
  }

  /**
   * The samples sent from `from` to `to`, in the order of their sequences, with one more at each side so that a
   * reader can tell whether the edge lies in a gap.
   *
   * @param {number} from milliseconds since 1970
   * @param {number} to
   * @returns {{seqs: number[], inside: number, end: number}} indices `inside` to `end` (exclusive) lie in the range
   */
  range(from, to) {
    /** @type {number[]} */
    const seqs = [];
    let after = 0;
    let before = 0;
    for (let seq = this.newestSeq; seq >= this.oldestSeq && seq > 0; seq--) {
      const slot = seq % this.capacity;
      if (this.seqs[slot] !== seq) continue;
      if (this.ats[slot] > to) {
        after = seq;
      } else {
        seqs.push(seq);
        if (this.ats[slot] < from) {
          before = 1;
          break;
        }
      }
    }
    seqs.reverse();
    const end = seqs.length;
    if (after > 0) seqs.push(after);
    return { seqs, inside: before, end };
  }

  /**
   * The newest sequence that is missing although it must have been decided: it lies before a sample sent by `decided`.
   *
   * @param {number} decided milliseconds since 1970
   * @returns {number | undefined}
   */
  newestMissing(decided) {
    let known = false;
    for (let seq = this.newestSeq; seq >= this.oldestSeq && seq > 0; seq--) {
      const slot = seq % this.capacity;
      if (this.seqs[slot] === seq) known ||= this.ats[slot] <= decided;
      else if (known) return seq;
    }
    return undefined;
  }

  /** The newest texts, in the order in which they came. @param {Sample} sample */
  #keepEcho({ seq, echo }) {
    this.echoes.delete(seq);
    if (echo !== undefined) this.echoes.set(seq, echo);
    if (this.echoes.size > ECHOES) this.echoes.delete(Math.min(...this.echoes.keys()));
  }

  /** @param {Sample} sample */
  #note({ seq, icmp, error, untagged, selfDelayed, afterTimeout, afterNanos, http, dns, tls, starttls, banner, reason, answeredBy }) {
    const answered = http || dns || tls || starttls || answeredBy || banner !== undefined || reason !== undefined;
    if (icmp || error || untagged || selfDelayed || afterTimeout || answered) {
      this.notes.set(seq, { icmp, error, untagged, selfDelayed, afterTimeout, afterNanos, http, dns, tls, starttls, banner, reason, answeredBy });
    } else {
      this.notes.delete(seq);
    }
  }
}

/**
 * What came after the timeout stays: history fetched meanwhile may still say lost.
 *
 * @param {number} next @param {number} held
 */
function replaces(next, held) {
  return next !== held && next !== LOST && next < OUTCOMES.length;
}
