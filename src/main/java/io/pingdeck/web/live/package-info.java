/// The live feed over WebSocket.
package io.pingdeck.web.live;
