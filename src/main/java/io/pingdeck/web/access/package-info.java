/// Who may request what: the table of routes and roles, logins, sessions.
package io.pingdeck.web.access;
