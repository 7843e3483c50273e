package atoll.server.command.text;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One delivery with all that happened to it, for people.
public final class TimelineText {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHOWN_AT_START = 9;

    private final PrintWriter out;
    private final Instant now;

    public TimelineText(PrintWriter out, Instant now) {
        this.out = out;
        this.now = now;
    }

    public void print(JsonNode job) {
        out.println("delivery " + text(job, "id") + " is " + text(job, "state").toUpperCase(Locale.ROOT)
                + (job.path("waits_for").isString() ? ", waits for " + text(job, "waits_for") : ""));
        field("wiki", text(job, "wiki"));
        field("type", text(job, "type"));
        field("rule", text(job, "rule"));
        field("event", text(job, "event_id"));
        optional("request", job.path("request_id"));
        optional("same as", job.path("deduplication_key"));
        if (job.path("root").isObject()) {
            field("root", text(job.path("root"), "signature") + " of " + text(job.path("root"), "at"));
        }
        time("created", job.path("created"));
        time("not before", job.path("delay_until"));
        time("next try", job.path("due_at"));
        field(
                "attempts",
                job.path("attempts").asLong() + " failed, claimed "
                        + job.path("claims").asLong() + " times");
        out.println();
        printTimeline(job);
    }

    private void printTimeline(JsonNode job) {
        int shown = 0;
        Instant before = null;
        long leftOut = job.path("timeline_left_out").asLong();
        for (JsonNode moment : job.path("timeline")) {
            if (shown++ == SHOWN_AT_START && leftOut > 0) {
                out.println("  … " + leftOut + " moments are not kept …");
            }
            Instant at = Ages.instant(moment.path("at"));
            String status = moment.path("status").isNumber()
                    ? " " + moment.path("status").asInt()
                    : "";
            String detail = text(moment, "detail");
            out.println("  " + (at == null ? "-" : MOMENT.format(at)) + "  " + pad(after(before, at)) + "  "
                    + text(moment, "what") + status + (detail.isEmpty() ? "" : ": " + detail));
            before = at;
        }
    }

    private static String after(@Nullable Instant before, @Nullable Instant at) {
        if (before == null || at == null) {
            return "";
        }
        Duration gap = Duration.between(before, at);
        if (gap.isNegative()) {
            return "";
        }
        return "+" + (gap.toSeconds() < 1 ? gap.toMillis() + " ms" : Ages.words(gap));
    }

    private static String pad(String text) {
        return text + " ".repeat(Math.max(0, 8 - text.length()));
    }

    private void time(String name, JsonNode time) {
        if (time.isString()) {
            field(name, Plain.text(time.asString()) + " (" + Ages.from(time, now) + ")");
        }
    }

    private void optional(String name, JsonNode value) {
        if (value.isString()) {
            field(name, Plain.text(value.asString()));
        }
    }

    private void field(String name, String value) {
        out.println("  " + name + " ".repeat(Math.max(1, 12 - name.length())) + value);
    }

    private static String text(JsonNode of, String name) {
        return Plain.text(of.path(name).asString(""));
    }
}
