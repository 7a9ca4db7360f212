// @ts-check
// The past of the selected ping as the server keeps it: fetched for the time that is shown, again while that is live.
/** @import { Ping } from '../api/types.js' */
/** @import { SmokeData } from './smoke-data.js' */
import { historyOf } from '../api/api.js';
import { durationMillis, epochMillis } from '../text/format.js';
import { smokeData } from './smoke-data.js';

/** Not more often than this, however narrow the buckets. */
const SOONEST_MILLIS = 1500;
const LATEST_MILLIS = 60_000;
/** Target width of a bucket, in pixels. */
const PIXELS_PER_BUCKET = 4;

export class Past {
  /** What was fetched last; of which ping and time. @type {{id: string, from: number, to: number, fetchedAt: number, data: SmokeData} | undefined} */
  #held;
  #busy = false;
  /** @type {string | undefined} */
  fault;

  /** Grows with every answer. */
  version = 0;

  /**
   * What is known of a stretch of time. It may be that of the stretch shown before, while the next is on its way.
   *
   * @param {Ping} ping
   * @param {{from: number, to: number, live: boolean, columns: number, now: number}} view
   * @returns {SmokeData | undefined}
   */
  of(ping, view) {
    if (this.#held?.id !== ping.id) this.#held = undefined;
    if (!this.#busy && this.#isStale(ping, view)) void this.#fetch(ping, view);
    return this.#held?.data;
  }

  /** @param {Ping} ping @param {{from: number, to: number, live: boolean, now: number}} view */
  #isStale(ping, { from, to, live, now }) {
    if (!this.#held) return true;
    const age = now - this.#held.fetchedAt;
    const moved = Math.max(Math.abs(from - this.#held.from), Math.abs(to - this.#held.to));
    if (!live) return moved > 1 && age > 100;
    const pace = Math.min(Math.max(this.#held.data.widthMillis / 2, SOONEST_MILLIS), LATEST_MILLIS);
    const other = Math.abs(to - from - (this.#held.to - this.#held.from)) > 0.02 * (to - from);
    return other ? age > 100 : ping.state === 'running' && age > pace;
  }

  /** @param {Ping} ping @param {{from: number, to: number, columns: number, now: number}} view */
  async #fetch(ping, { from, to, columns, now }) {
    this.#busy = true;
    const points = Math.min(Math.max(Math.round(columns / PIXELS_PER_BUCKET), 20), 1000);
    try {
      const history = await historyOf(ping.id, from, to, points);
      this.fault = undefined;
      const life = {
        startedAt: epochMillis(ping.startedAt),
        aliveUntil: ping.endedAt ? epochMillis(ping.endedAt) : now,
        intervalMillis: durationMillis(ping.interval) ?? 1000,
        timeoutMillis: durationMillis(ping.timeout) ?? 1000,
      };
      this.#held = { id: ping.id, from, to, fetchedAt: now, data: smokeData(history, life) };
    } catch (error) {
      this.fault = String(/** @type {Error} */ (error).message);
      // Tried again at the usual pace.
      if (this.#held) this.#held.fetchedAt = now;
      else await new Promise((resolve) => setTimeout(resolve, SOONEST_MILLIS));
    } finally {
      this.#busy = false;
      this.version++;
    }
  }
}
