package atoll.changeprop.intake.schema;

import java.util.List;

/// What a schema says about an event.
public sealed interface Verdict {

    /// The event is valid.
    ///
    /// @param repaired true if it is so only because an empty array was read as an empty object, as PHP writes it
    record Valid(boolean repaired) implements Verdict {}

    /// The event breaks the schema.
    ///
    /// @param violations at least one; only the first of very many
    record Invalid(List<Violation> violations) implements Verdict {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /// One broken rule.
    ///
    /// @param path where in the event, as a JSON pointer
    /// @param keyword the schema keyword that is broken, such as `required`
    record Violation(String path, String keyword, String message) {
        @Override
        public String toString() {
            return "'" + (path.isEmpty() ? "/" : path) + "': " + message;
        }
    }
}
