// @ts-check
// The shape of an outcome, the same on canvases and in legends.
/** @import { OutcomeKind } from './outcomes.js' */
import { html, svg } from '../lib/lit.js';
import { colour } from './palette.js';

/** @type {Map<string, Path2D>} */
const paths = new Map();

/** @param {OutcomeKind} kind */
function pathOf(kind) {
  let path = paths.get(kind.path);
  if (!path) paths.set(kind.path, (path = new Path2D(kind.path)));
  return path;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OutcomeKind} kind
 * @param {number} x the middle, in canvas pixels
 * @param {number} y
 * @param {number} scale 1 is about nine canvas pixels
 */
export function drawGlyph(context, kind, x, y, scale) {
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  if (kind.filled) {
    context.fillStyle = colour(kind.token);
    context.fill(pathOf(kind));
  } else {
    context.strokeStyle = colour(kind.token);
    context.lineWidth = 1.8;
    context.lineCap = 'round';
    context.stroke(pathOf(kind));
  }
  context.restore();
}

/** For a legend; the words beside it name it. @param {OutcomeKind} kind */
export function glyph(kind) {
  const shape = svg`<path class=${kind.filled ? 'filled' : 'drawn'} d=${kind.path}></path>`;
  return html`<svg class="glyph outcome-${kind.name}" viewBox="-6 -6 12 12" aria-hidden="true">${shape}</svg>`;
}
