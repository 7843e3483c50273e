package atoll.work;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event for one rule, as admission hands it over. What happens to it later is the ledger's.
///
/// @param rule name of the rule that matched
/// @param type what is queued together and fair among wikis: the stream's name without `mediawiki.job.` for jobs, else
/// the stream
/// @param wiki the wiki id (`database`), or the event's domain, or `-`
/// @param eventId `meta.id`, or the one the intake gave
/// @param requestId `meta.request_id`, if any
/// @param created `meta.dt` if the producer gave it, else the receive time
/// @param coarse true if `created` has only whole seconds, so the event may be up to one second younger
/// @param received when the intake took the event
/// @param delayUntil not to be executed before, if in the future
/// @param dedupKey `sha1`, if the producer allows de-duplication
/// @param root the root event, if any
/// @param source where the event was read
/// @param limits what its rule's limiters count it under
public record Delivery(
        String rule,
        String type,
        String wiki,
        String eventId,
        @Nullable String requestId,
        Instant created,
        boolean coarse,
        Instant received,
        @Nullable Instant delayUntil,
        @Nullable String dedupKey,
        @Nullable Root root,
        Source source,
        List<LimitKey> limits) {

    public Delivery {
        limits = List.copyOf(limits);
    }

    /// From when on it could be carried out, if nothing held it up.
    public Instant dueSince() {
        return delayUntil != null && delayUntil.isAfter(received) ? delayUntil : received;
    }

    /// Without limits.
    public Delivery(
            String rule,
            String type,
            String wiki,
            String eventId,
            @Nullable String requestId,
            Instant created,
            boolean coarse,
            Instant received,
            @Nullable Instant delayUntil,
            @Nullable String dedupKey,
            @Nullable Root root,
            Source source) {
        this(
                rule,
                type,
                wiki,
                eventId,
                requestId,
                created,
                coarse,
                received,
                delayUntil,
                dedupKey,
                root,
                source,
                List.of());
    }
}
