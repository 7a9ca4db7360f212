// @ts-check
// Which stretch of time a chart shows: it follows the live edge until a person looks elsewhere. Pure.

const SHORTEST_MILLIS = 200;
const LONGEST_MILLIS = 10 * 366 * 24 * 3600 * 1000;

/** Room beside the first and the last probe, as a share of the time shown: half a mark must not be cut off. */
const MARGIN = 0.012;

/**
 * Where the time shown ends while it follows a ping. A young one fills it from its left; what comes next needs no room.
 *
 * @param {number} first when its first probe was sent
 * @param {number} last now, or when the last thing happened
 * @param {number} span
 * @param {boolean} ended
 */
export function liveEdge(first, last, span, ended) {
  return Math.max(ended ? last + span * MARGIN : last, first + span * (1 - MARGIN));
}

/** How much time shows all of a ping's life. @param {number} first @param {number} last @param {boolean} ended */
export function wholeSpan(first, last, ended) {
  return Math.max(last - first, SHORTEST_MILLIS) / (1 - (ended ? 2 : 1) * MARGIN);
}

export class Viewport {
  /** @param {number} span milliseconds shown */
  constructor(span) {
    this.span = span;
    /** Where the window ends while it does not follow the live edge. @type {number | undefined} */
    this.heldEnd = undefined;
  }

  get live() {
    return this.heldEnd === undefined;
  }

  /** @param {number} edge the live edge @returns {{from: number, to: number}} */
  at(edge) {
    const to = this.heldEnd ?? edge;
    return { from: to - this.span, to };
  }

  /** A span chosen by its button is live again. @param {number} span */
  follow(span = this.span) {
    this.span = span;
    this.heldEnd = undefined;
  }

  /** @param {number} from @param {number} to */
  zoomTo(from, to) {
    this.span = Math.min(Math.max(to - from, SHORTEST_MILLIS), LONGEST_MILLIS);
    this.heldEnd = (from + to) / 2 + this.span / 2;
  }

  /** @param {number} factor below 1 shows less @param {number} edge */
  zoomBy(factor, edge) {
    const { from, to } = this.at(edge);
    const middle = (from + to) / 2;
    const half = ((to - from) * factor) / 2;
    this.zoomTo(middle - half, middle + half);
  }

  /** Moves by a share of what is shown; moving past the live edge follows it again. @param {number} share @param {number} edge */
  panBy(share, edge) {
    const end = this.at(edge).to + share * this.span;
    this.heldEnd = end >= edge ? undefined : end;
  }
}
