// @ts-check
// Keys that work anywhere on the page, except where a person types.

const TYPED = 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog, :popover-open';

/** Whether a pressed key may be a shortcut: alone, and not typed into something. @param {KeyboardEvent} event */
export function isShortcut({ target, altKey, ctrlKey, metaKey, defaultPrevented }) {
  if (altKey || ctrlKey || metaKey || defaultPrevented) return false;
  return !(target instanceof Element && target.closest(TYPED));
}
