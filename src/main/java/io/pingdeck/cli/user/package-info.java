/// The commands about users and tokens.
package io.pingdeck.cli.user;
