/// The program put together: what is deployed in which order, the codecs of every message, and how
/// memory and descriptors are shared out.
package io.pingdeck.app;
