// @ts-check
// Light or dark: the system's choice until a person makes another one. tokens.css reads data-theme.
import { themeChanged } from './palette.js';

/** @typedef {'system' | 'light' | 'dark'} Theme */

const KEY = 'pingdeck.theme';
/** @type {readonly Theme[]} */
const ORDER = ['system', 'light', 'dark'];

/** @returns {Theme} */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** The theme after this one, chosen by the same button. */
export function nextTheme() {
  return ORDER[(ORDER.indexOf(currentTheme()) + 1) % ORDER.length];
}

/** @param {Theme} theme */
export function chooseTheme(theme) {
  apply(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be forbidden: then the choice lasts until the page is left.
  }
}

export function restoreTheme() {
  let stored = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // As above.
  }
  apply(stored === 'light' || stored === 'dark' ? stored : 'system');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', themeChanged);
}

/** @param {Theme} theme */
function apply(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  themeChanged();
}
