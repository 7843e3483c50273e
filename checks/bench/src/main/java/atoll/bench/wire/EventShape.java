package atoll.bench.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What the events of a load look like: those that MediaWiki's EventBus sends, brought to 1 KiB by their parameters.
///
/// @param stream where they go
/// @param kind job or purge
/// @param wiki of which wiki
/// @param when their `meta.dt`
/// @param delayUntil jobs wait until then; null for none
public record EventShape(
        String stream,
        Kind kind,
        String wiki,
        Instant when,
        @Nullable Instant delayUntil) {
    public static final int BYTES = 1024;
    private static final String WIKI = "testwiki";
    static final String ID_MARK = "\"id\":\"";
    static final String SHA1_MARK = "\"sha1\":\"";
    /// An id's last digits are the event's number; what is before them belongs to the run.
    static final int ID_NUMBER_AT = 24;

    static final int SHA1_NUMBER_AT = 28;
    static final int NUMBER_DIGITS = 12;

    /// What an event asks for.
    public enum Kind {
        JOB,
        PURGE
    }

    public static EventShape job(Instant when) {
        return new EventShape("mediawiki.job.refreshLinksPrioritized", Kind.JOB, WIKI, when, null);
    }

    public static EventShape purge(Instant when) {
        return new EventShape("resource-purge", Kind.PURGE, WIKI, when, null);
    }

    public EventShape withStream(String newStream) {
        return new EventShape(newStream, kind, wiki, when, delayUntil);
    }

    public EventShape withWiki(String newWiki) {
        return new EventShape(stream, kind, newWiki, when, delayUntil);
    }

    public EventShape withDelayUntil(Instant due) {
        return new EventShape(stream, kind, wiki, when, due);
    }

    /// One event with the number 0.
    ///
    /// @param run 28 hexadecimal digits that no other run has
    String text(String run) {
        String bare = text(run, "");
        return text(run, "x".repeat(Math.max(0, BYTES - bare.getBytes(StandardCharsets.UTF_8).length)));
    }

    private String text(String run, String filling) {
        String dt = when.truncatedTo(ChronoUnit.SECONDS).toString();
        String id = run.substring(0, 8) + "-" + run.substring(8, 12) + "-4" + run.substring(12, 15) + "-8"
                + run.substring(15, 18) + "-000000000000";
        if (kind == Kind.PURGE) {
            return "{\"$schema\":\"/resource_change/1.0.0\",\"meta\":{\"uri\":\"http://localhost:8080/wiki/" + filling
                    + "\",\"request_id\":\"41efa02066294e7848813f0f\",\"id\":\"" + id + "\",\"dt\":\"" + dt
                    + "\",\"domain\":\"localhost\",\"stream\":\"" + stream + "\"},\"tags\":[\"mediawiki\"]}";
        }
        String type = stream.substring(stream.lastIndexOf('.') + 1);
        String delay =
                delayUntil == null ? "" : "\"delay_until\":\"" + delayUntil.truncatedTo(ChronoUnit.SECONDS) + "\",";
        return "{\"$schema\":\"/mediawiki/job/1.0.0\",\"meta\":{\"uri\":\"https://placeholder.invalid/wiki/Special:Badtitle\""
                + ",\"request_id\":\"41efa02066294e7848813f0f\",\"id\":\"" + id + "\",\"dt\":\"" + dt
                + "\",\"domain\":\"localhost\",\"stream\":\"" + stream + "\"},\"database\":\"" + wiki + "\",\"type\":\""
                + type + "\"," + delay + "\"sha1\":\"" + run + "000000000000\",\"params\":{\"isOpportunistic\":true,"
                + "\"rootJobTimestamp\":\"20261122175651\",\"namespace\":0,\"title\":\"" + filling
                + "\",\"requestId\":\"41efa02066294e7848813f0f\",\"causeAction\":\"unknown\",\"causeAgent\":\"unknown\"}"
                + ",\"mediawiki_signature\":\"422899272d946a1e1e0cd5d88761a71dde54b3a3\"}";
    }
}
