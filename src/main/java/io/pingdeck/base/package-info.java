/// What every package may use: faults of what somebody wrote, clocks, durations, error numbers.
package io.pingdeck.base;
