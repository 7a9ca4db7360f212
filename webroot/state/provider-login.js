// @ts-check
// The login at an OpenID provider. The provider sends the browser back to this page, with its answer in the address.
import * as api from '../api/access-api.js';

/** Where the person was, for this tab and this Pingdeck. */
const PLACE = `pingdeck.place ${location.pathname}`;

/** @type {{code: string, state: string, iss?: string} | { error: string } | undefined} */
let answer;

/** Leaves the page. */
export async function goToProvider() {
  const { url } = await api.beginProviderLogin();
  sessionStorage.setItem(PLACE, location.hash);
  location.assign(url);
}

/** Takes the answer out of the address, which people copy and reload, and goes back to where the person was. To be called first of all. */
export function takeAnswer() {
  const query = new URLSearchParams(location.search);
  const state = query.get('state');
  const code = query.get('code');
  const error = query.get('error');
  if (state === null || (code === null && error === null)) return;
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  history.replaceState(null, '', location.pathname + (place ?? ''));
  if (place === null) return; // nobody began a login here
  const iss = query.get('iss');
  if (code === null) answer = { error: error ?? '' };
  else answer = iss === null ? { code, state } : { code, state, iss };
}

/** The answer that no login has used yet. */
export function useAnswer() {
  const taken = answer;
  answer = undefined;
  return taken;
}
