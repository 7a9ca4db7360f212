/// Wire formats as pure code, without sockets, clocks or Vert.x; here what all of them share.
package io.pingdeck.packet;
