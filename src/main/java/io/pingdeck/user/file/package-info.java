/// The file of users and tokens: its content, its rules, and the changes of several processes.
package io.pingdeck.user.file;
