// @ts-check
// The axis of round trips: linear, or logarithmic between two round numbers; below it a lane for probes without an RTT.
// Pure.

/** Height of the lane as a share of the height above it. */
export const LANE = 0.11;
/** A logarithmic axis begins at a round number below the shortest round trip. */
const STARTS = [5, 2, 1];
const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/**
 * The top of the RTT axis: a round number above `max`. It stays where it was while the points still fill a fair part
 * of the plot, so that the axis does not twitch with every probe.
 *
 * @param {number} max highest RTT shown
 * @param {number | undefined} previous
 */
export function axisTop(max, previous) {
  if (previous !== undefined && max <= previous * 0.95 && max >= previous * 0.4) return previous;
  const wanted = max * 1.15;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (STEPS.find((step) => step * power >= wanted) ?? 10) * power;
}

/** The same for the lower end of a logarithmic axis. @param {number} min @param {number | undefined} previous */
export function axisLow(min, previous) {
  if (previous !== undefined && min >= previous && min <= previous * 4) return previous;
  const power = 10 ** Math.floor(Math.log10(Math.max(min, 1)));
  const step = STARTS.find((start) => start * power <= min * 0.95) ?? 0.5;
  return step * power;
}

export class RttScale {
  /** @type {number | undefined} */
  #top;
  /** @type {number | undefined} */
  #low;
  log = false;

  get top() {
    return this.#top ?? 1e6;
  }

  /** @param {number | undefined} min @param {number | undefined} max shown; undefined leaves the axis as it is */
  fit(min, max) {
    if (max === undefined || min === undefined) return;
    this.#top = axisTop(max, this.#top);
    this.#low = Math.min(axisLow(min, this.#low), this.#top / 10);
  }

  forget() {
    this.#top = this.#low = undefined;
  }

  /** Where the lane begins, and its middle, as values of the scale. */
  get range() {
    return /** @type {[number, number]} */ ([this.#bottom, this.top]);
  }

  get lane() {
    return this.#bottom / 2;
  }

  get #bottom() {
    return this.log ? -LANE : -this.top * LANE;
  }

  /** How high a round trip is drawn. @param {number} nanos */
  forward = (nanos) => {
    if (!this.log || nanos < 0) return nanos;
    const low = this.#low ?? 1e3;
    return nanos <= low ? 0 : Math.log(nanos / low) / Math.log(this.top / low);
  };

  /** What is drawn at that height. @param {number} height */
  backward = (height) => {
    const low = this.#low ?? 1e3;
    return !this.log || height < 0 ? height : low * (this.top / low) ** height;
  };

  /** Where the axis has labels. @param {number} step of a linear axis @returns {number[]} */
  splits(step) {
    const low = this.#low ?? 1e3;
    if (!this.log) return Array.from({ length: Math.floor(this.top / step + 1e-9) + 1 }, (_, i) => i * step);
    const decades = Math.log10(this.top / low);
    const within = decades > 4 ? [1] : decades > 2.5 ? [1, 3] : [1, 2, 5];
    /** @type {number[]} */
    const splits = [];
    for (let power = 10 ** Math.floor(Math.log10(low)); power <= this.top; power *= 10) {
      for (const one of within) if (one * power >= low * 0.999 && one * power <= this.top * 1.001) splits.push(one * power);
    }
    return splits;
  }
}

/** With fewer replies no usual round trip is known. */
const ENOUGH_REPLIES = 10;
/** A round trip this many times above the median presses most others to the ground; less than the second no more. */
const FLATTENS = 16;
const NO_LONGER = 8;

/**
 * Whether a linear axis would show a spike and nothing of the others.
 *
 * @param {{max?: number, median?: number, count: number}} shown
 * @param {boolean} before whether it was so: the axis must not change to and fro
 */
export function isFlattened({ max, median, count }, before) {
  if (max === undefined || median === undefined || count < ENOUGH_REPLIES) return false;
  return max > median * (before ? NO_LONGER : FLATTENS);
}
