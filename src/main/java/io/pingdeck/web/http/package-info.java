/// Checks and helpers for every request: host and origin checks, limits, security headers, problem
/// documents, files.
package io.pingdeck.web.http;
