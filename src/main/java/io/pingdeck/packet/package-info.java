/// Wire formats as pure code, without sockets, clocks or Vert.x. This package holds what they
/// share.
package io.pingdeck.packet;
