/// Measures the goals of Pingdeck, compared with C and other programs on the same machine in the
/// same run: `./mvnw -q -Pbench verify`. Not part of the tests.
package io.pingdeck.bench;
