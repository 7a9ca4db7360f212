/// The dashboard's server: REST, the live WebSocket, the page's files, and what protects them.
package io.pingdeck.web;
