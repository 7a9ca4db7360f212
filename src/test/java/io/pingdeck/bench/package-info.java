/// Measures what Pingdeck promises, beside what C and other programs reach on the same machine in
/// the same run: `./mvnw -q -Pbench verify`. No part of the tests.
package io.pingdeck.bench;
