// @ts-check
// The design tokens that canvases need; CSS cannot reach into a canvas. Read again whenever the theme changes.

/** @type {Map<string, string> | undefined} */
let values;

/** The value of a colour token in the theme that is shown. @param {string} token */
export function colour(token) {
  values ??= new Map();
  let value = values.get(token);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
    values.set(token, value);
  }
  return value;
}

/** Forgets what was read and tells every canvas to draw again. */
export function themeChanged() {
  values = undefined;
  document.dispatchEvent(new Event('themechange'));
}
