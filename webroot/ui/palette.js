// @ts-check
// The design tokens that canvases need; CSS cannot reach into a canvas. Read again whenever the theme changes.

/** @type {Map<string, string>} */
const values = new Map();
const probe = document.createElement('span');

/** The value of a colour token in the theme that is shown. @param {string} token */
export function colour(token) {
  let value = values.get(token);
  if (value === undefined) {
    value = resolve(token);
    values.set(token, value);
  }
  return value;
}

/** A token may be light-dark(), which only an element that is in the page resolves. @param {string} token */
function resolve(token) {
  if (!probe.isConnected) {
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** Forgets what was read and tells every canvas to draw again. */
export function themeChanged() {
  values.clear();
  document.dispatchEvent(new Event('themechange'));
}
