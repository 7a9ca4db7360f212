/// The public part of users: roles, callers, requests to the keeper of users and tokens.
package io.pingdeck.user.api;
