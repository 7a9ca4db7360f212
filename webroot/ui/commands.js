// @ts-check
// Sentences of the server with `a command` between backticks.
import { html } from './lit.js';

/** With commands in a typeface of their own. @param {string} sentence */
export const withCommands = (sentence) => partsOf(sentence).map((part, i) => (i % 2 === 0 ? part : html`<code class="command">${wordsOf(part)}</code>`));

/** A line may end between the words of a command, not at a hyphen inside one. @param {string} command */
const wordsOf = (command) => command.split(' ').map((word, i) => html`${i === 0 ? '' : ' '}<span>${word}</span>`);

/** Words and commands in turn, beginning with words. A backtick without a partner is a word. @param {string} sentence */
export function partsOf(sentence) {
  const parts = sentence.split('`');
  return parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join('`')];
}
