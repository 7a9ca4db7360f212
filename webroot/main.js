// @ts-check
// Wires the page. The elements are in index.html, each in its module.
import './shell/app-header.js';
import { startApp } from './state/app.js';
import './echo/echo-servers.js';
import './shell/health.js';
import './heartbeats/heartbeats.js';
import './shell/notices.js';
import './pings/ping-form.js';
import './pings/ping-list.js';
import './ping/ping-view.js';
import { restoreTheme } from './ui/theme.js';

restoreTheme();
startApp();
