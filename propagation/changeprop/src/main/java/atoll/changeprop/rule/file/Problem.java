package atoll.changeprop.rule.file;

/// What is wrong with a rule file, in one line.
///
/// @param line where, from 1; 0 if it is the file as a whole
/// @param rule name of the rule, empty if it is the file as a whole
/// @param key the key in question, empty if it is the rule as a whole
/// @param value what is written there, shortened
/// @param allowed what should be there instead
public record Problem(String file, int line, String rule, String key, String value, String allowed) {
    private static final int LONGEST_VALUE = 120;

    public Problem {
        value = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }

    /// Of the file as a whole.
    static Problem ofFile(String file, int line, String allowed) {
        return new Problem(file, line, "", "", "", allowed);
    }

    @Override
    public String toString() {
        String where =
                file + (line == 0 ? ": " : " line " + line + ": ") + (rule.isEmpty() ? "" : "rule '" + rule + "': ");
        String what = key.isEmpty() ? "" : value.isEmpty() ? key + ": " : key + " is '" + value + "': ";
        return where + what + allowed;
    }
}
