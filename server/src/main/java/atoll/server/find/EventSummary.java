package atoll.server.find;

import org.jspecify.annotations.Nullable;

/// The few fields of an event by which it is found and by which it hangs together with others.
///
/// @param id `meta.id`, or the one the intake gave
/// @param requestId `meta.request_id`, or the one at the start of the chain in `triggered_by`
/// @param wiki its id, or the event's domain, or `-`
/// @param title of the page it is about
/// @param dt `meta.dt` as the producer wrote it
/// @param rootSignature of the root job
/// @param uri `meta.uri`
/// @param triggeredBy the last link of the chain of events that led to it, `<stream>:<uri>`
record EventSummary(
        String id,
        @Nullable String requestId,
        String wiki,
        @Nullable String title,
        @Nullable String dt,
        @Nullable String sha1,
        @Nullable String rootSignature,
        @Nullable String uri,
        @Nullable String triggeredBy) {}
