package atoll.changeprop.admission;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.rule.RuleSet;
import atoll.log.Appending;
import atoll.log.EventLog;
import atoll.log.LogUnavailable;
import atoll.log.Producer;
import atoll.log.ProducerFenced;
import atoll.work.DeliveryLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Admits the events of the local datacenter's streams: each event and rule that match become one delivery.
///
/// **Exactly once**: deliveries and the positions of the streams they came from become durable in one batch, written by
/// a
/// producer of which only the newest may write. **Order**: deliveries of one partition of a stream keep its order;
/// streams take turns. **Start**: a new stream is read from its earliest record; a stream that no rule reads is
/// counted,
/// not read, so a rule added later begins with what comes then. **Garbage** stops nothing: a record that is no event is
/// counted and quoted in the stream `changeprop.error`. **Trouble**: while the log refuses, admission waits and reads
/// again; a partition that cannot be read rests while the others go on. **Pace**: events that come one by one are
/// admitted at once; while many come together, admission lets [#GATHER] of them gather, because a batch has a fixed
/// price here, in the log and in the ledger.
///
/// Stepped by one thread; never waits inside a step. [#counts], [#unread] and [#topics] may be called by any thread.
public final class Admission implements Duty, AutoCloseable {
    static final String GROUP = "admission";
    static final String INTERNAL = "atoll.";

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /// Records in a batch that say that many events come together; from 1600 a second on they keep saying so.
    static final int MANY = 8;

    static final Duration GATHER = Duration.ofMillis(5);
    /// How often new streams are looked for while there is work.
    private static final long DISCOVERY_NANOS = Duration.ofMillis(200).toNanos();
    /// How long positions of streams that no rule reads may lag behind, to spare the disk.
    private static final long SKIP_NANOS = Duration.ofSeconds(1).toNanos();

    private final EventLog log;
    private final Supplier<RuleSet> rules;
    private final TimeSource time;
    private final String prefix;
    private final AdmissionMetrics metrics;
    private final Streams streams;
    private final Drafting drafting;
    private final Wakeup wakeup;
    /// Never signalled: appends must not end a pause.
    private final Wakeup pausing;

    private @Nullable Producer producer;
    private @Nullable AutoCloseable subscription;
    private @Nullable RuleSet inForce;
    private @Nullable Pending pending;
    private Duration pause = FIRST_PAUSE;
    private @Nullable Long pausedUntilNanos;
    private @Nullable Long gatherUntilNanos;
    private @Nullable Long skippedAtNanos;
    private long discoveredAtNanos;
    private boolean finished;

    /// A batch on its way to the disk.
    private record Pending(Draft draft, Appending appending) {}

    /// @param datacenter the local one; its streams are the topics named `<datacenter>.<stream>`
    public Admission(
            EventLog log,
            DeliveryLog deliveries,
            Supplier<RuleSet> rules,
            TimeSource time,
            String datacenter,
            MeterRegistry meters) {
        this.log = log;
        this.rules = rules;
        this.time = time;
        this.prefix = datacenter + ".";
        if (datacenter.isBlank() || prefix.equals(INTERNAL)) {
            throw new AtollException(
                    ErrorKind.INVALID, "datacenter is '" + datacenter + "': must not be empty and not 'atoll'");
        }
        this.metrics = new AdmissionMetrics(meters);
        this.streams = new Streams(log, prefix);
        this.drafting = new Drafting(log, deliveries, new ErrorStream(log, datacenter), time, metrics);
        this.wakeup = time.newWakeup();
        this.pausing = time.newWakeup();
    }

    @Override
    public String name() {
        return GROUP;
    }

    /// What became of a topic's records, as durable; zeros for a topic that is not read here.
    public AdmissionCounts counts(String topic) {
        return streams.counts(topic);
    }

    /// Records of a topic that are not admitted yet.
    public long unread(String topic) {
        return streams.unread(topic);
    }

    /// The topics admission reads or counts, sorted.
    public List<String> topics() {
        return streams.topics();
    }

    @Override
    public Next step() {
        if (finished) {
            return Next.FINISHED;
        }
        try {
            return advance();
        } catch (ProducerFenced e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("admission was taken over by another process");
            finished = true;
            pending = null;
            close();
            return Next.FINISHED;
        }
    }

