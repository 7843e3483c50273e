package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.changeprop.RequestId;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.executor.HttpCall.NoAnswer;
import atoll.changeprop.intake.EventPublisher.Published;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.links.LinkAnswer;
import atoll.changeprop.links.LinkExpansion;
import atoll.changeprop.links.LinkExpansion.Plan;
import atoll.changeprop.links.LinkExpansion.Progress;
import atoll.changeprop.links.LinkQuery;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.LinkKind;
import atoll.changeprop.rule.template.EventView;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Asks the wiki for the next pages that depend on the one an event is about, and writes an event for each.
///
/// One attempt is one page of the wiki's answer. It is done once the events it leads to are durable; an attempt that
/// ends before is made again and leads to the same events.
public final class LinksExecutor {
    /// Bytes of an answer: 500 titles of 255 bytes, with their namespaces and numbers.
    public static final int ANSWER_BYTES = 1 << 20;

    /// Reasons of the API that pass by themselves.
    private static final Set<String> PASSING = Set.of("maxlag", "ratelimited", "readonly");

    private final HttpCall http;
    private final Supplier<WikiMap> wikis;
    private final LinkExpansion expansion;
    private final ReplicaLag lag;
    private final InstantSource time;

    /// @param http must keep [#ANSWER_BYTES] of an answer
    public LinksExecutor(
            HttpCall http, Supplier<WikiMap> wikis, LinkExpansion expansion, ReplicaLag lag, InstantSource time) {
        this.http = http;
        this.wikis = wikis;
        this.expansion = expansion;
        this.lag = lag;
        this.time = time;
    }

    private record Call(Attempt attempt, EventView event, LinkKind kind, Deadline deadline) {}

    Outcome execute(Attempt attempt, Exec.Links links, EventView event, Deadline deadline) throws InterruptedException {
        String id = attempt.delivery().wiki();
        Optional<WikiMap.Wiki> wiki = wikis.get().find(id);
        if (wiki.isEmpty()) {
            return new Outcome.Postponed(0, WikiGate.reason(id), Outcome.Scope.WIKI, Pause.READ_ONLY);
        }
        return switch (expansion.plan(event, links.kind(), links.title().text(event))) {
            case Plan.Refuse(var why) -> new Outcome.Rejected(0, why);
            case Plan.Ask(var query) -> ask(new Call(attempt, event, query.kind(), deadline), query, wiki.get());
        };
    }

    private Outcome ask(Call call, LinkQuery query, WikiMap.Wiki wiki) throws InterruptedException {
        String chain = TriggeredBy.of(call.attempt).chain();
        List<Field> headers = List.of(
                new Field("Host", wiki.hostHeader()),
                new Field("X-Request-Id", RequestId.of(call.attempt.delivery())),
                new Field(TriggeredBy.HEADER, chain));
        HttpCall.Request request = new HttpCall.Request("GET", wiki.resolve(query.path()), headers, new byte[0]);
        return switch (http.send(request, call.deadline)) {
            case NoAnswer(var kind, var detail) -> Judgement.noAnswer(kind, detail);
            case Answer answer -> {
                Pause.noteLag(answer, call.attempt.delivery().wiki(), lag, time.instant());
                yield Judgement.quoting(answer, judge(call, chain, answer));
            }
        };
    }

    private Outcome judge(Call call, String chain, Answer answer) throws InterruptedException {
        Outcome pause = Pause.asked(answer, time.instant());
        if (pause != null) {
            return pause;
        }
        int status = answer.status();
        if (status >= 300 && status < 400) {
            return Judgement.redirect(answer, "the wiki's URL");
        }
        if (status != 200) {
            String detail = "status " + status + ": " + Excerpt.of(answer.body());
            return status >= 500 ? new Outcome.Failed(status, detail) : new Outcome.Rejected(status, detail);
        }
        return switch (LinkAnswer.read(answer.body(), call.kind)) {
            case LinkAnswer.Garbage() ->
                new Outcome.Failed(200, "the answer is not that of api.php: " + Excerpt.of(answer.body()));
            case LinkAnswer.Refused(var code, var text)
            when PASSING.contains(code) ->
                new Outcome.Postponed(
                        200, "api.php asks to wait: " + Excerpt.of(text), Outcome.Scope.LANE, Pause.OVERLOADED);
            case LinkAnswer.Refused(var code, var text) ->
                new Outcome.Rejected(200, "api.php refuses with '" + code + "': " + Excerpt.of(text));
            case LinkAnswer.Page page -> append(call, chain, page);
        };
    }

    private Outcome append(Call call, String chain, LinkAnswer.Page page) throws InterruptedException {
        Progress progress = expansion.append(call.event, call.kind, page, chain, call.deadline);
        return progress.published() instanceof Published.Stored
                ? new Outcome.Done(
                        200, progress.made() + " events so far" + (page.next() == null ? ", these were the last" : ""))
                : EmitExecutor.outcome(progress.published(), "events");
    }
}
