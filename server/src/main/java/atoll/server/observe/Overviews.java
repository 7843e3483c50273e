package atoll.server.observe;

import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Work;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Makes the [Overview], once a second at most for all who want it. Safe for use by many threads: while one makes it,
/// the
/// others get the last one.
final class Overviews {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final AdminPorts ports;
    private final Rates rates;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile @Nullable Made last;

    private record Made(long atNanos, Overview overview) {}

    Overviews(AdminPorts ports, Rates rates) {
        this.ports = ports;
        this.rates = rates;
    }

    /// @throws atoll.base.error.AtollException UNAVAILABLE or LIMITED if the work engine does not answer
    Overview get() throws InterruptedException {
        Made known = last;
        if (known != null && ports.time().nanoTime() - known.atNanos < FRESH.toNanos()) {
            return known.overview;
        }
        boolean isMine = making.compareAndSet(false, true);
        if (!isMine && known != null) {
            return known.overview;
        }
        try {
            Overview overview = make();
            last = new Made(ports.time().nanoTime(), overview);
            return overview;
        } finally {
            if (isMine) {
                making.set(false);
            }
        }
    }

    private Overview make() throws InterruptedException {
        Work.Pulse pulse = ports.work().pulse();
        Map<String, Map<State, Long>> counts = new TreeMap<>();
        rates.types().keySet().forEach(type -> counts.put(type, new EnumMap<>(State.class)));
        Map<String, String> streams = new HashMap<>();
        for (String topic : ports.eventTopics()) {
            String stream = ports.streamOf(topic);
            streams.put(TypeNames.ofStream(stream), stream);
        }
        for (WorkView.QueueRow row : pulse.rows()) {
            String type = TypeNames.within(counts, row.key().type());
            Map<State, Long> sums = counts.computeIfAbsent(type, _ -> new EnumMap<>(State.class));
            row.counts().forEach((state, count) -> sums.merge(state, count, Long::sum));
        }
        Map<String, List<Overview.HeldWiki>> held = held(pulse.held());
        List<Overview.Type> types = new ArrayList<>();
        counts.forEach((type, sums) -> types.add(new Overview.Type(
                type, streams.get(type), sums, pulse.dueSince().get(type), held.getOrDefault(type, List.of()))));
        types.sort(Comparator.comparing((Overview.Type type) -> type.dueSince() == null ? Instant.MAX : type.dueSince())
                .thenComparing(Overview.Type::type));
        return new Overview(ports.time().instant(), types);
    }

    private static Map<String, List<Overview.HeldWiki>> held(List<WorkView.Held> lanes) {
        Map<String, List<Overview.HeldWiki>> byType = new HashMap<>();
        for (WorkView.Held lane : lanes) {
            byType.computeIfAbsent(lane.lane().type(), _ -> new ArrayList<>())
                    .add(new Overview.HeldWiki(lane.lane().wiki(), lane.reason(), lane.deliveries()));
        }
        byType.values()
                .forEach(list -> list.sort(Comparator.comparingLong(Overview.HeldWiki::deliveries)
                        .reversed()
                        .thenComparing(Overview.HeldWiki::wiki)));
        return byType;
    }
}
