package atoll.server.observe;

import atoll.server.admin.wire.AdminJson;
import atoll.work.ledger.state.State;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An [Overview] with the rates and series that belong to it, as JSON.
final class OverviewJson {
    private static final int MOST_HELD = 20;
    private static final int CHART_MINUTES = 60;

    private final Rates rates;

    OverviewJson(Rates rates) {
        this.rates = rates;
    }

    /// @param withSeries false leaves out what does not change from second to second
    ObjectNode whole(Overview overview, boolean withSeries) {
        Instant now = overview.at();
        ObjectNode answer = AdminJson.object();
        answer.put("time", AdminJson.time(now));
        answer.put("since", AdminJson.time(rates.since()));
        answer.put("accepted_per_second", sum(now, TypeHistory::accepted));
        answer.put("done_per_second", sum(now, TypeHistory::done));
        answer.put("failed_per_second", sum(now, TypeHistory::failed));
        ArrayNode types = answer.putArray("types");
        for (Overview.Type type : overview.types()) {
            ObjectNode node = types.addObject();
            put(node, type, now);
            if (withSeries) {
                putSeries(node, type.type(), now, CHART_MINUTES, false);
            }
        }
        putBalance(answer);
        return answer;
    }

    private interface Figure {
        History of(TypeHistory type);
    }

    private double sum(Instant now, Figure figure) {
        return rounded(rates.types().values().stream()
                .mapToDouble(type -> figure.of(type).perSecond(now))
                .sum());
    }

    /// Everything about a type but its series.
    void put(ObjectNode to, Overview.Type type, Instant now) {
        TypeHistory history = rates.types().getOrDefault(type.type(), new TypeHistory());
        double done = history.done().perSecond(now);
        double failed = history.failed().perSecond(now);
        to.put("type", type.type());
        to.put("stream", type.stream());
        to.put("accepted_per_second", rounded(history.accepted().perSecond(now)));
        to.put("done_per_second", rounded(done));
        to.put("failed_per_second", rounded(failed));
        to.put("failure_rate", done + failed == 0 ? 0 : rounded(failed / (done + failed)));
        Map<State, Long> counts = type.counts();
        to.put("waiting", Tally.waiting(counts));
        to.put("ready", counts.getOrDefault(State.READY, 0L));
        to.put("running", counts.getOrDefault(State.CLAIMED, 0L));
        to.put("dead", counts.getOrDefault(State.DEAD, 0L));
        Instant due = type.dueSince();
        if (due == null) {
            to.putNull("oldest_seconds");
        } else {
            to.put("oldest_seconds", Math.max(0, AdminJson.seconds(Duration.between(due, now))));
        }
        ArrayNode held = to.putArray("held");
        type.held().stream()
                .limit(MOST_HELD)
                .forEach(wiki -> held.addObject()
                        .put("wiki", wiki.wiki())
                        .put("reason", wiki.reason())
                        .put("deliveries", wiki.deliveries()));
        to.put("held_left_out", Math.max(0, type.held().size() - MOST_HELD));
    }

    /// @param fine the finest steps there are for so many minutes; else one a minute
    void putSeries(ObjectNode to, String type, Instant now, int minutes, boolean fine) {
        TypeHistory history = rates.types().getOrDefault(type, new TypeHistory());
        ObjectNode series = to.putObject("series");
        Series.Window first = window(history.accepted(), now, minutes, fine);
        series.put("step_seconds", first.stepSeconds());
        series.put("from", AdminJson.time(first.from()));
        putValues(series, "accepted", first);
        putValues(series, "done", window(history.done(), now, minutes, fine));
        putValues(series, "failed", window(history.failed(), now, minutes, fine));
        putValues(series, "waiting", window(history.backlog(), now, minutes, fine));
    }

    private static Series.Window window(History history, Instant now, int minutes, boolean fine) {
        return fine ? history.last(now, minutes) : history.coarse(now, minutes);
    }

    static void putValues(ObjectNode to, String name, Series.Window window) {
        ArrayNode values = to.putArray(name);
        for (long value : window.values()) {
            if (value == Series.MISSING) {
                values.addNull();
            } else {
                values.add(value);
            }
        }
    }

    private void putBalance(ObjectNode to) {
        Rates.@Nullable BalanceSeen seen = rates.balance();
        if (seen == null) {
            to.putNull("balance");
            return;
        }
        ObjectNode balance = to.putObject("balance");
        balance.put("at", AdminJson.time(seen.at()));
        balance.put("difference", seen.difference());
        ArrayNode streams = balance.putArray("streams_differing");
        seen.differing().keySet().stream().sorted().forEach(streams::add);
    }

    /// Percentiles of the last minutes in milliseconds; null while there was nothing.
    static void putLatency(ObjectNode to, String name, @Nullable Timer timer) {
        if (timer == null || timer.count() == 0) {
            to.putNull(name);
            return;
        }
        ObjectNode node = to.putObject(name);
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            node.put("p" + Math.round(value.percentile() * 100), rounded(value.value(TimeUnit.MILLISECONDS)));
        }
    }

    static void putFailures(ObjectNode to, List<Failures.Line> lines) {
        ArrayNode failures = to.putArray("failures");
        lines.forEach(line -> failures.addObject()
                .put("cause", line.cause())
                .put("count", line.count())
                .put("last", AdminJson.time(line.last())));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
