package atoll.server.observe;

import java.util.Map;

/// Job types and streams have one name here: that of the job type, or else of the stream.
final class TypeNames {
    /// Types come from producers; beyond so many they are counted together.
    static final int MOST = 400;

    static final String OTHERS = "(others)";
    private static final String JOB_PREFIX = "mediawiki.job.";

    private TypeNames() {}

    /// The type of a stream's deliveries, as admission names it.
    static String ofStream(String stream) {
        return stream.startsWith(JOB_PREFIX) ? stream.substring(JOB_PREFIX.length()) : stream;
    }

    /// The name to count under: its own if there is room for it.
    static String within(Map<String, ?> known, String type) {
        return known.containsKey(type) || known.size() < MOST ? type : OTHERS;
    }
}
