/// What every request passes: host and origin checks, bounds, security headers, problems, files.
package io.pingdeck.web.http;
