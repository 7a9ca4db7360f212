/// REST: one class of routes for each resource.
package io.pingdeck.web.rest;
