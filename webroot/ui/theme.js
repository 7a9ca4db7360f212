// @ts-check
// Light or dark: the system's choice until a person makes another one. tokens.css reads data-theme.
import { keep, kept } from './kept.js';
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
  keep(KEY, theme);
}

/** What a link says goes before what was chosen earlier; it is not kept. @param {string | undefined} theme */
export function followTheme(theme) {
  if ((theme === 'light' || theme === 'dark') && theme !== currentTheme()) apply(theme);
}

export function restoreTheme() {
  const stored = kept(KEY);
  apply(stored === 'light' || stored === 'dark' ? stored : 'system');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', themeChanged);
}

/** @param {Theme} theme */
function apply(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  themeChanged();
}
