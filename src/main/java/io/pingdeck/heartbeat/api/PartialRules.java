package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;

/// A partial override of [BeatRules].
///
/// @param values only the fields in `said` are meaningful
public record PartialRules(BeatRules values, Set<RuleField> said) {
  public static final PartialRules NONE = new PartialRules(BeatRules.DEFAULT, Set.of());

  public PartialRules {
    requireNonNull(values, "values");
    said = Set.copyOf(said);
  }

  /// Overrides all rules.
  public static PartialRules all(BeatRules rules) {
    return new PartialRules(rules, EnumSet.allOf(RuleField.class));
  }

  /// The fields in which the wanted rules differ from the base.
  public static PartialRules between(BeatRules base, BeatRules wanted) {
    EnumSet<RuleField> differing = EnumSet.noneOf(RuleField.class);
    for (RuleField field : RuleField.values()) {
      if (!value(base, field).equals(value(wanted, field))) {
        differing.add(field);
      }
    }
    return new PartialRules(wanted, differing);
  }

  private static Object value(BeatRules rules, RuleField field) {
    return switch (field) {
      case INTERVAL -> rules.interval();
      case GRACE -> rules.grace();
      case LATE_MISSES -> rules.lateMisses();
      case MISSES -> rules.misses();
      case LOSS_THRESHOLD -> rules.lossThreshold();
    };
  }

  /// These rules, completed from the others. `lateMisses` must be below `misses`; on a conflict the
  /// value from the others is adjusted.
  public BeatRules over(BeatRules others) {
    int misses = from(RuleField.MISSES, others).misses();
    int lateMisses = from(RuleField.LATE_MISSES, others).lateMisses();
    if (said.contains(RuleField.LATE_MISSES)) {
      misses = Math.max(misses, lateMisses + 1);
    } else {
      lateMisses = Math.min(lateMisses, misses - 1);
    }
    return new BeatRules(
        from(RuleField.INTERVAL, others).interval(),
        from(RuleField.GRACE, others).grace(),
        lateMisses,
        misses,
        from(RuleField.LOSS_THRESHOLD, others).lossThreshold());
  }

  private BeatRules from(RuleField field, BeatRules others) {
    return said.contains(field) ? values : others;
  }
}
