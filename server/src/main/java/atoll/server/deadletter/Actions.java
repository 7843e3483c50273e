package atoll.server.deadletter;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.EventLog;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.Work;
import atoll.server.audit.AuditEntry;
import atoll.server.audit.AuditLog;
import atoll.work.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries actions out, a little of each in turn, each at its own rate at most.
///
/// Stepped by one thread; [#begin], [#cancel] and looking at actions are for any. What one has done is written down
/// every
/// few seconds and when it ends, and its end is in the audit.
public final class Actions implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final Duration TURN = Duration.ofMillis(200);
    private static final Duration WRITE_EVERY = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int RUNNING_AT_ONCE = 8;
    private static final int KEPT = 1_000;
    private static final int LOOKED_AT = 500;
    private static final DeliveryId START = new DeliveryId(0, 0);
    private static final String ITSELF = "atoll";

    private final Work work;
    private final AuditLog audit;
    private final TimeSource time;
    private final ActionLog log;
    private final Wakeup wakeup;
    /// Never signalled: a new action must not quicken the others.
    private final Wakeup pausing;
    private final Map<String, Action> actions = new ConcurrentHashMap<>();
    private final Map<String, Instant> written = new HashMap<>();
    private final Map<String, Pace> paces = new HashMap<>();
    private long begun;
    private final Object beginning = new Object(); // guards the number of the next action

    /// Goes on with what was running when the process ended.
    public Actions(Work work, EventLog events, AuditLog audit, TimeSource time) {
        this.work = work;
        this.audit = audit;
        this.time = time;
        this.log = new ActionLog(events, time);
        this.wakeup = time.newWakeup();
        this.pausing = time.newWakeup();
        actions.putAll(log.read());
        begun = actions.keySet().stream().mapToLong(Actions::number).max().orElse(0);
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(1));
    }

    @Override
    public String name() {
        return "actions";
    }

    // ---- from any thread -------------------------------------------------------------------------------------------

    /// Begins an action; it is durable when this returns.
    Action begin(Action.Order order) throws InterruptedException {
        if (actions.values().stream().filter(Action::isRunning).count() >= RUNNING_AT_ONCE) {
            throw new AtollException(
                    ErrorKind.LIMITED,
                    RUNNING_AT_ONCE + " actions are under way, which is the most: wait for one, or cancel it");
        }
        Action action = new Action(
                "a" + nextNumber(), order, new Action.Progress(Action.State.RUNNING, START, 0, 0, order.at(), null));
        log.write(action);
        actions.put(action.id(), action);
        forgetOld();
        wakeup.signal();
        return action;
    }

    private long nextNumber() {
        synchronized (beginning) {
            return ++begun;
        }
    }

    private void forgetOld() {
        if (actions.size() > KEPT) {
            actions.values().stream()
                    .filter(action -> !action.isRunning())
                    .min(Comparator.comparingLong(action -> number(action.id())))
                    .ifPresent(action -> actions.remove(action.id()));
        }
    }

    Optional<Action> find(String id) {
        return Optional.ofNullable(actions.get(id));
    }

    /// The newest first.
    List<Action> newest(int limit) {
        return actions.values().stream()
                .sorted(Comparator.comparingLong((Action action) -> number(action.id()))
                        .reversed())
                .limit(limit)
                .toList();
    }

    /// Ends an action where it is. It may do a few more deliveries meanwhile.
    Action cancel(String id) throws InterruptedException {
        Action known = actions.get(id);
        if (known == null) {
            throw new AtollException(ErrorKind.NOT_FOUND, "there is no action '" + shortened(id) + "'");
        }
        if (!known.isRunning()) {
            throw new AtollException(
                    ErrorKind.CONFLICT,
                    "action '" + id + "' is " + known.progress().state().label() + ": there is nothing to cancel");
        }
        Action cancelled = actions.compute(
                id, (_, now) -> (now == null ? known : now).with(Action.State.CANCELLED, time.instant()));
        log.write(cancelled);
        return cancelled;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    // ---- one step --------------------------------------------------------------------------------------------------

    @Override
    public Next step() throws InterruptedException {
        Collection<Action> running =
                actions.values().stream().filter(Action::isRunning).toList();
        Set<String> ids = running.stream().map(Action::id).collect(Collectors.toSet());
        written.keySet().retainAll(ids);
        paces.keySet().retainAll(ids);
        if (running.isEmpty()) {
            return new Next.OnWakeup(wakeup, IDLE);
        }
        for (Action action : running) {
            advance(action);
        }
        return new Next.OnWakeup(pausing, TURN);
    }

    private void advance(Action action) throws InterruptedException {
        Pace pace =
                paces.computeIfAbsent(action.id(), _ -> new Pace(action.order().perSecond(), time));
        try {
            keep(action.id(), portion(action, pace));
        } catch (AtollException e) {
            Action.Progress p = action.progress();
            keep(
                    action.id(),
                    new Action.Progress(p.state(), p.next(), p.matched(), p.changed(), time.instant(), e.getMessage()));
            LOG.atDebug()
                    .addKeyValue("action", action.id())
                    .addKeyValue("reason", e.getMessage())
                    .log("action waits");
        }
    }

    /// Looks at some dead letters and changes those that are meant, as many as the pace allows.
    private Action.Progress portion(Action action, Pace pace) throws InterruptedException {
        Action.Progress progress = action.progress();
        Work.JobPage page = work.list(action.order().selection().filter(), progress.next(), LOOKED_AT);
        long matched = progress.matched();
        long changed = progress.changed();
        for (Job job : page.jobs()) {
            if (!action.order().selection().isMeant(job, action.order().at())) {
                continue;
            }
            if (!pace.allows()) {
                return new Action.Progress(Action.State.RUNNING, job.id(), matched, changed, time.instant(), null);
            }
            matched++;
            changed += act(action.order(), job.id()) ? 1 : 0;
        }
        DeliveryId next = page.next();
        return new Action.Progress(
                next == null ? Action.State.DONE : Action.State.RUNNING,
                next == null ? progress.next() : next,
                matched,
                changed,
                time.instant(),
                null);
    }

    private boolean act(Action.Order order, DeliveryId id) throws InterruptedException {
        String by = order.by() + (order.reason().isEmpty() ? "" : ": " + order.reason());
        return switch (order.kind()) {
            case REPLAY -> work.retry(id, by);
            case DROP -> work.drop(id, by);
        };
    }

    private void keep(String id, Action.Progress progress) throws InterruptedException {
        @Nullable
        Action kept = actions.computeIfPresent(
                id, (_, now) -> now.isRunning() ? now.with(progress) : cancelledAt(now, progress));
        if (kept == null) {
            return;
        }
        Instant last = written.get(id);
        boolean isDue = last == null || Duration.between(last, progress.at()).compareTo(WRITE_EVERY) >= 0;
        if (!kept.isRunning() || isDue) {
            log.write(kept);
            written.put(id, progress.at());
        }
        if (!kept.isRunning()) {
            tell(kept);
        }
    }

    /// What was done after the cancelling is counted, but it stays cancelled.
    private static Action cancelledAt(Action cancelled, Action.Progress done) {
        return cancelled.with(new Action.Progress(
                Action.State.CANCELLED, done.next(), done.matched(), done.changed(), done.at(), null));
    }

    private void tell(Action ended) throws InterruptedException {
        audit.note(new AuditEntry(
                time.instant(),
                new AuditEntry.Actor(ended.order().by(), ITSELF),
                "dead-letters " + ended.order().kind().label() + " ended",
                "action " + ended.id(),
                ended.order().reason(),
                ended.progress().state().label() + ", " + ended.progress().matched() + " were meant",
                ended.progress().changed()));
    }
}
