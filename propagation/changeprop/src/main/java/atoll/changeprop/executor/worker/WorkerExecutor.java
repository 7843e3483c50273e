package atoll.changeprop.executor.worker;

import atoll.base.time.Deadline;
import atoll.changeprop.executor.Excerpt;
import atoll.changeprop.executor.WikiExecutor;
import atoll.changeprop.lag.BulkWork;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Runs a wiki's jobs on its long-lived workers.
///
/// The event reaches the worker as the producer wrote it, except that line ends between its members become spaces:
/// nothing that a signature covers.
public final class WorkerExecutor implements WikiExecutor {
    private final WorkerPool pool;
    private final ReplicaLag lag;
    private final BulkWork bulk;

    /// @param lag is told what workers say of their wiki's replicas
    /// @param bulk what workers may refuse because of it
    public WorkerExecutor(WorkerPool pool, ReplicaLag lag, BulkWork bulk) {
        this.pool = pool;
        this.lag = lag;
        this.bulk = bulk;
    }

    @Override
    public Outcome execute(Attempt attempt, Rule rule, Deadline deadline) throws InterruptedException {
        String id = attempt.id() + "/" + attempt.number();
        boolean isBulk = bulk.covers(rule, attempt.delivery().type());
        return switch (pool.run(id, line(id, deadline.left(), isBulk, attempt.event()), deadline)) {
            case WorkerReply.Answered(var answer) -> {
                noteLag(answer, attempt.delivery().wiki());
                yield outcome(answer);
            }
            case WorkerReply.Broken(var exit, var reason) ->
                new Outcome.Failed(exit, "the job took its worker along: " + reason);
            case WorkerReply.NoWorker(var reason, var wait) ->
                new Outcome.Postponed(0, "no worker took the job: " + reason, Outcome.Scope.LANE, wait);
        };
    }

    private void noteLag(WorkerAnswer answer, String wiki) {
        Duration found = answer.lag();
        if (found != null) {
            boolean asksForMore = answer.retryAfter().compareTo(WorkerAnswer.RETRY_AFTER) > 0;
            lag.heard(lag.sectionOf(wiki), found, asksForMore ? answer.retryAfter() : WorkerAnswer.RETRY_AFTER);
        }
    }

    private static Outcome outcome(WorkerAnswer answer) {
        String error = answer.error();
        String told = error == null ? "" : Excerpt.of(error);
        return switch (answer.status()) {
            case DONE -> new Outcome.Done(0, told.isEmpty() ? "done" : "the job failed, but forbids retries: " + told);
            case FAILED -> new Outcome.Failed(0, told.isEmpty() ? "the job failed without saying why" : told);
            case REJECTED ->
                new Outcome.Rejected(0, told.isEmpty() ? "the worker refuses the job without saying why" : told);
            case POSTPONED ->
                new Outcome.Postponed(
                        0,
                        (told.isEmpty() ? "the wiki takes no jobs now" : told) + "; next try in "
                                + answer.retryAfter().toSeconds() + " s",
                        answer.lag() == null ? Outcome.Scope.WIKI : Outcome.Scope.LANE,
                        answer.retryAfter());
        };
    }

    static byte[] line(String id, Duration left, boolean isBulk, byte[] event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(event.length + 100);
        line.writeBytes(
                ("{\"id\":\"" + id + "\",\"timeoutMs\":" + left.toMillis() + ",\"bulk\":" + isBulk + ",\"event\":")
                        .getBytes(StandardCharsets.UTF_8));
        for (byte b : event) {
            line.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        line.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
        return line.toByteArray();
    }
}
