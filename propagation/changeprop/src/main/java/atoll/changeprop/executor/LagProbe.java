package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.json.Json;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.executor.HttpCall.NoAnswer;
import atoll.changeprop.lag.ReplicaLag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Asks one wiki of a section for its replica lag, again and again. An answer that cannot be used changes
/// nothing: what was heard before ends by itself.
public final class LagProbe implements Duty {
    static final String PATH = "/api.php?action=query&format=json&formatversion=2&meta=siteinfo&siprop=dbrepllag";

    private static final Logger LOG = LoggerFactory.getLogger(LagProbe.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int HOLDS_FOR = 3;

    private final String section;
    private final WikiMap.Wiki wiki;
    private final HttpCall http;
    private final ReplicaLag lag;
    private final Duration every;
    private final TimeSource time;
    private final Wakeup wakeup;

    public LagProbe(String section, WikiMap.Wiki wiki, HttpCall http, ReplicaLag lag, Duration every, TimeSource time) {
        this.section = section;
        this.wiki = wiki;
        this.http = http;
        this.lag = lag;
        this.every = every;
        this.time = time;
        this.wakeup = time.newWakeup();
    }

    @Override
    public String name() {
        return "lag-probe-" + section;
    }

    @Override
    public Next step() throws InterruptedException {
        List<Field> headers = List.of(new Field("Host", wiki.hostHeader()));
        HttpCall.Request request = new HttpCall.Request("GET", wiki.resolve(PATH), headers, new byte[0]);
        switch (http.send(request, Deadline.after(time, ANSWER_WITHIN))) {
            case NoAnswer(var _, var detail) -> unusable(detail);
            case Answer answer ->
                told(answer)
                        .ifPresentOrElse(
                                found -> lag.heard(section, found, every.multipliedBy(HOLDS_FOR)),
                                () -> unusable("status " + answer.status() + ": " + Excerpt.of(answer.body())));
        }
        return new Next.OnWakeup(wakeup, every);
    }

    private void unusable(String detail) {
        LOG.atWarn()
                .addKeyValue("section", section)
                .addKeyValue("reason", Excerpt.of(detail))
                .log("replica lag is not known");
    }

    /// The largest lag of the answer's servers.
    private static Optional<Duration> told(Answer answer) {
        Optional<Duration> refused = Pause.lag(answer);
        if (refused.isPresent() || answer.status() != 200) {
            return refused;
        }
        try {
            JsonNode servers = Json.readTree(answer.body()).path("query").path("dbrepllag");
            return Stream.iterate(0, i -> i < servers.size(), i -> i + 1)
                    .map(i -> servers.path(i).path("lag"))
                    .filter(value -> value.isNumber() && value.asDouble() >= 0)
                    .map(value -> Duration.ofMillis((long) (value.asDouble() * 1000)))
                    .max(Duration::compareTo);
        } catch (AtollException e) {
            return Optional.empty();
        }
    }
}
