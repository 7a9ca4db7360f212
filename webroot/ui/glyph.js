// @ts-check
// The shape of an outcome, the same on canvases and in legends.

/**
 * @typedef {object} Shape
 * @property {string} path an SVG path around 0,0 and about 9 wide
 * @property {boolean} filled whether it is filled or only drawn
 * @property {string} token the CSS variable of its colour
 */
import { html, svg } from './lit.js';
import { colour } from './palette.js';

/** @type {Map<string, Path2D>} */
const paths = new Map();

/** @param {Shape} kind */
function pathOf(kind) {
  let path = paths.get(kind.path);
  if (!path) paths.set(kind.path, (path = new Path2D(kind.path)));
  return path;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Shape} kind
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

/** For a legend; the words beside it name it. @param {Shape} kind */
export function glyph(kind) {
  const shape = svg`<path class=${kind.filled ? 'filled' : 'drawn'} d=${kind.path}></path>`;
  return html`<svg class="glyph" .style=${`color:var(${kind.token})`} viewBox="-6 -6 12 12" aria-hidden="true">${shape}</svg>`;
}
