package atoll.server.admin.jobs;

import atoll.server.admin.ports.Job;
import atoll.server.admin.wire.AdminJson;
import atoll.work.Delivery;
import atoll.work.Root;
import atoll.work.Source;
import atoll.work.ledger.state.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A [Job] as JSON.
public final class JobJson {
    private JobJson() {}

    /// One line of a listing: what it is, where it stands, and the last thing that happened.
    static void putShort(ObjectNode to, Job job) {
        Delivery delivery = job.delivery();
        Job.Progress progress = job.progress();
        to.put("id", job.id().toString());
        to.put("state", job.state().label());
        to.put("wiki", delivery.wiki());
        to.put("type", delivery.type());
        to.put("rule", delivery.rule());
        to.put("event_id", delivery.eventId());
        to.put("received", AdminJson.time(delivery.received()));
        to.put("changed_at", AdminJson.time(progress.times().changedAt()));
        to.put("due_at", AdminJson.time(progress.dueAt()));
        to.put("attempts", progress.attempts());
        to.put("waits_for", waitsFor(job));
        if (job.history().moments().isEmpty()) {
            to.putNull("last");
        } else {
            put(to.putObject("last"), job.history().moments().getLast());
        }
    }

    /// Everything known.
    public static void putWhole(ObjectNode to, Job job) {
        putShort(to, job);
        Delivery delivery = job.delivery();
        Job.Progress progress = job.progress();
        to.put("claims", progress.claims());
        to.put("interruptions", progress.interruptions());
        to.put("created", AdminJson.time(delivery.created()));
        to.put("delay_until", AdminJson.time(delivery.delayUntil()));
        to.put("claimed_at", AdminJson.time(progress.times().claimedAt()));
        to.put("lease_until", AdminJson.time(progress.times().leaseUntil()));
        to.put("request_id", delivery.requestId());
        to.put("deduplication_key", delivery.dedupKey());
        Root root = delivery.root();
        if (root == null) {
            to.putNull("root");
        } else {
            to.putObject("root").put("signature", root.signature()).put("at", AdminJson.time(root.at()));
        }
        to.putObject("source")
                .put("topic", delivery.source().topic())
                .put("partition", delivery.source().partition())
                .put("offset", delivery.source().offset())
                .put("rule_set", delivery.source().ruleSet());
        ArrayNode timeline = to.putArray("timeline");
        put(timeline.addObject(), new Timeline.Moment(delivery.received(), "received", 0, received(delivery)));
        job.history().moments().forEach(moment -> put(timeline.addObject(), moment));
        to.put("timeline_left_out", job.history().leftOut());
    }

    private static String received(Delivery delivery) {
        Source source = delivery.source();
        String matched = source.topic() + "/" + source.partition() + " at " + source.offset() + ", matched by rule "
                + delivery.rule();
        return source.ruleSet() == null ? matched : matched + " of rule set " + source.ruleSet();
    }

    private static void put(ObjectNode to, Timeline.Moment moment) {
        to.put("at", AdminJson.time(moment.at()));
        to.put("what", moment.what());
        if (moment.status() == 0) {
            to.putNull("status");
        } else {
            to.put("status", moment.status());
        }
        to.put("detail", moment.detail());
    }

    /// What has to happen before it goes on; null if it is finished.
    private static @Nullable String waitsFor(Job job) {
        Job.Progress progress = job.progress();
        return switch (job.state()) {
            case NEW -> "its first decision";
            case WAITING -> "its time" + until(progress.dueAt());
            case RETRY -> "its next attempt" + until(progress.dueAt());
            case READY -> job.held() == null ? "its turn" : job.held();
            case CLAIMED ->
                "the answer of the attempt under way" + until(progress.times().leaseUntil());
            case DEAD -> "an operator: retry or drop it";
            case DONE, IGNORED, DUPLICATE, SUPERSEDED, ABANDONED, DROPPED -> null;
        };
    }

    private static String until(@Nullable Instant instant) {
        return instant == null ? "" : ", " + instant;
    }
}
