package atoll.changeprop.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an answer must look like: `retry_on` and `ignore`. All conditions must hold, each of them by one of its values.
///
/// @param status absent if any status will do
/// @param fields parts of the answer (`body`, `headers`) as JSON texts with sorted keys, see [StableJson]
public record AnswerPattern(@Nullable StatusPatterns status, Map<String, List<String>> fields) {
    public AnswerPattern {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// Statuses alone; none of them matches nothing.
    public static AnswerPattern statuses(String... patterns) {
        return new AnswerPattern(StatusPatterns.of(patterns), Map.of());
    }

    /// The parts of an answer.
    @FunctionalInterface
    public interface Answer {
        /// A missing node if the answer has no such part.
        JsonNode field(String name);
    }

    /// @param answer asked only if more than the status counts
    public boolean matches(int statusCode, Answer answer) {
        if (status != null && !status.matches(statusCode)) {
            return false;
        }
        return fields.entrySet().stream()
                .allMatch(field -> field.getValue().contains(StableJson.text(answer.field(field.getKey()))));
    }

    @Override
    public String toString() {
        return (status == null ? "any status" : status.toString()) + (fields.isEmpty() ? "" : " " + fields);
    }
}
