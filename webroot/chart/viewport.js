// @ts-check
// Which stretch of time a chart shows: it follows the live edge until a person looks elsewhere. Pure.

const SHORTEST_MILLIS = 200;
const LONGEST_MILLIS = 10 * 366 * 24 * 3600 * 1000;
/** A ping that is younger than this is shown as if it were that old: with its first probe alone there is no span. */
const YOUNGEST_MILLIS = 1000;

/** Room beside the first and the last probe, as a share of the time shown: half a mark must not be cut off. */
const MARGIN = 0.012;

/**
 * When a ping lived, in milliseconds since 1970.
 *
 * @typedef {object} Life
 * @property {number} first when its first probe was sent
 * @property {number} last now, or when the last thing happened
 * @property {boolean} ended
 */

/** @typedef {{from: number, to: number}} Stretch milliseconds since 1970 */

/**
 * The time shown while it follows a ping: the chosen span, or the whole life while that is shorter. So it always fills
 * the chart, and grows with the ping.
 *
 * @param {Life} life @param {number} span Infinity for all of it
 * @returns {Stretch}
 */
export function liveStretch({ first, last, ended }, span) {
  const youngest = ended ? SHORTEST_MILLIS : YOUNGEST_MILLIS;
  const whole = Math.max(last - first, youngest) / (1 - (ended ? 2 : 1) * MARGIN);
  const shown = Math.min(span, whole);
  const to = Math.max(ended ? last + shown * MARGIN : last, first + shown * (1 - MARGIN));
  return { from: to - shown, to };
}

export class Viewport {
  /** What is shown while it does not follow the live edge. @type {Stretch | undefined} */
  #held;

  /** @param {number} span milliseconds shown at most while live; Infinity is all there is */
  constructor(span) {
    this.span = span;
  }

  get live() {
    return this.#held === undefined;
  }

  /** @param {Life} life @returns {Stretch} */
  at(life) {
    return this.#held ?? liveStretch(life, this.span);
  }

  /** A span chosen by its button is live again. @param {number} span */
  follow(span = this.span) {
    this.span = span;
    this.#held = undefined;
  }

  /** @param {number} from @param {number} to */
  zoomTo(from, to) {
    const span = Math.min(Math.max(to - from, SHORTEST_MILLIS), LONGEST_MILLIS);
    const middle = (from + to) / 2;
    this.#held = { from: middle - span / 2, to: middle + span / 2 };
  }

  /**
   * What is under the cursor stays there. The time shown never ends after the live edge; looking at more of it while
   * live stays live.
   *
   * @param {number} factor below 1 shows less @param {Life} life @param {number} [share] where the cursor is, 0 left to 1 right
   */
  zoomBy(factor, life, share = 0.5) {
    const { from, to } = this.at(life);
    const span = Math.min(Math.max((to - from) * factor, SHORTEST_MILLIS), LONGEST_MILLIS);
    if (this.live && factor > 1) {
      this.span = span;
      return;
    }
    const begin = from + share * (to - from - span);
    const edge = liveStretch(life, this.span).to;
    const end = Math.min(begin + span, Math.max(edge, to));
    this.#held = { from: end - span, to: end };
  }

  /** Moves by a share of what is shown; moving past the live edge follows it again. @param {number} share @param {Life} life */
  panBy(share, life) {
    const { from, to } = this.at(life);
    const by = share * (to - from);
    if (to + by >= liveStretch(life, this.span).to) this.#held = undefined;
    else this.#held = { from: from + by, to: to + by };
  }
}

/** The keys of an address for what a viewport shows. @param {Viewport} view @param {Life} life */
export function choiceOf(view, life) {
  const { from, to } = view.at(life);
  const span = view.span === Infinity ? 'all' : String(Math.round(view.span / 100) / 10);
  return view.live ? { span, from: undefined, to: undefined } : { span, from: iso(from), to: iso(to) };
}

/** Shows what an address says; what it does not say, or says wrong, is as usual. @param {Viewport} view @param {Readonly<Record<string, string>>} query @param {number} usual span */
export function followChoice(view, query, usual) {
  const span = query.span === 'all' ? Infinity : Number(query.span) * 1000;
  view.follow(span >= SHORTEST_MILLIS ? Math.min(span, span === Infinity ? span : LONGEST_MILLIS) : usual);
  const from = Date.parse(query.from ?? '');
  const to = Date.parse(query.to ?? '');
  if (from < to) view.zoomTo(from, to);
}

// Cut to the millisecond, as the words of a time are: a link shows the same ones.
/** @param {number} millis */
const iso = (millis) => new Date(millis).toISOString();
