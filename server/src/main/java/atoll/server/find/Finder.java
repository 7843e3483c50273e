package atoll.server.find;

import atoll.base.error.AtollException;
import atoll.log.LogRecord;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Job;
import atoll.work.DeliveryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds events by a term. What was found is read from the log, redacted, and compared with what was asked. Safe for
/// use
/// by many threads.
final class Finder {
    private static final Pattern DELIVERY_ID = Pattern.compile("[0-9]{1,9}:[0-9]{1,18}");

    private final AdminPorts ports;
    private final Indexer indexer;

    Finder(AdminPorts ports, Indexer indexer) {
        this.ports = ports;
        this.indexer = indexer;
    }

    /// An event that was found.
    ///
    /// @param stored when it was stored
    record Found(Place place, String stream, EventSummary event, Instant stored) {}

    /// @param by what it was found by; null if it was not
    /// @param next where to go on; null at the end
    record Result(
            @Nullable Kind by, List<Found> found, @Nullable String next) {}

    /// @param by empty: whatever finds something first
    Result find(String query, Optional<Kind> by, @Nullable String from, int limit) throws InterruptedException {
        String term = eventOf(query, by);
        List<Kind> kinds = by.map(List::of).orElse(List.of(Kind.values()));
        // One question for all kinds: each may have to wait for what the index is doing.
        Map<Kind, FindIndex.Hits> hits = indexer.ask(index -> {
            Map<Kind, FindIndex.Hits> byKind = new EnumMap<>(Kind.class);
            kinds.forEach(kind -> byKind.put(kind, index.lookUp(kind, term, from, limit)));
            return byKind;
        });
        for (Map.Entry<Kind, FindIndex.Hits> each : hits.entrySet()) {
            Result result = read(each.getKey(), term, each.getValue());
            if (!result.found.isEmpty()) {
                return result;
            }
        }
        int colon = term.indexOf(':');
        if (colon >= 0 && by.orElse(Kind.TITLE) == Kind.TITLE) {
            // Jobs name the namespace beside the title.
            return find(Kind.TITLE, term.substring(colon + 1), from, limit);
        }
        return new Result(by.orElse(null), List.of(), null);
    }

    /// Who has the id of a delivery means its event.
    private String eventOf(String query, Optional<Kind> by) throws InterruptedException {
        boolean mayBeJob = by.isEmpty() || by.get() == Kind.JOB;
        if (!mayBeJob || !DELIVERY_ID.matcher(query).matches()) {
            return query;
        }
        return ports.work()
                .job(DeliveryId.parse(query))
                .map((Job job) -> job.delivery().eventId())
                .orElse(query);
    }

    Result find(Kind kind, String term, @Nullable String from, int limit) throws InterruptedException {
        return read(kind, term, indexer.ask(index -> index.lookUp(kind, term, from, limit)));
    }

    private Result read(Kind kind, String term, FindIndex.Hits hits) {
        List<Found> found = new ArrayList<>();
        for (Place place : hits.places()) {
            Found event = read(place);
            if (event != null && isMeant(kind, term, event.event)) {
                found.add(event);
            }
        }
        found.sort(Comparator.comparing(Found::stored).reversed());
        return new Result(kind, found, hits.next());
    }

    private static boolean isMeant(Kind kind, String term, EventSummary event) {
        String own = kind.of(event);
        return own != null && kind.normalised(own).equals(kind.normalised(term));
    }

    /// Null if it is gone, cannot be read, or must not be seen.
    private @Nullable Found read(Place place) {
        try {
            List<LogRecord> records = ports.log().read(place.partition(), place.offset(), 1, 1);
            if (records.isEmpty() || records.getFirst().offset() != place.offset()) {
                return null;
            }
            LogRecord record = records.getFirst();
            EventSummary event = EventReading.read(record, ports.redaction().event(record.value()));
            return event == null
                    ? null
                    : new Found(
                            place,
                            ports.streamOf(place.partition().topic()),
                            event,
                            Instant.ofEpochMilli(record.timestampMillis()));
        } catch (AtollException e) {
            // Gone meanwhile, damaged, or not JSON so that nothing in it can be told apart: the others can be shown.
            return null;
        }
    }
}
