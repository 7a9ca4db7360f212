package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFaultsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web: {port: 70000}   | web.port (file:1) | 70000 is not a port (1-65535, or 0 for any free one)
          web: {port: -1}      | web.port (file:1) | -1 is not a port (1-65535, or 0 for any free one)
          web: {port: http}    | web.port (file:1) | http is not a port (1-65535, or 0 for any free one)
          web: {port: }        | web.port (file:1) | nothing is not a port (1-65535, or 0 for any free one)
          web: {port: 0x50}    | web.port (file:1) | 0x50 is not a port (1-65535, or 0 for any free one)
          web: {port: [1]}     | web.port (file:1) | must be a single value
          web: 8080            | web (file:1)      | must be a mapping of keys to values
          data: {dri: 1}       | data.dri (file:1) | is an unknown setting; known here: dir
          wep: {port: 1}       | wep (file:1)      | is an unknown setting; known here: web, ping, echo, heartbeat, alerts, history, data
          web: {port: 1, port: 2} | web.port (file:1) | is given twice
          history: {url: 'jdbc:mysql://a/b'} | history.url (file:1) | is not an address such as jdbc:postgresql://localhost/pingdeck, nor: none
          history: {password: a, passwordFile: b} | history.passwordFile (file:1) | conflicts with password: set only one of them
          heartbeat: {rules: {misses: x, lateMisses: 9}} | heartbeat.rules.misses (file:1) | x is not a whole number from 2 to 1000
          web: {login: never} | web.login (file:1) | never is not one of: always, auto
          web: {sessions: {maxAge: 0}} | web.sessions.maxAge (file:1) | 0 is too short (more than 0s)
          web: {sessions: 8h} | web.sessions (file:1) | must be a mapping of keys to values
          web: {host: example.com} | web.host (file:1) | example.com is not an address to listen on (such as 127.0.0.1 or ::1)
          web: {host: 127.1}   | web.host (file:1) | 127.1 is not an address to listen on (such as 127.0.0.1 or ::1)
          web: {allowedHosts: a} | web.allowedHosts (file:1) | must be a list: [a, b]
          web: {allowedHosts: ['a:1']} | web.allowedHosts.0 (file:1) | a:1 is not the name of a host (without port)
          web: {basePath: pings} | web.basePath (file:1) | pings is not a path such as /pings, nor "" for the root
          web: {basePath: /a/../b} | web.basePath (file:1) | /a/../b is not a path such as /pings, nor "" for the root
          web: {basePath: //a} | web.basePath (file:1) | //a is not a path such as /pings, nor "" for the root
          web: {basePath: '/a?b'} | web.basePath (file:1) | /a?b is not a path such as /pings, nor "" for the root
          web: {basePath: '/a%2f'} | web.basePath (file:1) | /a%2f is not a path such as /pings, nor "" for the root
          web: {publicUrl: 'ftp://a/'} | web.publicUrl (file:1) | ftp://a/ is not an http or https address (without user and fragment)
          web: {publicUrl: 'http://a/?b'} | web.publicUrl (file:1) | http://a/?b is not the address of a page (https://example.org/pings)
          web: {publicUrl: 'http://a/./b'} | web.publicUrl (file:1) | http://a/./b is not the address of a page (https://example.org/pings)
          web: {trustedProxies: 10.0.0.0/8} | web.trustedProxies (file:1) | must be a list: [a, b]
          web: {trustedProxies: [a.example]} | web.trustedProxies.0 (file:1) | a.example is not an address or a range (192.0.2.7, 10.0.0.0/8, fd00::/8)
          web: {trustedProxies: [10.0.0.1/8]} | web.trustedProxies.0 (file:1) | 10.0.0.1/8 sets address bits after the prefix of 8
          web: {oidc: {issuer: 'http://id.example'}} | web.oidc.issuer (file:1) | http://id.example must be https (http is for an issuer on this machine alone)
          web: {oidc: {issuer: 'http://127.0.0.1.example'}} | web.oidc.issuer (file:1) | http://127.0.0.1.example must be https (http is for an issuer on this machine alone)
          web: {oidc: {issuer: 'https://a/?b'}} | web.oidc.issuer (file:1) | https://a/?b is not an issuer: it has a ?
          web: {oidc: {issuer: 'id.example'}} | web.oidc.issuer (file:1) | id.example is not an http or https address (without user and fragment)
          web: {oidc: {clientId: a}} | web.oidc.issuer (file:1) | is missing: web.oidc.clientId needs it (both, or none)
          web: {oidc: {issuer: 'http://[::1]:1', defaultRole: viewer}} | web.oidc.clientId (file:1) | is missing: web.oidc.issuer needs it (both, or none)
          web: {oidc: {issuer: 'https://a', clientId: b}} | web.oidc.defaultRole (file:1) | is missing: nobody has a role (viewer, operator, admin; or name groups in roles)
          web: {oidc: {issuer: 'https://a', clientId: b, defaultRole: boss}} | web.oidc.defaultRole (file:1) | boss is not one of: admin, operator, viewer
          web: {oidc: {roles: {boss: [a]}}} | web.oidc.roles.boss (file:1) | is an unknown setting; known here: viewer, operator, admin
          web: {oidc: {issuer: 'https://a', clientId: b, roles: {admin: a}}} | web.oidc.roles.admin (file:1) | must be a list: [a, b]
          web: {oidc: {scopes: ['a b']}} | web.oidc.scopes.0 (file:1) | a b is not a scope
          web: {oidc: {clientSecret: a, clientSecretFile: b}} | web.oidc.clientSecretFile (file:1) | conflicts with clientSecret: set only one of them
          web: {trustedProxies: ['::1'], trustedHeader: {user: 'Remote User', defaultRole: viewer}} | web.trustedHeader.user (file:1) | Remote User is not the name of a header
          web: {trustedProxies: ['::1'], trustedHeader: {user: Cookie, defaultRole: viewer}} | web.trustedHeader.user (file:1) | Cookie has another meaning
          web: {trustedProxies: ['::1'], trustedHeader: {user: A, groups: a, defaultRole: viewer}} | web.trustedHeader.groups (file:1) | must be another header than user
          web: {trustedProxies: ['::1'], trustedHeader: {user: A, roles: {admin: [b]}}} | web.trustedHeader.groups (file:1) | is missing: web.trustedHeader.roles needs it
          web: {trustedProxies: ['::1'], trustedHeader: {user: A}} | web.trustedHeader.defaultRole (file:1) | is missing: nobody has a role (viewer, operator, admin; or name groups in roles)
          web: {trustedHeader: {groups: A}} | web.trustedHeader.user (file:1) | is missing: web.trustedHeader.groups needs it (both, or none)
          web: {trustedHeader: {user: A, defaultRole: viewer}} | web.trustedProxies (file:1) | is missing: web.trustedHeader is believed from these alone
          web: {idleTimeout: 0} | web.idleTimeout (file:1) | 0 is too short (more than 0s)
          web: {maxConnections: 0} | web.maxConnections (file:1) | 0 is not a whole number from 1 to 100000
          web: {maxClients: 0} | web.maxClients (file:1) | 0 is not a whole number from 1 to 100000
          ping: {workers: 1.5} | ping.workers (file:1) | 1.5 is not a whole number from 1 to 64
          ping: {keepSamples: 99999999999999999999} | ping.keepSamples (file:1) | 99999999999999999999 is not a whole number from 1 to 1000000
          ping: {limits: {minInterval: soon}} | ping.limits.minInterval (file:1) | soon is not a duration (such as 200ms, 1s, 1m30s)
          ping: {limits: {minInterval: -1s}}  | ping.limits.minInterval (file:1) | -1s is not a duration (such as 200ms, 1s, 1m30s)
          ping: {limits: {maxTimeout: 0}}     | ping.limits.maxTimeout (file:1) | 0 is too short (more than 0s)
          ping: {limits: {maxPayloadBytes: 65508}} | ping.limits.maxPayloadBytes (file:1) | 65508 is not a whole number from 1 to 65507
          echo: {servers: {port: 1}}          | echo.servers (file:1) | must be a list: [a, b]
          echo: {servers: [12000]}            | echo.servers.0 (file:1) | must be a mapping of keys to values
          echo: {servers: [{}, {loss: 1.1}]}  | echo.servers.1.loss (file:1) | 1.1 is not a probability between 0 and 1 (such as 0.25)
          echo: {servers: [{loss: 30%}]}      | echo.servers.0.loss (file:1) | 30% is not a probability between 0 and 1 (such as 0.25)
          echo: {servers: [{protocol: sctp}]} | echo.servers.0.protocol (file:1) | sctp is not one of: icmp, tcp, udp
          echo: {servers: [{mode: Lab}]}      | echo.servers.0.mode (file:1) | Lab is not one of: greeting, lab, rfc862
          echo: {servers: [{host: 224.0.0.1}]} | echo.servers.0.host (file:1) | 224.0.0.1 is not an address to listen on (such as 127.0.0.1 or ::1)
          echo: {servers: [{seed: x}]}        | echo.servers.0.seed (file:1) | x is not a whole number of up to 18 digits
          echo: {limits: {refuseSystemPorts: no}} | echo.limits.refuseSystemPorts (file:1) | no is not one of: false, true
          echo: {limits: {refusedPorts: [0]}} | echo.limits.refusedPorts.0 (file:1) | 0 is not a whole number from 1 to 65535
          """)
  void saysWhatWasGivenAndWhatIsAllowed(String yaml, String field, String message) {
    FaultException refusal =
        catchThrowableOfType(
            FaultException.class,
            () -> ConfigReader.parse("file", yaml, Map.of(), List.of(), AppConfig.DEFAULT));

    assertThat(refusal).as(yaml).isNotNull();
    assertThat(refusal.faults()).containsExactly(new Fault(field, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web:\\n\\tport: 1       | file:2
          web:\\n  port: 1\\n a: b | file:3
          web: {port: 1         | file:1
          a: b: c               | file:1
          --- 1\\n--- 2          | file:2
          """)
  void namesTheLineThatIsNotYaml(String yaml, String field) {
    String text = yaml.replace("\\n", "\n").replace("\\t", "\t");
    FaultException refusal =
        catchThrowableOfType(
            FaultException.class,
            () -> ConfigReader.parse("file", text, Map.of(), List.of(), AppConfig.DEFAULT));

    assertThat(refusal.faults())
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.field()).isEqualTo(field);
          assertThat(fault.message()).startsWith("not YAML: ");
        });
  }
}
