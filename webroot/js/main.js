// @ts-check
// Wires the page. The elements are in index.html, each in its module.
import './app-header.js';
import { startApp } from './app.js';
import './echo-servers.js';
import './health.js';
import './heartbeats.js';
import './notices.js';
import './ping-form.js';
import './ping-list.js';
import './ping-view.js';
import { restoreTheme } from './theme.js';

restoreTheme();
startApp();
