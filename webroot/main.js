// @ts-check
// Starts the page. The elements are in index.html, each in its module.
import './access/access.js';
import './access/login.js';
import './compare/compare.js';
import './echo/echo-servers.js';
import './heartbeats/heartbeats.js';
import './ping/ping-view.js';
import './pings/ping-form.js';
import './pings/ping-list.js';
import './shell/app-header.js';
import './shell/health.js';
import './shell/machine.js';
import './shell/notices.js';
import './wall/wall.js';
import { startConnection } from './state/connection.js';
import { startHealing } from './state/history.js';
import './shell/keys.js';
import './shell/unknown-place.js';
import { store } from './state/context.js';
import { takeAnswer } from './state/provider-login.js';
import { choose, startRouter } from './state/router.js';
import { currentTheme, followTheme, restoreTheme } from './ui/theme.js';

restoreTheme();
takeAnswer();
store.addEventListener('address', () => followTheme(store.address.query.theme));
startRouter();
if (currentTheme() !== 'system') choose({ theme: currentTheme() });
// A fragment of its own would be an address without a place.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main')?.focus();
});
startHealing();
startConnection();
