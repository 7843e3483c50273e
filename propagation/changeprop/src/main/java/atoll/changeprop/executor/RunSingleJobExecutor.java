package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.util.function.Supplier;

/// Runs a job on its wiki through `rpc/RunSingleJob.php`, the script of the Wikimedia sites and of farms that
/// copied it.
///
/// It verifies no signature, picks the wiki by the event's `database`, and says by the status alone whether the job
/// succeeded. `X-Readonly` on a failure pauses the wiki and charges no attempt; the script holds such an answer
/// back for most of a minute, so the first one has to do for all.
public final class RunSingleJobExecutor implements WikiExecutor {
    static final String PATH = "/rpc/RunSingleJob.php";

    private final WikiEndpoint endpoint;

    public RunSingleJobExecutor(HttpCall http, Supplier<WikiMap> wikis, ReplicaLag lag, TimeSource time) {
        this.endpoint = new WikiEndpoint(PATH, http, wikis, lag, time);
    }

    @Override
    public Outcome execute(Attempt attempt, Rule rule, Deadline deadline) throws InterruptedException {
        return endpoint.send(attempt, rule, deadline, RunSingleJobExecutor::judge);
    }

    private static Outcome judge(Answer answer) {
        int status = answer.status();
        if (status == 200) {
            return new Outcome.Done(200, "done");
        }
        if (status >= 300 && status < 400) {
            return Judgement.redirect(answer, "the wiki's URL");
        }
        String told = "status " + status + ": " + Excerpt.of(answer.body()) + hint(status);
        return status >= 400 && status < 500 && status != 408
                ? new Outcome.Rejected(status, told)
                : new Outcome.Failed(status, told);
    }

    private static String hint(int status) {
        return switch (status) {
            case 403 -> "; the wiki's web server forbids " + PATH;
            case 404 -> "; is " + PATH + " reachable under the wiki's URL?";
            case 405 -> "; something between here and the wiki changes POST into another method";
            case 413 -> "; the event is larger than the wiki's web server accepts";
            case 422 -> "; the script found no body";
            default -> "";
        };
    }
}
