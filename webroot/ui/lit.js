// @ts-check
// What the page takes from Lit.
export { html, LitElement, nothing, render, svg } from 'lit';
export { ifDefined } from 'lit/directives/if-defined.js';
export { live } from 'lit/directives/live.js';
export { createRef, ref } from 'lit/directives/ref.js';
export { repeat } from 'lit/directives/repeat.js';
