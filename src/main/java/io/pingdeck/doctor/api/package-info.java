/// The public part of the doctor: its checks and their results.
package io.pingdeck.doctor.api;