    private Next advance() {
        Pending under = pending;
        Duration gathering = gatherLeft();
        if (under != null) {
            if (!under.appending().isDone()) {
                return gathering.isZero() ? new Next.OnWakeup(wakeup, IDLE) : new Next.OnWakeup(pausing, gathering);
            }
            settle(under);
        }
        Duration left = pauseLeft();
        if (!left.isZero()) {
            return new Next.OnWakeup(pausing, left);
        }
        if (!gathering.isZero()) {
            return new Next.OnWakeup(pausing, gathering);
        }
        Producer writer = ready();
        Draft draft = nextDraft();
        if (draft.isEmpty()) {
            return new Next.OnWakeup(wakeup, IDLE);
        }
        Duration wait = draft.isUrgent() ? Duration.ZERO : untilSkip();
        return wait.isZero() ? submit(writer, draft) : new Next.OnWakeup(wakeup, wait);
    }

    private void settle(Pending done) {
        pending = null;
        try {
            var _ = done.appending().offsets();
        } catch (LogUnavailable e) {
            // Whether the batch is there is not known: a new producer makes sure that it stays so, and the committed
            // positions tell.
            producer = null;
            backOff(e);
            return;
        }
        streams.moved(done.draft().moves());
        done.draft().moves().forEach(move -> metrics.admitted(move.counts()));
        pause = FIRST_PAUSE;
    }

    private Producer ready() {
        if (subscription == null) {
            subscription = log.onAppend(prefix, wakeup);
        }
        RuleSet now = rules.get();
        Producer writer = producer;
        if (writer == null) {
            writer = log.openProducer(GROUP);
            streams.forget();
            streams.discover(now);
            discoveredAtNanos = time.nanoTime();
            producer = writer;
        } else if (now != inForce) {
            streams.use(now);
        }
        inForce = now;
        return writer;
    }

    /// An append that woke this duty and that no known stream explains was made to a new stream.
    private Draft nextDraft() {
        Draft draft = drafting.draft(streams.readers());
        if (draft.isUrgent() && time.nanoTime() - discoveredAtNanos < DISCOVERY_NANOS) {
            return draft;
        }
        discoveredAtNanos = time.nanoTime();
        boolean found = streams.discover(rules.get());
        return found && !draft.isUrgent() ? drafting.draft(streams.readers()) : draft;
    }

    private Duration untilSkip() {
        Long last = skippedAtNanos;
        return last == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, SKIP_NANOS - (time.nanoTime() - last)));
    }

    private Next submit(Producer writer, Draft draft) {
        Appending appending;
        try {
            appending = writer.submit(draft.asBatch());
        } catch (LogUnavailable e) {
            backOff(e);
            return new Next.OnWakeup(pausing, pauseLeft());
        }
        if (!draft.isUrgent()) {
            skippedAtNanos = time.nanoTime();
        }
        gatherUntilNanos = draft.read() >= MANY && !Drafting.isLarge(draft)
                ? Long.valueOf(time.nanoTime() + GATHER.toNanos())
                : null;
        pending = new Pending(draft, appending);
        if (appending.isDone()) {
            return Next.NOW;
        }
        appending.whenDone(wakeup);
        return new Next.OnWakeup(wakeup, IDLE);
    }

    private void backOff(LogUnavailable cause) {
        metrics.refused();
        LOG.atWarn()
                .addKeyValue("cause", cause.getMessage())
                .addKeyValue("pause", pause)
                .log("log refuses, admission waits");
        pausedUntilNanos = time.nanoTime() + pause.toNanos();
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private Duration pauseLeft() {
        Duration left = untilNanos(pausedUntilNanos);
        if (left.isZero()) {
            pausedUntilNanos = null;
        }
        return left;
    }

    private Duration gatherLeft() {
        Duration left = untilNanos(gatherUntilNanos);
        if (left.isZero()) {
            gatherUntilNanos = null;
        }
        return left;
    }

    private Duration untilNanos(@Nullable Long until) {
        return until == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - time.nanoTime()));
    }

    /// Ends the subscription to the log. Not to be stepped afterwards.
    @Override
    public void close() {
        finished = true;
        AutoCloseable open = subscription;
        subscription = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (Exception e) { // the port's type of subscription declares it
            LOG.atWarn().setCause(e).log("subscription did not close");
        }
    }
}
