/// Configuration: one YAML file bound to records. All faults are reported at once with their paths.
package io.pingdeck.config;
