/// Passwords: how they are hashed, and how slowly they can be guessed.
package io.pingdeck.user.password;
