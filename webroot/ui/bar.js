// @ts-check
// A bar of what came last, one letter each, newest at the right: a full pill is what should be, everything else is a
// shape and a colour of its own.
import { drawGlyph } from './glyph.js';
import { colour } from './palette.js';

/**
 * @typedef {object} LetterKind
 * @property {string} token the CSS variable of its colour
 * @property {string} path its shape as an SVG path around 0,0 and about 9 wide
 * @property {boolean} filled whether the shape is filled or only drawn
 * @property {'pill' | 'stub' | 'outline' | 'mark'} drawn how it looks in a bar; a stub is a pill of half the height
 */

const SLOT = 6;
const PILL = 4;

/** Draws `recent`; as many letters as fit. What extends it says what a letter means. */
export class Bar extends HTMLElement {
  #recent = '';
  #canvas = document.createElement('canvas');
  #resized = new ResizeObserver(() => this.#draw());
  #redraw = () => this.#draw();

  /** @param {string} _letter @returns {LetterKind | undefined} */
  kindOf(_letter) {
    return undefined;
  }

  /** @param {string} recent */
  words(recent) {
    return recent;
  }

  /** The meaning of a letter, in the plural. */
  get what() {
    return 'probes';
  }

  set recent(/** @type {string} */ recent) {
    if (recent === this.#recent && this.hasAttribute('aria-label')) return;
    this.#recent = recent;
    this.setAttribute('aria-label', `Last ${recent.length} ${this.what}: ${this.words(recent)}`);
    this.title = this.words(recent);
    this.#draw();
  }

  connectedCallback() {
    this.setAttribute('role', 'img');
    this.append(this.#canvas);
    this.#resized.observe(this);
    document.addEventListener('themechange', this.#redraw);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    document.removeEventListener('themechange', this.#redraw);
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this;
    const context = this.#canvas.getContext('2d');
    if (!context || width === 0) return;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const slots = Math.floor(width / SLOT);
    const shown = this.#recent.slice(-slots);
    for (let i = 0; i < slots; i++) {
      const letter = shown[i - (slots - shown.length)];
      drawSlot(context, letter === undefined ? undefined : this.kindOf(letter), i * SLOT, height);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {LetterKind | undefined} kind undefined where nothing was yet
 * @param {number} x
 * @param {number} height
 */
function drawSlot(context, kind, x, height) {
  context.beginPath();
  if (kind?.drawn === 'outline') {
    context.roundRect(x + 0.75, 0.75, PILL - 1.5, height - 1.5, 1.5);
    context.strokeStyle = colour(kind.token);
    context.lineWidth = 1.5;
    context.stroke();
    return;
  }
  const cut = kind?.drawn === 'stub' ? height / 2 : 0;
  context.roundRect(x, cut, PILL, height - cut, 2);
  context.fillStyle = colour(kind ? kind.token : '--line');
  context.globalAlpha = kind?.drawn === 'mark' ? 0.2 : 1;
  context.fill();
  context.globalAlpha = 1;
  if (kind?.drawn === 'mark') drawGlyph(context, kind, x + PILL / 2, height / 2, 0.62);
}
