/// Who may use Pingdeck: users with passwords, tokens of scripts, and the file that keeps them.
package io.pingdeck.user;
