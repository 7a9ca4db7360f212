// @ts-check
// What uPlot does not draw: time without data, the median line, and the lane of probes that have no RTT.
/** @import uPlot from 'uplot' */
/** @import { ChartData } from '../chart-data.js' */
/** @import { RttScale } from './rtt-scale.js' */
import { paintEvents } from './chart-events.js';
import { drawGlyph } from '../../ui/glyph.js';
import { LATE, OUTCOMES, REPLY } from '../../state/outcomes.js';
import { colour } from '../../ui/palette.js';

/** Shortest stretch without data that has room for its words, in CSS pixels. */
const WORDS_PIXELS = 64;
/** Below the replies at the top edge. */
const NAMES_PIXELS = 22;
/** Marks of the same ICMP error that are closer than this belong to one run. */
const RUN_PIXELS = 40;

/** Behind the points. @param {uPlot} plot @param {ChartData} data */
export function paintBehind(plot, data) {
  clipped(plot, (context, box) => {
    for (const gap of data.gaps) paintGap(plot, context, box, gap);
    paintMarkLines(plot, context, box, data);
    const zero = plot.valToPos(0, 'y', true);
    context.fillStyle = colour('--line');
    context.fillRect(box.left, zero, box.width, devicePixelRatio);
  });
}

/** In front of the points. @param {uPlot} plot @param {ChartData} data @param {RttScale} scale */
export function paintInFront(plot, data, { top, lane: middle }) {
  clipped(plot, (context, box) => {
    paintMedian(plot, context, box, data.median);
    const lane = plot.valToPos(middle, 'y', true);
    for (const { at, outcome } of data.marks) {
      drawGlyph(context, OUTCOMES[outcome], plot.valToPos(at / 1000, 'x', true), lane, devicePixelRatio);
    }
    paintAboveTop(plot, context, box, data, top);
    paintNames(plot, context, box, data.marks);
    paintEvents(plot, context, box, data.events ?? []);
  });
}

/** @param {uPlot} plot @param {(context: CanvasRenderingContext2D, box: uPlot.BBox) => void} paint */
export function clipped(plot, paint) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint(ctx, bbox);
  ctx.restore();
}

/**
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {uPlot.BBox} box
 * @param {{from: number, to: number}} gap
 */
export function paintGap(plot, context, box, gap) {
  const left = plot.valToPos(gap.from / 1000, 'x', true);
  const width = plot.valToPos(gap.to / 1000, 'x', true) - left;
  context.fillStyle = hatch(context) ?? colour('--line');
  context.fillRect(left, box.top, width, box.height);
  if (width < WORDS_PIXELS * devicePixelRatio) return;
  context.fillStyle = colour('--muted');
  context.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.fillText('no data', left + width / 2, box.top + 8 * devicePixelRatio);
}

/** @type {{colour: string, pattern: CanvasPattern | null} | undefined} */
let hatched;

/** Diagonal lines: a state of its own, told apart without colour. @param {CanvasRenderingContext2D} context */
function hatch(context) {
  const ink = colour('--hatch');
  if (hatched?.colour === ink) return hatched.pattern;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const brush = tile.getContext('2d');
  if (!brush) return null;
  brush.strokeStyle = ink;
  brush.lineWidth = 1.5;
  for (const x of [-8, 0, 8]) {
    brush.moveTo(x - 2, 10);
    brush.lineTo(x + 10, -2);
  }
  brush.stroke();
  hatched = { colour: ink, pattern: context.createPattern(tile, 'repeat') };
  return hatched.pattern;
}

/** @param {uPlot} plot @param {CanvasRenderingContext2D} context @param {uPlot.BBox} box @param {ChartData} data */
function paintMarkLines(plot, context, box, data) {
  context.globalAlpha = 0.22;
  for (const { at, outcome } of data.marks) {
    if (!OUTCOMES[outcome].unanswered) continue;
    context.fillStyle = colour(OUTCOMES[outcome].token);
    const x = Math.round(plot.valToPos(at / 1000, 'x', true));
    context.fillRect(x - devicePixelRatio / 2, box.top, devicePixelRatio, box.height);
  }
  context.globalAlpha = 1;
}

/**
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {uPlot.BBox} box
 * @param {number | undefined} median
 */
function paintMedian(plot, context, box, median) {
  if (median === undefined) return;
  const y = plot.valToPos(median, 'y', true);
  context.strokeStyle = colour('--median');
  context.lineWidth = 1.5 * devicePixelRatio;
  context.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  context.beginPath();
  context.moveTo(box.left, y);
  context.lineTo(box.left + box.width, y);
  context.stroke();
  context.setLineDash([]);
}

/**
 * What ICMP errors say, once where each run of them begins; in two rows, so that neighbours do not cover each other.
 *
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {uPlot.BBox} box
 * @param {ChartData['marks']} marks
 */
function paintNames(plot, context, box, marks) {
  context.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  const rows = [-Infinity, -Infinity];
  let running = '';
  let last = -Infinity;
  for (const { at, outcome, name } of marks) {
    if (name === undefined) continue;
    const x = plot.valToPos(at / 1000, 'x', true);
    const begins = name !== running || x - last > RUN_PIXELS * devicePixelRatio;
    running = name;
    last = x;
    const row = begins ? rows.findIndex((end) => end < x) : -1;
    if (row < 0) continue;
    const width = context.measureText(name).width;
    const left = Math.min(x + 4 * devicePixelRatio, box.left + box.width - width - 4 * devicePixelRatio);
    rows[row] = left + width + 8 * devicePixelRatio;
    const y = box.top + (NAMES_PIXELS + 16 * row) * devicePixelRatio;
    context.fillStyle = colour('--surface');
    context.globalAlpha = 0.85;
    context.fillRect(left - 3 * devicePixelRatio, y - 2 * devicePixelRatio, width + 6 * devicePixelRatio, 15 * devicePixelRatio);
    context.globalAlpha = 1;
    context.fillStyle = colour(OUTCOMES[outcome].token);
    context.fillText(name, left, y);
  }
}

/**
 * The axis is made for most replies in time. Longer ones are drawn at its top edge with a stroke that points beyond.
 *
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {uPlot.BBox} box
 * @param {ChartData} data
 * @param {number} top
 */
function paintAboveTop(plot, context, box, data, top) {
  for (const [outcome, rtts] of /** @type {const} */ ([[REPLY, data.replies], [LATE, data.lates]])) {
    for (let i = 0; i < rtts.length; i++) {
      const rtt = rtts[i];
      if (rtt === null || rtt <= top) continue;
      const x = plot.valToPos(data.ats[i], 'x', true);
      drawGlyph(context, OUTCOMES[outcome], x, box.top + 10 * devicePixelRatio, devicePixelRatio * 0.8);
      context.fillStyle = colour(OUTCOMES[outcome].token);
      context.fillRect(x - devicePixelRatio * 0.75, box.top, 1.5 * devicePixelRatio, 5 * devicePixelRatio);
    }
  }
}
