/// Wire formats as pure code: what stands in a packet, without sockets, clocks or Vert.x.
package io.pingdeck.packet;
