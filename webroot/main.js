// @ts-check
// Starts the page. The elements are in index.html, each in its module.
import './access/access.js';
import './access/login.js';
import './echo/echo-servers.js';
import './heartbeats/heartbeats.js';
import './ping/ping-view.js';
import './pings/ping-form.js';
import './pings/ping-list.js';
import './shell/app-header.js';
import './shell/health.js';
import './shell/machine.js';
import './shell/notices.js';
import { startConnection } from './state/connection.js';
import { startHealing } from './state/history.js';
import { takeAnswer } from './state/provider-login.js';
import { startRouter } from './state/router.js';
import { restoreTheme } from './ui/theme.js';

restoreTheme();
takeAnswer();
startRouter();
startHealing();
startConnection();
