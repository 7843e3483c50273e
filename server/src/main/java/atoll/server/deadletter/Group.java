package atoll.server.deadletter;

import atoll.server.admin.ports.Job;
import atoll.server.observe.Cause;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Dead letters of one job type that died of the same cause. Filled by one thread.
final class Group {
    private static final int SAMPLES = 5;

    final String key;
    final String type;
    final String cause;
    private final Set<String> wikis = new HashSet<>();
    private final List<DeliveryId> samples = new ArrayList<>();
    private long count;
    private @Nullable Instant first;
    private @Nullable Instant last;

    Group(Job job) {
        this.key = keyOf(job);
        this.type = job.delivery().type();
        this.cause = causeOf(job);
    }

    /// The same for the same type and cause, on any machine.
    static String keyOf(Job job) {
        String text = job.delivery().type() + "\0" + causeOf(job);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// What the last thing that happened to it says.
    private static String causeOf(Job job) {
        List<Timeline.Moment> moments = job.history().moments();
        return moments.isEmpty()
                ? Cause.of(0, "")
                : Cause.of(moments.getLast().status(), moments.getLast().detail());
    }

    void add(Job job) {
        count++;
        wikis.add(job.delivery().wiki());
        if (samples.size() < SAMPLES) {
            samples.add(job.id());
        }
        Instant died = job.progress().times().changedAt();
        if (died != null) {
            first = first == null || died.isBefore(first) ? died : first;
            last = last == null || died.isAfter(last) ? died : last;
        }
    }

    long count() {
        return count;
    }

    int wikis() {
        return wikis.size();
    }

    List<DeliveryId> samples() {
        return samples;
    }

    /// When the first of them died.
    @Nullable
    Instant first() {
        return first;
    }

    @Nullable
    Instant last() {
        return last;
    }
}
