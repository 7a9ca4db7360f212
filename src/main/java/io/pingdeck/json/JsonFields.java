package io.pingdeck.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.base.GivenText;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/// The fields of a received JSON object. Reading collects the faults of all fields instead of
/// stopping at the first; [#complete] reports them together.
public final class JsonFields {
  /// Maximum number of characters of a text field; also limits a list of targets.
  public static final int LONGEST_TEXT = 4 * 1024 * 1024;

  /// Maximum number of names and values in a body, brackets included.
  private static final int MAX_VALUES = 250_000;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME = 200;
  private static final int MAX_DIGITS = 100;
  private static final String ALLOWED =
      "at most %d names and values, %d levels, names of %d characters and numbers of %d digits are allowed"
          .formatted(MAX_VALUES, MAX_DEPTH, MAX_NAME, MAX_DIGITS);

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(MAX_VALUES)
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME)
                          .maxNumberLength(MAX_DIGITS)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  // Names come from the client, so interning them would exhaust the memory.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int MAX_SCALE = 30;

  private final JsonNode json;
  private final Set<String> unread = new LinkedHashSet<>();
  private final List<Fault> faults = new ArrayList<>();

  private JsonFields(JsonNode json) {
    this.json = json;
    json.fieldNames().forEachRemaining(unread::add);
  }

  /// The fields of a request's body; a missing body counts as an empty one.
  ///
  /// @throws HttpException 400 if it is not a JSON object
  public static JsonFields of(RoutingContext context) {
    Buffer body = context.body().buffer();
    return parse(body == null ? new byte[0] : body.getBytes());
  }

  /// @throws HttpException 400 if the text is not a JSON object
  public static JsonFields parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonFields parse(byte[] text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (StreamConstraintsException e) {
      throw new HttpException(400, "JSON too large: " + ALLOWED, e);
    } catch (JsonProcessingException e) {
      throw new HttpException(400, "not JSON: " + reason(e), e);
    } catch (NumberFormatException e) {
      throw new HttpException(400, "not JSON: a number has too large an exponent", e);
    } catch (IOException e) {
      throw new HttpException(400, "not JSON", e);
    }
    if (!json.isObject()) {
      throw new HttpException(400, "not a JSON object");
    }
    return new JsonFields(json);
  }

  public Optional<String> text(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isTextual()) {
      fault(field, "must be text");
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(JsonNode::textValue);
  }

  /// Text such as `200ms`, or a number of seconds.
  public Optional<String> duration(String field) {
    JsonNode value = value(field);
    if (value != null && value.isNumber() && !isOutOfScale(value)) {
      return Optional.of(value.decimalValue().toPlainString());
    }
    if (value != null && !value.isTextual()) {
      fault(field, "must be a duration such as \"200ms\", or a number of seconds");
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(JsonNode::textValue);
  }

  public OptionalLong wholeNumber(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      fault(field, "must be a whole number");
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.longValue());
  }

  /// A 32-bit integer.
  public OptionalInt smallNumber(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      fault(field, "must be a whole number");
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.intValue());
  }

  public OptionalDouble number(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || isOutOfScale(value)) {
      fault(field, "must be a number");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value.doubleValue());
  }

  public Optional<Boolean> truth(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isBoolean()) {
      fault(field, "must be true or false");
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(JsonNode::booleanValue);
  }

  /// The object in this field, if present. Its faults are reported by that object.
  public Optional<JsonFields> object(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isObject()) {
      fault(field, "must be an object");
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(JsonFields::new);
  }

  /// The strings in this field's array, or empty if it is absent or not an array.
  public Optional<List<String>> texts(String field) {
    JsonNode value = json.get(field);
    if (value == null || !value.isArray()) {
      return Optional.empty();
    }
    unread.remove(field);
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        fault(field, "must hold texts only");
        return Optional.empty();
      }
      texts.add(item.textValue());
    }
    return Optional.of(texts);
  }

  /// A list of texts, where a single text is a fault.
  public Optional<List<String>> list(String field) {
    JsonNode value = json.get(field);
    if (value != null && !value.isArray()) {
      unread.remove(field);
      fault(field, "must be a list of texts");
    }
    return texts(field);
  }

  public void fault(String field, String message) {
    faults.add(new Fault(field, message));
  }

  /// Reports a fault found by further validation, unless reading the field already found one.
  public void faultUnlessFaulty(String field, String message) {
    if (faults.stream().noneMatch(fault -> fault.field().equals(field))) {
      fault(field, message);
    }
  }

  /// Replaces the fault that reading the field as another type reported with a more specific one.
  public void replaceFault(String field, String message) {
    faults.removeIf(fault -> fault.field().equals(field));
    fault(field, message);
  }

  /// Builds the result from the fields.
  ///
  /// @param builder may itself throw a [FaultException]
  /// @throws FaultException with the faults of reading, those of building that concern other
  ///   fields, and every unknown field
  public <T> T complete(Supplier<T> builder) {
    Faults all = new Faults();
    faults.forEach(all::add);
    unread.forEach(field -> all.add(new Fault(GivenText.show(field), "is an unknown field")));
    T built = null;
    try {
      built = builder.get();
    } catch (FaultException e) {
      Set<String> reported = new HashSet<>();
      faults.forEach(fault -> reported.add(fault.field()));
      all.addAll(e, fault -> !reported.contains(fault.field()));
    }
    all.throwIfAny();
    return built;
  }

  /// A number such as 1e1000000000 would exhaust the memory when expanded.
  private static boolean isOutOfScale(JsonNode number) {
    return Math.abs((long) number.decimalValue().scale()) > MAX_SCALE;
  }

  private JsonNode value(String field) {
    unread.remove(field);
    return json.get(field);
  }

  /// The message quotes what was given.
  private static String reason(JsonProcessingException e) {
    String sentence = e.getOriginalMessage().lines().findFirst().orElse("");
    return GivenText.visible(sentence, MAX_NAME);
  }
}
