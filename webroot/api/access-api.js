// @ts-check
// REST calls about logins, users, tokens and the audit log.
/** @import { AuditEntry, Role, Session, Token, User } from './types.js' */
import { call } from './api.js';

/** @returns {Promise<Session>} */
export const getSession = () => call('GET', '/session');

/** @param {{name: string, password: string}} login @returns {Promise<Session>} */
export const logIn = (login) => call('POST', '/session', login);

/** Where to send the browser for a login at the OpenID provider. @returns {Promise<{url: string}>} */
export const beginProviderLogin = () => call('POST', '/session/oidc');

/** @param {{code: string, state: string, iss?: string}} answer of the provider @returns {Promise<Session>} */
export const finishProviderLogin = (answer) => call('POST', '/session/oidc/code', answer);

export const logOut = () => call('DELETE', '/session');

/** @param {{old: string, new: string}} passwords @returns {Promise<Session>} */
export const changePassword = (passwords) => call('PUT', '/session/password', passwords);

/** Makes the first admin. @param {{code: string, name: string, password: string}} form @returns {Promise<Session>} */
export const setUp = (form) => call('POST', '/setup', form);

/** @returns {Promise<User[]>} */
export const listUsers = async () => (await call('GET', '/users')).users;

/** @param {object} user @returns {Promise<User>} */
export const addUser = (user) => call('POST', '/users', user);

/** @param {string} name @param {{role?: Role, password?: string}} change @returns {Promise<User>} */
export const changeUser = (name, change) => call('PATCH', `/users/${encodeURIComponent(name)}`, change);

/** @param {string} name */
export const removeUser = (name) => call('DELETE', `/users/${encodeURIComponent(name)}`);

/** @returns {Promise<Token[]>} */
export const listTokens = async () => (await call('GET', '/tokens')).tokens;

/** @param {object} token @returns {Promise<Token>} with its secret */
export const createToken = (token) => call('POST', '/tokens', token);

/** @param {string} id */
export const removeToken = (id) => call('DELETE', `/tokens/${encodeURIComponent(id)}`);

/** Newest first. @param {string} [before] @returns {Promise<AuditEntry[]>} */
export const readAudit = async (before) => (await call('GET', `/audit?limit=50${before ? `&before=${encodeURIComponent(before)}` : ''}`)).entries;
