// @ts-check
// Which rows of a long list need to exist. Pure.

/** Rows beyond each edge, so that scrolling never shows a hole. */
const BESIDE = 6;

/**
 * @param {{total: number, rowHeight: number, scrollTop: number, height: number}} view
 * @returns {{first: number, end: number, above: number, below: number}} rows from `first` to `end` (exclusive), and the
 *     height in pixels in place of the rows above and below them
 */
export function visibleRows({ total, rowHeight, scrollTop, height }) {
  const first = Math.min(Math.max(0, Math.floor(scrollTop / rowHeight) - BESIDE), Math.max(0, total - 1));
  const end = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + BESIDE);
  return { first, end, above: first * rowHeight, below: Math.max(0, total - end) * rowHeight };
}
