/// The JSON of REST, the live feed and exports.
package io.pingdeck.json;
