package atoll.console.overview;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import atoll.console.text.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One job type, or one stream of events without jobs.
///
/// @param oldestSeconds age of the oldest work that is due
/// @param backlog how what waits has changed in the last hour
public record TypeRow(
        String type, String stream, Rates rates, Depths depths, double oldestSeconds, List<Held> held, Spark backlog) {

    private static final double FAILING = 0.05;

    /// Per second; `failureRate` is failed attempts of all attempts, 0 to 1.
    public record Rates(double accepted, double done, double failed, double failureRate) {}

    /// How much is where.
    public record Depths(long waiting, long ready, long running, long dead) {}

    /// Why something is not carried out.
    ///
    /// @param wiki empty for all
    /// @param deliveries how many are held; 0 if that is not known
    public record Held(String wiki, String reason, long deliveries) {}

    public static TypeRow of(Tree tree) {
        List<Held> held = new ArrayList<>();
        for (Tree each : tree.list("held")) {
            held.add(new Held(each.text("wiki"), each.text("reason"), each.whole("deliveries")));
        }
        return new TypeRow(
                tree.text("type"),
                tree.text("stream"),
                new Rates(
                        tree.decimal("accepted_per_second"),
                        tree.decimal("done_per_second"),
                        tree.decimal("failed_per_second"),
                        tree.decimal("failure_rate")),
                new Depths(tree.whole("waiting"), tree.whole("ready"), tree.whole("running"), tree.whole("dead")),
                tree.decimal("oldest_seconds"),
                held,
                Spark.of(Series.of(tree.at("series")).waiting(), 0));
    }

    /// What tells rows apart.
    public String key() {
        return stream + " " + type;
    }

    public String name() {
        return type.isEmpty() ? stream : type;
    }

    public String path() {
        return "/console/types/" + AdminClient.encode(name());
    }

    public String deadPath() {
        return AdminClient.path("/console/dead", Map.of("type", type));
    }

    /// Enough attempts fail for somebody to look.
    public boolean isFailing() {
        return rates.failureRate >= FAILING;
    }

    public Lateness lateness() {
        return Lateness.of(oldestSeconds);
    }

    public long waiting() {
        return depths.waiting;
    }

    public long ready() {
        return depths.ready;
    }

    public long running() {
        return depths.running;
    }

    public long dead() {
        return depths.dead;
    }
}
