package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The contract in openapi.yaml.
final class Contract {
  private static final ObjectMapper YAML = new YAMLMapper();

  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  Contract(String yaml) {
    try {
      document = YAML.readTree(yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The operations by method and path, such as `GET /api/v1/pings/{id}`.
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                  if (!method.equals("parameters")) {
                    operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                  }
                }));
    return operations;
  }

  /// The operations that read a body.
  Set<String> operationsWithBody() {
    Set<String> operations = new TreeSet<>(operations());
    operations.removeIf(operation -> {
      String[] parts = operation.split(" ", 2);
      return !document
          .get("paths")
          .get(parts[1])
          .get(parts[0].toLowerCase(Locale.ROOT))
          .has("requestBody");
    });
    return operations;
  }

  /// Checks a response against the contract of the operation for its status.
  void check(String operation, Site.Reply reply) {
    String[] parts = operation.split(" ", 2);
    JsonNode responses =
        document.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT)).get("responses");
    JsonNode response = responses.get(String.valueOf(reply.status()));
    assertThat(response != null || reply.status() >= 400)
        .as("%s promises %d", operation, reply.status())
        .isTrue();
    JsonNode promised = resolve(response == null ? responses.get("default") : response);
    JsonNode content = promised.get("content");
    if (content == null) {
      assertThat(reply.body()).isEmpty();
      return;
    }
    String type = reply.headers().get("Content-Type");
    assertThat(content.has(type)).as("%s %d as %s", operation, reply.status(), type).isTrue();
    if (type.matches(".*[/+]json")) {
      valid(content.get(type).get("schema"), reply.body());
    }
  }

  /// Checks a value against a schema of the contract.
  void valid(String schema, String json) {
    valid(YAML.createObjectNode().put("$ref", "#/components/schemas/" + schema), json);
  }

  private void valid(JsonNode schema, String json) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    assertThat(schemas.getSchema(whole).validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
