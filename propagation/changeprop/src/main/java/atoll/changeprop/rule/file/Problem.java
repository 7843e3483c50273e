package atoll.changeprop.rule.file;

/// What is wrong with a rule file, in one line.
///
/// @param rule name of the rule, empty if it is the file as a whole
/// @param key the key in question, empty if it is the rule as a whole
/// @param value what is written there, shortened
/// @param allowed what should be there instead
public record Problem(String file, String rule, String key, String value, String allowed) {
    private static final int LONGEST_VALUE = 120;

    public Problem {
        value = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }

    @Override
    public String toString() {
        String where = file + ": " + (rule.isEmpty() ? "" : "rule '" + rule + "': ");
        String what = key.isEmpty() ? "" : value.isEmpty() ? key + ": " : key + " is '" + value + "': ";
        return where + what + allowed;
    }
}
