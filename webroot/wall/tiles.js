// @ts-check
// How tiles fill a screen: as large as they can be, those with problems larger. Pure.

/** @typedef {{columns: number, width: number, height: number}} Grid cells of equal size */

/** A tile is best so many times as wide as high. */
const SHAPE = 1.6;
/** A problem takes four cells. */
export const PROBLEM_CELLS = 2;

/**
 * The columns that give the largest tiles.
 *
 * @param {{well: number, problems: number, width: number, height: number}} screen how many tiles, and the room for them in pixels
 * @returns {Grid}
 */
export function gridOf({ well, problems, width, height }) {
  const cells = Math.max(1, well + problems * PROBLEM_CELLS ** 2);
  let best = { columns: 1, size: 0 };
  const fewest = problems > 0 ? PROBLEM_CELLS : 1;
  for (let columns = fewest; columns <= Math.max(fewest, cells); columns++) {
    const rows = rowsOf(columns, well, problems);
    const size = Math.min(width / columns / SHAPE, height / rows);
    if (size > best.size) best = { columns, size };
  }
  const { columns } = best;
  return { columns, width: width / columns, height: height / rowsOf(columns, well, problems) };
}

/** Problems come first, side by side; the others fill what is left of their rows. @param {number} columns @param {number} well @param {number} problems */
function rowsOf(columns, well, problems) {
  const beside = Math.floor(columns / PROBLEM_CELLS);
  const rows = Math.ceil(problems / Math.max(1, beside)) * PROBLEM_CELLS;
  const free = rows * columns - problems * PROBLEM_CELLS ** 2;
  return Math.max(1, rows + Math.ceil(Math.max(0, well - free) / columns));
}
