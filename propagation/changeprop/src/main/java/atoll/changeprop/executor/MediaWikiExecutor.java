package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.util.function.Supplier;

/// Runs a job on its wiki, through the endpoint of the EventBus extension.
///
/// The event is sent byte for byte, because MediaWiki signed it. A job is done only if the answer's body says
/// `"status":true`: a job that ends the PHP process is answered with an empty 200.
public final class MediaWikiExecutor implements WikiExecutor {
    static final String PATH = "/rest.php/eventbus/v0/internal/job/execute";

    private final WikiEndpoint endpoint;

    public MediaWikiExecutor(HttpCall http, Supplier<WikiMap> wikis, ReplicaLag lag, TimeSource time) {
        this.endpoint = new WikiEndpoint(PATH, http, wikis, lag, time);
    }

    @Override
    public Outcome execute(Attempt attempt, Rule rule, Deadline deadline) throws InterruptedException {
        return endpoint.send(attempt, rule, deadline, MediaWikiExecutor::judge);
    }

    private static Outcome judge(Answer answer) {
        int status = answer.status();
        JobAnswer job = JobAnswer.read(answer.body());
        if (status == 200) {
            return judgeOk(answer, job);
        }
        if (status >= 200 && status < 300) {
            return new Outcome.Failed(
                    status,
                    "status " + status + ", but a job's success is a 200 with \"status\":true: "
                            + Excerpt.of(answer.body()));
        }
        if (status >= 300 && status < 400) {
            return Judgement.redirect(answer, "the wiki's URL");
        }
        if (status < 500 && status != 408 || job.says("base64_decode() failed")) {
            return new Outcome.Rejected(status, "status " + status + ": " + told(answer, job) + hint(status, job));
        }
        return new Outcome.Failed(status, "status " + status + ": " + told(answer, job) + hint(status, job));
    }

    private static Outcome judgeOk(Answer answer, JobAnswer job) {
        if (job.status()) {
            String error = job.error();
            return new Outcome.Done(
                    200, error == null ? "done" : "the job failed, but forbids retries: " + Excerpt.of(error));
        }
        if (answer.body().length == 0) {
            return new Outcome.Failed(
                    200, "empty answer: the job called exit() or PHP died; look into the wiki's error log");
        }
        return new Outcome.Failed(
                200,
                "the answer does not say \"status\":true (does something print before it, such as PHP warnings?): "
                        + Excerpt.of(answer.body()));
    }

    private static String told(Answer answer, JobAnswer job) {
        String message = job.message();
        String error = job.error();
        if (message == null && error == null) {
            return Excerpt.of(answer.body());
        }
        if (message == null || "Internal Server Error".equals(message)) {
            return Excerpt.of(error == null ? "the job failed without saying why" : error);
        }
        return Excerpt.of(error == null ? message : message + ": " + error);
    }

    private static String hint(int status, JobAnswer job) {
        return switch (status) {
            case 400 ->
                job.says("Failed creating job")
                        ? "; the wiki does not know this job type or refuses its parameters: is the extension that queued it still installed?"
                        : "; the wiki finds no job in this event";
            case 401 -> "; the wiki's web server wants a login for " + PATH;
            case 403 ->
                job.says("mediawiki signature")
                        ? "; $wgSecretKey differs between the wiki that queued the job and the one that ran it, or the event was changed on its way"
                        : "; the wiki's web server forbids " + PATH;
            case 404 -> "; is the EventBus extension installed, and is rest.php reachable under the wiki's URL?";
            case 405 -> "; something between here and the wiki changes POST into another method";
            case 413 -> "; the event is larger than the wiki's web server accepts";
            case 415 -> "; something between here and the wiki removes the Content-Type";
            case 500 -> job.says("base64_decode() failed") ? "; another attempt cannot mend the event" : "";
            case 501 -> "; set $wgEventBusEnableRunJobAPI = true in LocalSettings.php";
            default -> "";
        };
    }
}
