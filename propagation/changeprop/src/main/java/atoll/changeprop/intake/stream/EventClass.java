package atoll.changeprop.intake.stream;

import java.util.Locale;

/// How important events are when there are too many. Also a bounded metric tag.
public enum EventClass {
    /// Jobs of wikis: losing one is losing work.
    JOB,
    /// Purges: a user waits for the answer.
    PURGE,
    ORDINARY;

    private static final String JOB_PREFIX = "mediawiki.job.";
    private static final String PURGE_STREAM = "resource-purge";

    /// The class a stream has unless it is configured otherwise.
    public static EventClass ofStream(String stream) {
        if (stream.startsWith(JOB_PREFIX)) {
            return JOB;
        }
        return stream.equals(PURGE_STREAM) ? PURGE : ORDINARY;
    }

    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
