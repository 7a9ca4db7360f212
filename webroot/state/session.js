// @ts-check
// Who uses the page. Where a login is required and missing, the page is locked: it shows the login alone and asks the
// server for nothing. What is on the page stays as it is, so that it goes on after the login.
/** @import { Session } from '../api/types.js' */
import { access, ApiProblem } from '../api/api.js';
import * as api from '../api/access-api.js';
import { feed, store } from './context.js';

/** Whether the feed was told to connect and not to stop. */
let connected = false;

export function startSession() {
  access.addEventListener('unauthorized', () => void check());
  // A handshake does not say why it was refused, and a connection is closed when its login ends.
  store.addEventListener('broken', () => void check());
  void check();
}

/** Whether the login before has ended or soon will, and the next one is on its way. */
let changing = false;

/** Asks who is logged in. Without an answer nothing changes: the feed tries again. */
async function check() {
  if (changing) return;
  try {
    take(await api.getSession());
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (store.session === undefined) connect();
  }
}

/** @param {Session} session */
function take(session) {
  store.update({ session });
  document.body.dataset.role = session.user?.role ?? 'nobody';
  document.body.classList.toggle('locked', store.isLocked);
  if (store.isLocked) disconnect();
  else connect();
}

function connect() {
  if (connected) return;
  connected = true;
  feed.connect();
}

function disconnect() {
  connected = false;
  feed.stop();
}

/** @param {{name: string, password: string}} login */
export const logIn = async (login) => take(await api.logIn(login));

/** @param {{code: string, state: string, iss?: string}} answer of the OpenID provider */
export const finishLogin = async (answer) => take(await api.finishProviderLogin(answer));

/** @param {{code: string, name: string, password: string}} form */
export const setUp = async (form) => take(await api.setUp(form));

export async function logOut() {
  await api.logOut();
  await check();
}

/** The server closes the connection of the login before: the page opens one with the new login. @param {{old: string, new: string}} passwords */
export async function changePassword(passwords) {
  changing = true;
  try {
    const session = await api.changePassword(passwords);
    disconnect();
    take(session);
  } finally {
    changing = false;
  }
}
