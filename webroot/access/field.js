// @ts-check
// A field of a form with its fault beside it.
import { html, ifDefined, live, nothing } from '../ui/lit.js';
/** @import { ApiProblem } from '../api/api.js' */

/**
 * @param {string} form the name of the form
 * @param {string} name of the field
 * @param {{label: string, type?: string, autocomplete?: string, placeholder?: string, value?: string}} look `value`: until a person types
 * @param {ApiProblem | undefined} problem
 */
export function field(form, name, { label, type, autocomplete, placeholder, value }, problem) {
  const fault = problem?.of(name);
  const id = `${form}-${name}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${name}
      type=${type ?? 'text'}
      value=${ifDefined(value)}
      placeholder=${ifDefined(placeholder)}
      autocomplete=${/** @type {any} */ (autocomplete ?? 'off')}
      autocapitalize="none"
      spellcheck="false"
      data-testid=${id}
      aria-invalid=${fault ? 'true' : 'false'}
      aria-describedby=${fault ? `${id}-fault` : nothing}
    />
    ${fault ? html`<p class="fault" id="${id}-fault" data-testid="${id}-fault">${fault}</p>` : nothing}
  </div>`;
}

/** @param {string} form @param {string} [chosen] */
export function roleField(form, chosen = 'viewer') {
  return html`<div class="field">
    <label for="${form}-role">Role</label>
    ${roleChoice(`${form}-role`, 'role', chosen)}
  </div>`;
}

/** @param {string} id @param {string} name @param {string} chosen @param {string} [label] @param {(event: Event) => void} [changed] */
export function roleChoice(id, name, chosen, label, changed) {
  return html`<select id=${id} name=${name} data-testid=${id} aria-label=${label ?? nothing} .value=${live(chosen)} @change=${changed ?? nothing}>
    ${['viewer', 'operator', 'admin'].map((role) => html`<option value=${role} ?selected=${role === chosen}>${role}</option>`)}
  </select>`;
}

/** What was typed. @param {Event} event @returns {any} */
export const typed = (event) => Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.currentTarget))].map(([name, value]) => [name, String(value)]));
