package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.changeprop.Envelope;
import atoll.changeprop.intake.stream.EventClass;
import atoll.changeprop.intake.stream.OnInvalid;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.Header;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stores the judged events of a request and says how that went. Safe for use by many threads.
///
/// The events of a request become durable together, in one batch, unless they are larger than a batch may be. An answer
/// of
/// success is given only after everything is durable, dead letters included.
final class EventStore {
    private static final int RECORD_OVERHEAD = 128;
    private static final long OVERDUE_BYTES = 8L << 20;
    private static final int OVERDUE_APPENDS = 2048;

    private final IntakeConfig config;
    private final EventLog log;
    private final IntakeTopics topics;
    private final ErrorEvents errorEvents;
    private final IntakeMetrics metrics;
    private final OverdueAppends overdue = new OverdueAppends(OVERDUE_BYTES, OVERDUE_APPENDS);

    EventStore(IntakeConfig config, IntakePorts ports, IntakeMetrics metrics) {
        this.config = config;
        this.log = ports.log();
        this.topics = new IntakeTopics(
                ports.log(), config.datacenter(), config.limits().topics());
        this.errorEvents = new ErrorEvents(ports.ids());
        this.metrics = metrics;
    }

    private record Planned(Judged event, NewRecord record) {
        int size() {
            return record.value().length + RECORD_OVERHEAD;
        }
    }

    IntakeAnswer store(List<Judged> events, Instant received, @Nullable String requestId, Deadline deadline)
            throws InterruptedException {
        FailureReport report = new FailureReport();
        List<Planned> planned;
        try {
            planned = plan(events, received, requestId, deadline, report);
        } catch (AtollException e) {
            return refused(e);
        }
        List<List<Planned>> batches = batches(planned);
        List<AtollException> failures = new ArrayList<>();
        List<Appending> appends = submit(batches, failures);
        int stored = 0;
        for (int i = 0; i < batches.size(); i++) {
            if (i < appends.size() && isDurable(batches.get(i), appends.get(i), deadline, failures)) {
                stored += count(batches.get(i));
            } else {
                reportFailed(batches.get(i), String.valueOf(failures.getLast().getMessage()), report);
            }
        }
        return stored == 0 && !failures.isEmpty()
                ? refused(failures.getFirst())
                : answer(events.size(), stored, report);
    }

    /// Submits the batches until one fails.
    private List<Appending> submit(List<List<Planned>> batches, List<AtollException> failures) {
        List<Appending> appends = new ArrayList<>();
        for (List<Planned> batch : batches) {
            try {
                checkRoom(batch);
                appends.add(
                        log.submit(Batch.of(batch.stream().map(Planned::record).toList())));
            } catch (AtollException e) {
                failures.add(e);
                return appends;
            }
        }
        return appends;
    }

    private void checkRoom(List<Planned> batch) {
        if (isOrdinary(batch) && !overdue.hasRoom()) {
            throw new LogUnavailable("the disk is slow: earlier events of ordinary streams wait for it, and no more are"
                    + " taken, so that jobs and purges go on; try again later");
        }
    }

    private boolean isDurable(List<Planned> batch, Appending append, Deadline deadline, List<AtollException> failures)
            throws InterruptedException {
        try {
            append.await(deadline);
            return true;
        } catch (AtollException e) {
            if (!append.isDone() && isOrdinary(batch)) {
                overdue.add(append, batch.stream().mapToLong(Planned::size).sum());
            }
            failures.add(e);
            return false;
        }
    }

    private static boolean isOrdinary(List<Planned> batch) {
        return batch.stream().allMatch(planned -> classOf(planned.event()) == EventClass.ORDINARY);
    }

    private static EventClass classOf(Judged event) {
        return switch (event) {
            case Judged.Valid valid -> valid.config().config().eventClass();
            case Judged.Invalid invalid -> classOf(invalid);
        };
    }

