// @ts-check
// Paints the smoke chart: nested bands where the round trips of each bucket lay, its median coloured by its loss, and
// below them how much was lost. SmokePing's idea.
/** @import uPlot from 'uplot' */
/** @import { Puff, SmokeData } from '../smoke-data.js' */
/** @import { RttScale } from './rtt-scale.js' */
import { clipped, paintGap } from './chart-paint.js';
import { drawGlyph } from '../../ui/glyph.js';
import { codeOf, OUTCOMES } from '../../state/outcomes.js';
import { colour } from '../../ui/palette.js';

/** From the widest band to the narrowest, and how thick its smoke is. */
const BANDS = /** @type {const} */ ([['min', 'max', 0.1], ['p5', 'p95', 0.2], ['p25', 'p75', 0.38]]);
/** From here on loss is no accident any more. */
export const MUCH_LOSS = 0.05;
const GLYPH_PIXELS = 12;
const SMALLEST_BAR_PIXELS = 3;

/** The token of a share of loss, 0-1. @param {number} loss */
export function lossToken(loss) {
  if (loss === 0) return '--reply';
  return loss < MUCH_LOSS ? '--late' : '--lost';
}

/** @param {uPlot} plot @param {SmokeData} data @param {RttScale} scale */
export function paintSmoke(plot, data, { lane }) {
  clipped(plot, (context, box) => {
    for (const gap of data.gaps) paintGap(plot, context, box, gap);
    for (const puff of data.puffs) paintPuff(plot, context, box, puff);
    const zero = plot.valToPos(0, 'y', true);
    context.fillStyle = colour('--line');
    context.fillRect(box.left, zero, box.width, devicePixelRatio);
    for (const puff of data.puffs) paintLoss(plot, context, puff, zero, box.top + box.height);
    paintErrors(plot, context, data, plot.valToPos(lane, 'y', true));
  });
}

/** @param {uPlot} plot @param {CanvasRenderingContext2D} context @param {uPlot.BBox} box @param {Puff} puff */
function paintPuff(plot, context, box, puff) {
  const [left, width] = edges(plot, puff);
  const { rttNanos } = puff.bucket;
  if (!rttNanos) {
    // Asked and never answered: the whole column says so.
    context.globalAlpha = puff.loss > 0 ? 0.22 : 0;
    context.fillStyle = colour('--lost');
    context.fillRect(left, box.top, width, box.height);
    context.globalAlpha = 1;
    return;
  }
  context.fillStyle = colour('--smoke');
  for (const [low, high, thickness] of BANDS) {
    const y = plot.valToPos(rttNanos[high], 'y', true);
    context.globalAlpha = thickness;
    context.fillRect(left, y, width, plot.valToPos(rttNanos[low], 'y', true) - y);
  }
  context.globalAlpha = 1;
  context.fillStyle = colour(lossToken(puff.loss));
  const thick = (puff.loss === 0 ? 2 : 3) * devicePixelRatio;
  context.fillRect(left, plot.valToPos(rttNanos.median, 'y', true) - thick / 2, width, thick);
}

/** A bar that grows with the share that was lost. @param {uPlot} plot @param {CanvasRenderingContext2D} context @param {Puff} puff @param {number} zero @param {number} bottom */
function paintLoss(plot, context, puff, zero, bottom) {
  if (puff.loss === 0) return;
  const [left, width] = edges(plot, puff);
  const height = Math.max(SMALLEST_BAR_PIXELS * devicePixelRatio, puff.loss * (bottom - zero - 2 * devicePixelRatio));
  context.fillStyle = colour('--lost');
  context.fillRect(left, bottom - height, Math.max(width - devicePixelRatio, devicePixelRatio), height);
}

/** @param {uPlot} plot @param {CanvasRenderingContext2D} context @param {SmokeData} data @param {number} y */
function paintErrors(plot, context, data, y) {
  let last = -Infinity;
  for (const puff of data.puffs) {
    if (!puff.bucket.icmpErrors) continue;
    const [left, width] = edges(plot, puff);
    const x = left + width / 2;
    if (x - last < GLYPH_PIXELS * devicePixelRatio) continue;
    last = x;
    drawGlyph(context, OUTCOMES[codeOf('icmpError')], x, y, devicePixelRatio);
  }
}

/** @param {uPlot} plot @param {Puff} puff @returns {[number, number]} left edge and width in canvas pixels */
function edges(plot, { from, to }) {
  const left = plot.valToPos(from / 1000, 'x', true);
  return [left, Math.max(devicePixelRatio, plot.valToPos(to / 1000, 'x', true) - left)];
}
