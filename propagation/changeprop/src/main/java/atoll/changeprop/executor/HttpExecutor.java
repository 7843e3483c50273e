package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.changeprop.RequestId;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.executor.HttpCall.NoAnswer;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rendered;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.template.EventView;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Sends the request of a rule. Any 2xx is success; `ignore` and `retry_on` of the rule judge the rest, and what
/// neither
/// names cannot be mended by another attempt.
public final class HttpExecutor {
    private static final int LONGEST_URI = 16 * 1024;

    private final HttpCall http;
    private final AllowedHosts hosts;
    private final ReplicaLag lag;
    private final InstantSource time;

    /// @param lag is told what answers say of it, as the wikis' own job endpoints tell it
    public HttpExecutor(HttpCall http, AllowedHosts hosts, ReplicaLag lag, InstantSource time) {
        this.http = http;
        this.hosts = hosts;
        this.lag = lag;
        this.time = time;
    }

    /// @param event the attempt's, with what the rule's match captured
    Outcome execute(Attempt attempt, Rule rule, Exec.Http exec, EventView event, Deadline deadline)
            throws InterruptedException {
        Rendered rendered;
        try {
            rendered = Rendered.of(exec, event);
        } catch (AtollException e) {
            return new Outcome.Rejected(0, "the request cannot be made: " + e.getMessage());
        }
        String text = rendered.uri();
        if (text.length() > LONGEST_URI) {
            return new Outcome.Rejected(
                    0, "the URL has " + text.length() + " characters (at most " + LONGEST_URI + ")");
        }
        AllowedHosts.Verdict verdict = hosts.check(exec.uri(), text);
        URI target = verdict.target();
        if (target == null) {
            return new Outcome.Rejected(0, verdict.refusal());
        }
        List<Field> headers = new ArrayList<>();
        for (Rendered.Header header : rendered.headers()) {
            if (!isHeaderValue(header.value())) {
                return new Outcome.Rejected(
                        0,
                        "header '" + header.name() + "' got a value that cannot be sent: '" + Excerpt.of(header.value())
                                + "'");
            }
            headers.add(new Field(header.name(), header.value()));
        }
        addIfAbsent(headers, "X-Request-Id", RequestId.of(attempt.delivery()));
        addIfAbsent(headers, TriggeredBy.HEADER, TriggeredBy.of(attempt).chain());
        if (rendered.body().isJson()) {
            addIfAbsent(headers, "Content-Type", "application/json");
        }
        HttpCall.Request request = new HttpCall.Request(
                exec.method(), target, headers, rendered.body().bytes());
        Deadline until = exec.timeout() == null ? deadline : deadline.atMost(exec.timeout());
        return switch (http.send(request, until)) {
            case NoAnswer(var kind, var detail) -> Judgement.noAnswer(kind, detail);
            case Answer answer -> {
                Pause.noteLag(answer, attempt.delivery().wiki(), lag, time.instant());
                yield Judgement.quoting(answer, judge(answer, rule));
            }
        };
    }

    private Outcome judge(Answer answer, Rule rule) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return new Outcome.Done(status, "done");
        }
        String detail = "status " + status + ": " + Excerpt.of(answer.body());
        if (rule.ignore().matches(status, answer::field)) {
            return new Outcome.Ignored(status, "counts as success by the rule's 'ignore': " + detail);
        }
        Outcome pause = Pause.asked(answer, time.instant());
        if (pause != null) {
            return pause;
        }
        if (rule.retryOn().matches(status, answer::field)) {
            return new Outcome.Failed(status, detail);
        }
        if (status >= 300 && status < 400) {
            return Judgement.redirect(answer, "the rule's uri");
        }
        return new Outcome.Rejected(
                status, detail + " (not in the rule's 'retry_on', which is " + rule.retryOn() + ")");
    }

    private static void addIfAbsent(List<Field> headers, String name, String value) {
        if (headers.stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
            headers.add(new Field(name, value));
        }
    }

    private static boolean isHeaderValue(String value) {
        return value.length() <= LONGEST_URI
                && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7F && c <= 0xFF);
    }
}
