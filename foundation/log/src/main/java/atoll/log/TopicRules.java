package atoll.log;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// What every engine demands of topics and records, so that a program that works with one works with the others.
public final class TopicRules {
    /// Key, headers and value of one record together.
    public static final int MAX_RECORD_BYTES = 16 << 20;

    private static final int LONGEST_NAME = 249;
    private static final int MOST_PARTITIONS = 10_000;

    private TopicRules() {}

    /// @throws AtollException INVALID if the name could not be a directory's, or the spec makes no sense
    public static void check(String name, TopicSpec spec) {
        boolean allowed = !name.isEmpty() && name.length() <= LONGEST_NAME && !name.equals(".") && !name.equals("..");
        for (int i = 0; i < name.length() && allowed; i++) {
            char c = name.charAt(i);
            allowed = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
        }
        if (!allowed) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "topic name '" + shortened(name) + "' is not allowed: 1 to " + LONGEST_NAME
                            + " letters, digits, '.', '_' or '-', and neither '.' nor '..'");
        }
        if (spec.partitions() > MOST_PARTITIONS) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "topic '" + name + "' has " + spec.partitions() + " partitions: at most " + MOST_PARTITIONS
                            + " are allowed");
        }
        if (spec.retentionAge().isNegative() || spec.retentionBytes() < 0) {
            throw new AtollException(
                    ErrorKind.INVALID, "retention of topic '" + name + "' is negative: zero keeps records for ever");
        }
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
