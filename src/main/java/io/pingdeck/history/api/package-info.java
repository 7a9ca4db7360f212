/// What others may know of history: questions, answers, limits, health.
package io.pingdeck.history.api;
