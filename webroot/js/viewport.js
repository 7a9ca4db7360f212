// @ts-check
// Which stretch of time a chart shows: it follows the live edge until a person looks elsewhere. Pure.

const SHORTEST_MILLIS = 200;
const LONGEST_MILLIS = 10 * 366 * 24 * 3600 * 1000;

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
