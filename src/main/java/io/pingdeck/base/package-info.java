/// Types that every package may use: input faults, clocks, durations, error numbers.
package io.pingdeck.base;
