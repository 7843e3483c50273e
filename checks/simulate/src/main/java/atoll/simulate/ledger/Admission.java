package atoll.simulate.ledger;

import atoll.base.lifecycle.Duty;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.testkit.seed.Draw;
import atoll.testkit.sim.Faults;
import atoll.testkit.sim.Node;
import atoll.work.Delivery;
import atoll.work.DeliveryLog;
import atoll.work.LimitKey;
import atoll.work.Root;
import atoll.work.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands deliveries over: twins, repeats, roots and their leaves, delays of all kinds. What it does not know to be
/// durable it hands over again.
final class Admission implements Duty {
    private final EventLog log;
    private final DeliveryLog layout;
    private final Node node;
    private final Faults faults;
    private final Draw draw;
    private final Wakeup wakeup;
    private final List<Delivery> handedOver = new ArrayList<>();
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private List<NewRecord> records = List.of();
    private @Nullable Appending appending;
    private int left;

    Admission(EventLog log, DeliveryLog layout, Node node, Faults faults, int deliveries) {
        this.log = log;
        this.layout = layout;
        this.node = node;
        this.faults = faults;
        this.draw = new Draw(node.randomness());
        this.wakeup = node.time().newWakeup();
        this.left = deliveries;
    }

    static void allow(Faults faults) {
        faults.allow("handover.twice", 0.05).allow("delivery.poison", 0.003);
    }

    boolean isOver() {
        return left == 0 && last.isEmpty() && records.isEmpty();
    }

    /// Hands one more over for each wiki: whoever wrongly believes to own its partition finds out.
    void oneMoreForEachWiki() {
        last.addAll(Wikis.NAMES);
        wakeup.signal();
    }

    @Override
    public String name() {
        return "admission";
    }

    @Override
    public Next step() {
        Appending current = appending;
        if (current != null) {
            if (!current.isDone()) {
                return new Next.OnWakeup(wakeup, Duration.ofSeconds(10));
            }
            appending = null;
            if (isDurable(current) && !faults.strikes("handover.twice")) {
                records = List.of();
            }
            return new Next.OnWakeup(
                    node.time().newWakeup(), draw.duration(Duration.ofMillis(1), Duration.ofSeconds(2)));
        }
        if (records.isEmpty()) {
            records = next();
        }
        if (records.isEmpty()) {
            return new Next.OnWakeup(wakeup, Duration.ofMinutes(1));
        }
        appending = log.submit(Batch.of(records));
        appending.whenDone(wakeup);
        return new Next.OnWakeup(wakeup, Duration.ofSeconds(10));
    }

    private static boolean isDurable(Appending done) {
        try {
            return done.offsets().length > 0;
        } catch (LogUnavailable e) {
            return false;
        }
    }

    private List<NewRecord> next() {
        int size = Math.min(left, draw.intBetween(1, 8));
        if (left == 0) {
            size = last.size();
        }
        left = Math.max(0, left - size);
        List<NewRecord> next = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Delivery delivery = delivery();
            handedOver.add(delivery);
            byte[] event = (delivery.eventId() + " " + handedOver.size()).getBytes(StandardCharsets.UTF_8);
            next.add(layout.record(delivery, event));
        }
        return next;
    }

    private Delivery delivery() {
        if (last.isEmpty() && !handedOver.isEmpty() && draw.chance(0.04)) {
            return draw.oneOf(handedOver);
        }
        Instant now = node.time().instant().truncatedTo(ChronoUnit.MILLIS);
        boolean coarse = draw.chance(0.3);
        Instant created = now.minus(draw.duration(Duration.ZERO, Duration.ofSeconds(draw.chance(0.1) ? 50 : 2)));
        boolean poison = last.isEmpty() && faults.strikes("delivery.poison");
        String wiki = left > 0 || last.isEmpty() ? draw.oneOf(Wikis.NAMES) : last.removeFirst();
        if (poison) {
            return poison(wiki, now);
        }
        String rule = draw.oneOf(Rules.ALL).name();
        return new Delivery(
                rule,
                draw.oneOf("links", "cache"),
                wiki,
                "event-" + handedOver.size(),
                null,
                created.truncatedTo(coarse ? ChronoUnit.SECONDS : ChronoUnit.MILLIS),
                coarse,
                now,
                draw.chance(0.2) ? delay(now) : null,
                draw.chance(0.6) ? draw.oneOf("a", "b", "c") : null,
                draw.chance(0.3) ? root(now) : null,
                new Source(draw.oneOf("s1", "s2"), 0, handedOver.size()),
                rule.equals(Rules.LIMITED.name())
                        ? List.of(new LimitKey(Rules.LIMITER.name(), draw.oneOf("x", "y")))
                        : List.of());
    }

    /// Each attempt of it kills the owner.
    private Delivery poison(String wiki, Instant now) {
        return new Delivery(
                Rules.TWICE.name(),
                "links",
                wiki,
                SimulatedExecutor.POISON + handedOver.size(),
                null,
                now,
                false,
                now,
                null,
                null,
                null,
                new Source("s1", 0, handedOver.size()));
    }

    /// On few moments, so that twins meet; some are over already.
    private Instant delay(Instant now) {
        long grid = now.getEpochSecond() / 10 * 10;
        return Instant.ofEpochSecond(grid + 10L * draw.intBetween(-2, 4));
    }

    /// Generations follow each other every few seconds; leaves come late.
    private Root root(Instant now) {
        long generation = now.getEpochSecond() / 8 - draw.intBetween(0, 2);
        return new Root(draw.oneOf("t1", "t2"), Instant.ofEpochSecond(generation * 8));
    }
}
