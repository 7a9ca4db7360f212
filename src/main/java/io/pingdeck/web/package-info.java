/// The dashboard's server.
package io.pingdeck.web;
