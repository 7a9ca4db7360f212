/// Configuration: one YAML file bound to records; every fault reported at once with its path.
package io.pingdeck.config;
