// A document for tests of elements: imported before any of them. Nothing is laid out or drawn in it.
import { Window } from 'happy-dom';

const NAMES = [
  ...['document', 'location', 'history', 'sessionStorage', 'customElements', 'HTMLElement', 'HTMLInputElement', 'HTMLSelectElement'],
  ...['Event', 'EventTarget', 'FormData', 'ResizeObserver', 'matchMedia', 'requestAnimationFrame', 'cancelAnimationFrame', 'innerHeight'],
];

const page = new Window({ url: 'http://127.0.0.1:8080/' });
for (const name of NAMES) Object.defineProperty(globalThis, name, { value: Reflect.get(page, name), configurable: true, writable: true });

/** Puts an element into the page, alone, and waits until it is drawn. @param {string} name @returns {Promise<any>} */
export async function shown(name) {
  const element = /** @type {any} */ (document.createElement(name));
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

/** What a person reads. @param {Element | null | undefined} element */
export const textOf = (element) => element?.textContent?.replace(/\s+/g, ' ').trim();

/** Waits until the page has told its elements of the change and they are drawn. @param {any} element */
export async function redrawn(element) {
  await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
  await element.updateComplete;
}
