package atoll.changeprop.intake;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.intake.access.ProducerAccess.Admission;
import atoll.changeprop.intake.access.ProducerToken;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes events over from producers, as EventGate does: the same requests, answers and bodies.
///
/// **Durability**: an answer of 201 is given only after every event of the request is durable; events are stored byte
/// for
/// byte, and what is filled in is in the record's [atoll.changeprop.Envelope]. **Order**: events of a request keep
/// their
/// order within a wiki and stream. **Failures**: whatever a producer sends, the answer says what is wrong; nothing a
/// producer
/// sends makes [#accept] throw. **Threads**: safe for use by many; blocks until the log has synced, at most
/// [IntakeConfig#storeWithin] from the request's arrival.
///
/// | answer | when |
/// |---|---|
/// | 201 | all events are stored, or are dead letters of streams configured so |
/// | 202 | the request is hasty; stored afterwards by the duty [#hasty] |
/// | 207 | some are stored; the body names the others |
/// | 400 | none is valid, or the body is empty or no JSON |
/// | 403 | the producer may not send |
/// | 413 | the body is too large |
/// | 500 | none is stored, and not only because of the events |
/// | 503 | the log refuses, or there is no room: nothing is acknowledged |
public final class EventIntake {
    private static final int MAX_REQUEST_ID = 400;
    private static final int MAX_DETAILED = 1_000;

    private final IntakeConfig config;
    private final IntakeRules rules;
    private final TimeSource time;
    private final IntakeMetrics metrics;
    private final EventReader reader;
    private final EventJudge judge;
    private final EventStore store;
    private final HastyRequests hasty;
    private final EventPublisher publisher;
    private final LargeBodies large = new LargeBodies();

    public EventIntake(IntakeConfig config, IntakeRules rules, IntakePorts ports) {
        this.config = config;
        this.rules = rules;
        this.time = ports.time();
        this.metrics = new IntakeMetrics(ports.meters());
        this.reader = new EventReader(config.limits());
        this.judge = new EventJudge(config, rules, ports.ids(), metrics);
        this.store = new EventStore(config, ports, metrics);
        this.hasty = new HastyRequests(
                config.limits().hastyBytes(), (request, token) -> take(request, token, answerBy()), time, metrics);
        this.publisher = new EventPublisher(config.limits(), judge, store, time);
    }

    /// The way in for events that Atoll makes itself.
    public EventPublisher publisher() {
        return publisher;
    }

    /// The duty that stores hasty requests; without a runner they only wait.
    public HastyRequests hasty() {
        return hasty;
    }

    /// Whether this producer may send at all, to be asked before its body is read and may take memory. Empty if it may;
    /// else the answer, counted.
    public Optional<IntakeAnswer> refusal(InetAddress remote, @Nullable String token) {
        return rules.access().admit(remote, token) instanceof Admission.Refused(String reason)
                ? Optional.of(forbidden(reason))
                : Optional.empty();
    }

    /// When a request that arrives now must be answered.
    public Deadline answerBy() {
        return Deadline.after(time, config.storeWithin());
    }

    /// Answers a request that arrives now.
    public IntakeAnswer accept(IntakeRequest request) throws InterruptedException {
        return accept(request, answerBy());
    }

    /// Answers a request.
    ///
    /// @param answerBy from [#answerBy], taken when the request arrived, before its body was read
    public IntakeAnswer accept(IntakeRequest request, Deadline answerBy) throws InterruptedException {
        long start = time.nanoTime();
        IntakeAnswer answer = answer(request, answerBy);
        metrics.answered(request.body().length, answer.status() < 300, Duration.ofNanos(time.nanoTime() - start));
        return answer;
    }

    private IntakeAnswer answer(IntakeRequest request, Deadline answerBy) throws InterruptedException {
        return switch (rules.access().admit(request.remote(), request.parameter(IntakeRequest.TOKEN))) {
            case Admission.Refused(String reason) -> forbidden(reason);
            case Admission.Trusted() -> admitted(request, null, answerBy);
            case Admission.WithToken(ProducerToken token) -> admitted(request, token, answerBy);
        };
    }

    private IntakeAnswer admitted(IntakeRequest request, @Nullable ProducerToken token, Deadline answerBy)
            throws InterruptedException {
        int length = request.body().length;
        if (length == 0) {
            return refused(400, IntakeMetrics.Refusal.EMPTY, "body is empty: must hold an event or an array of events");
        }
        if (length > config.limits().bodyBytes()) {
            return refused(
                    413,
                    IntakeMetrics.Refusal.TOO_LARGE,
                    "body has " + length + " bytes: must have at most "
                            + config.limits().bodyBytes() + "; send fewer events at once");
        }
        if (!request.isHasty()) {
            return take(request, token, answerBy);
        }
        return hasty.offer(request, token)
                ? IntakeAnswer.empty(202, "events will be checked and stored")
                : refused(503, IntakeMetrics.Refusal.HASTY_FULL, "too many hasty requests wait; try again later");
    }

    private IntakeAnswer take(IntakeRequest request, @Nullable ProducerToken token, Deadline answerBy)
            throws InterruptedException {
        EventJudge.Context context = context(request, token);
        List<Judged> judged = new ArrayList<>();
        try (LargeBodies.Permit permit = large.enter(request, answerBy)) {
            if (permit == null) {
                return refused(503, IntakeMetrics.Refusal.BUDGET, "too many large bodies at once; try again later");
            }
            reader.read(request.body(), (bytes, event) -> add(judged, judge.judge(bytes, event, context)));
        } catch (BadBody e) {
            return refused(e.kind().httpStatus(), e.refusal(), String.valueOf(e.getMessage()));
        }
        if (judged.isEmpty()) {
            return refused(400, IntakeMetrics.Refusal.EMPTY, "body holds no event: must hold at least one");
        }
        if (answerBy.isPassed()) {
            return refused(
                    503,
                    IntakeMetrics.Refusal.LATE,
                    "the request took longer than " + config.storeWithin().toMillis()
                            + " ms to arrive and be read; nothing of it was stored; send fewer events at once");
        }
        return store.store(judged, context.received(), context.requestId(), answerBy);
    }

    private EventJudge.Context context(IntakeRequest request, @Nullable ProducerToken token) {
        Instant received = time.instant();
        String requestId = request.requestId();
        if (requestId != null && requestId.length() > MAX_REQUEST_ID) {
            requestId = requestId.substring(0, MAX_REQUEST_ID);
        }
        return new EventJudge.Context(
                received,
                DateTimeFormatter.ISO_INSTANT.format(received),
                token,
                request.parameter(IntakeRequest.STREAM),
                request.parameter(IntakeRequest.SCHEMA_URI),
                requestId == null || requestId.isEmpty() ? null : requestId);
    }

    /// Of very many invalid events only the first keep their details, which can be larger than the events.
    private static void add(List<Judged> all, Judged next) {
        boolean thin = all.size() >= MAX_DETAILED && next instanceof Judged.Invalid;
        all.add(thin ? ((Judged.Invalid) next).withoutViolations() : next);
    }

    private IntakeAnswer forbidden(String reason) {
        return refused(403, IntakeMetrics.Refusal.FORBIDDEN, reason);
    }

    private IntakeAnswer refused(int status, IntakeMetrics.Refusal refusal, String reason) {
        metrics.refused(refusal);
        FailureReport report = new FailureReport();
        if (status >= 500) {
            report.addError(new byte[0], reason);
        } else {
            report.addInvalid(new byte[0], reason, List.of());
        }
        return new IntakeAnswer(status, reason, report.toBytes());
    }
}
