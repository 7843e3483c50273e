package atoll.changeprop.reload;

import java.util.List;

/// What came of reading the rule files again. Exactly one of these.
public sealed interface Reload {

    /// The rules that were read are in force.
    ///
    /// @param before hash of the rule set that was in force
    /// @param after hash of the one that is
    record Replaced(String before, String after) implements Reload {}

    /// The files say what is in force already.
    record Unchanged(String hash) implements Reload {}

    /// The files have problems; the rules in force stay.
    record Refused(List<String> problems) implements Reload {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
