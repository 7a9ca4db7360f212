/// Assembles the program: the order of deployment, the codecs of all messages, and the budgets of
/// memory and descriptors.
package io.pingdeck.app;
