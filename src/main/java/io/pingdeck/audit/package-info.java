/// Who did what from where: a file of its own, kept and rotated.
package io.pingdeck.audit;