    /// The records to append; what cannot be planned is reported.
    ///
    /// @throws AtollException if the log refuses, so that nothing can be stored
    private List<Planned> plan(
            List<Judged> events, Instant received, @Nullable String requestId, Deadline deadline, FailureReport report)
            throws InterruptedException {
        List<Planned> planned = new ArrayList<>(events.size());
        List<Header> plainHeaders = new Envelope(received, null).asHeaders();
        for (Judged event : events) {
            switch (event) {
                case Judged.Valid valid -> {
                    try {
                        planned.add(new Planned(valid, record(valid, received, plainHeaders, deadline)));
                    } catch (LogUnavailable e) {
                        throw e;
                    } catch (AtollException e) {
                        metrics.count(valid.config().config().eventClass(), IntakeMetrics.Result.ERROR);
                        report.addError(valid.bytes(), String.valueOf(e.getMessage()));
                    }
                }
                case Judged.Invalid invalid -> {
                    if (invalid.onInvalid() == OnInvalid.DEAD_LETTER || config.errorEvents()) {
                        String topic = topics.own(ErrorEvents.STREAM, ErrorEvents.TOPIC, deadline);
                        planned.add(new Planned(invalid, errorEvents.record(topic, invalid, received, requestId)));
                    }
                    if (invalid.onInvalid() == OnInvalid.ANSWER) {
                        metrics.count(classOf(invalid), IntakeMetrics.Result.INVALID);
                        report.addInvalid(invalid.bytes(), invalid.message(), invalid.violations());
                    }
                }
            }
        }
        return planned;
    }

    private NewRecord record(Judged.Valid valid, Instant received, List<Header> plainHeaders, Deadline deadline)
            throws InterruptedException {
        String topic = topics.topic(valid.stream(), valid.config(), deadline);
        String filledId = valid.filledId();
        List<Header> headers = filledId == null ? plainHeaders : new Envelope(received, filledId).asHeaders();
        return new NewRecord(
                topics.partition(topic, valid.order()), received.toEpochMilli(), null, headers, valid.bytes());
    }

    private static EventClass classOf(Judged.Invalid invalid) {
        return invalid.stream() == null ? EventClass.ORDINARY : EventClass.ofStream(invalid.stream());
    }

    private List<List<Planned>> batches(List<Planned> planned) {
        List<List<Planned>> batches = new ArrayList<>();
        List<Planned> batch = new ArrayList<>();
        long size = 0;
        for (Planned next : planned) {
            if (!batch.isEmpty() && size + next.size() > config.limits().batchBytes()) {
                batches.add(batch);
                batch = new ArrayList<>();
                size = 0;
            }
            batch.add(next);
            size += next.size();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /// Counts a durable batch and returns how many of its events the producer is told are taken over.
    private int count(List<Planned> batch) {
        int taken = 0;
        for (Planned planned : batch) {
            switch (planned.event()) {
                case Judged.Valid valid -> {
                    metrics.count(valid.config().config().eventClass(), IntakeMetrics.Result.ACCEPTED);
                    taken++;
                }
                case Judged.Invalid invalid -> {
                    if (invalid.onInvalid() == OnInvalid.DEAD_LETTER) {
                        metrics.count(classOf(invalid), IntakeMetrics.Result.DEAD_LETTER);
                        taken++;
                    }
                }
            }
        }
        return taken;
    }

    private void reportFailed(List<Planned> batch, String message, FailureReport report) {
        for (Planned planned : batch) {
            EventClass eventClass = classOf(planned.event());
            boolean alreadyTold =
                    planned.event() instanceof Judged.Invalid invalid && invalid.onInvalid() == OnInvalid.ANSWER;
            if (!alreadyTold) {
                metrics.count(eventClass, IntakeMetrics.Result.ERROR);
                report.addError(planned.event().bytes(), message);
            }
        }
    }

    private IntakeAnswer refused(AtollException failure) {
        metrics.refused(IntakeMetrics.Refusal.LOG);
        FailureReport report = new FailureReport();
        report.addError(new byte[0], String.valueOf(failure.getMessage()));
        int status = failure.kind().httpStatus() == 503 ? 503 : 500;
        return new IntakeAnswer(status, "nothing was acknowledged: " + failure.getMessage(), report.toBytes());
    }

    private static IntakeAnswer answer(int events, int stored, FailureReport report) {
        if (report.invalidCount() + report.errorCount() == 0) {
            return IntakeAnswer.empty(201, "all " + events + " events were accepted");
        }
        String reason = stored + " of " + events + " events were accepted, " + report.invalidCount() + " were invalid, "
                + report.errorCount() + " failed";
        int failed = report.errorCount() > 0 ? 500 : 400;
        return new IntakeAnswer(stored > 0 ? 207 : failed, reason, report.toBytes());
    }
}
