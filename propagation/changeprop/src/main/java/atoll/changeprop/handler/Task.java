package atoll.changeprop.handler;

import atoll.base.time.Deadline;

/// One attempt to carry an event out.
///
/// @param event the producer's bytes, which must not be changed
/// @param eventId `meta.id`, or the one the intake gave; the same for every attempt and every repetition by the
/// producer, so it is what makes effects idempotent
/// @param stream the topic it was read from, with its datacenter
/// @param wiki the wiki id (`database`), or the event's domain, or `-`
/// @param attempt 1 for the first
/// @param requestId of the request that led to the event, for logs
/// @param triggeredBy the chain of events that led here; what the task produces has to carry it on, so that loops end
/// @param deadline the task is interrupted then, and what it returns later does not count
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record Task(
        byte[] event,
        String eventId,
        String stream,
        String wiki,
        int attempt,
        String requestId,
        String triggeredBy,
        Deadline deadline) {}
