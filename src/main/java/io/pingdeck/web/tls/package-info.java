/// HTTPS: the page's certificate, and its replacement while the server runs.
package io.pingdeck.web.tls;
