/// What fires an alert: the words of a rule, and what they mean. Pure code.
package io.pingdeck.alert.rule;
