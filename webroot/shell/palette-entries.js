// @ts-check
// What the command palette offers, and what of it matches what was typed. Pure.

/** @typedef {{label: string, hint: string, run: () => void}} Entry */

/** Every word must occur; what begins with the first word comes first. @param {readonly Entry[]} entries @param {string} typed @param {number} most */
export function matching(entries, typed, most) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ label, hint }) => {
    const text = `${label} ${hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (words.length > 0) found.sort((a, b) => rank(a, words[0]) - rank(b, words[0]));
  return found.slice(0, most);
}

/** @param {Entry} entry @param {string} word */
function rank({ label }, word) {
  const at = label.toLowerCase().indexOf(word);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}
