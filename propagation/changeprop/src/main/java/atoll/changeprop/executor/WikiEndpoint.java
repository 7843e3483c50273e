package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.changeprop.RequestId;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.executor.HttpCall.NoAnswer;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// One path of all wikis, to which job events are POSTed byte for byte.
final class WikiEndpoint {
    private final String path;
    private final HttpCall http;
    private final Supplier<WikiMap> wikis;
    private final ReplicaLag lag;
    private final InstantSource time;

    /// Built once for each configured wiki.
    private final Map<WikiMap.Wiki, URI> addresses = new ConcurrentHashMap<>();

    WikiEndpoint(String path, HttpCall http, Supplier<WikiMap> wikis, ReplicaLag lag, InstantSource time) {
        this.path = path;
        this.http = http;
        this.wikis = wikis;
        this.lag = lag;
        this.time = time;
    }

    /// What came of sending the event: what both dialects say alike is decided here, the rest by the judge.
    ///
    /// @param judge of answers that neither the rule ignores nor ask to wait
    Outcome send(Attempt attempt, Rule rule, Deadline deadline, Function<Answer, Outcome> judge)
            throws InterruptedException {
        String id = attempt.delivery().wiki();
        Optional<WikiMap.Wiki> wiki = wikis.get().find(id);
        if (wiki.isEmpty()) {
            return new Outcome.Postponed(0, WikiGate.reason(id), Outcome.Scope.WIKI, Pause.READ_ONLY);
        }
        List<Field> headers = List.of(
                new Field("Host", wiki.get().hostHeader()),
                new Field("Content-Type", "application/json"),
                new Field("X-Request-Id", RequestId.of(attempt.delivery())),
                new Field(TriggeredBy.HEADER, TriggeredBy.of(attempt).chain()));
        HttpCall.Request request = new HttpCall.Request(
                "POST", addresses.computeIfAbsent(wiki.get(), found -> found.resolve(path)), headers, attempt.event());
        return switch (http.send(request, deadline)) {
            // Nothing was sent, so nothing was tried: the wiki is being restarted, upgraded or moved.
            case NoAnswer(var kind, var detail)
            when kind == HttpCall.Kind.NO_CONNECTION ->
                new Outcome.Postponed(
                        0, "no connection to the wiki: " + Excerpt.of(detail), Outcome.Scope.WIKI, Pause.UNREACHABLE);
            case NoAnswer(var kind, var detail) -> Judgement.noAnswer(kind, detail);
            case Answer answer -> {
                Pause.noteLag(answer, id, lag, time.instant());
                yield Judgement.quoting(answer, outcome(answer, rule, judge));
            }
        };
    }

    private Outcome outcome(Answer answer, Rule rule, Function<Answer, Outcome> judge) {
        int status = answer.status();
        if (rule.ignore().matches(status, answer::field)) {
            return new Outcome.Ignored(status, "status " + status + " counts as success by the rule's 'ignore'");
        }
        Outcome pause = Pause.asked(answer, time.instant());
        return pause == null ? judge.apply(answer) : pause;
    }
}
