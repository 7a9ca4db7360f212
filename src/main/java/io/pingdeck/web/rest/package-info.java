/// REST: one class of routes per resource.
package io.pingdeck.web.rest;
