package atoll.console.jobtype;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import atoll.console.overview.Series;
import atoll.console.overview.TypeRow;
import atoll.console.text.Chart;
import atoll.console.text.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the page shows of how a job type runs.
///
/// @param concurrency how many may run at once; 0 if that is not known
public record JobType(
        TypeRow row, long concurrency, List<Latency> latencies, Shares shares, Chart rates, Chart backlog) {

    /// Percentiles in words.
    public record Latency(String what, String p50, String p90, String p99) {}

    /// By what the work is told apart.
    public record Shares(List<Wiki> wikis, List<Failure> failures, List<Root> roots) {}

    /// @param share of the executions, 0 to 1
    public record Wiki(String wiki, long done, double share, long waiting, long running) {}

    /// Why attempts failed.
    public record Failure(
            String cause, long count, @Nullable Instant last) {}

    /// A root job with the jobs it led to.
    public record Root(String root, String signature, String title, long jobs, long waiting) {
        public String findPath() {
            return AdminClient.path("/console/find", Map.of("q", signature.isEmpty() ? root : signature, "by", "root"));
        }
    }

    static JobType of(Tree tree) {
        Series series = Series.of(tree.at("series"));
        return new JobType(
                TypeRow.of(tree),
                tree.whole("concurrency"),
                latencies(tree.at("latency_ms")),
                shares(tree),
                series.rates(),
                series.backlog());
    }

    private static List<Latency> latencies(Tree tree) {
        List<Latency> latencies = new ArrayList<>();
        addLatency(latencies, "from due to start", tree.at("wait"));
        addLatency(latencies, "execution", tree.at("run"));
        return latencies;
    }

    private static void addLatency(List<Latency> to, String what, Tree tree) {
        if (tree.has("p50")) {
            to.add(new Latency(what, millis(tree, "p50"), millis(tree, "p90"), millis(tree, "p99")));
        }
    }

    private static String millis(Tree tree, String name) {
        return tree.has(name) ? Figures.millis(tree.decimal(name)) : "–";
    }

    private static Shares shares(Tree tree) {
        List<Wiki> wikis = tree.list("wikis").stream()
                .map(each -> new Wiki(
                        each.text("wiki"),
                        each.whole("done"),
                        each.decimal("share"),
                        each.whole("waiting"),
                        each.whole("running")))
                .toList();
        List<Failure> failures = tree.list("failures").stream()
                .map(each -> new Failure(each.text("cause"), each.whole("count"), each.time("last")))
                .toList();
        List<Root> roots = tree.list("roots").stream()
                .map(each -> new Root(
                        each.text("root"),
                        each.text("signature"),
                        each.text("title"),
                        each.whole("jobs"),
                        each.whole("waiting")))
                .toList();
        return new Shares(wikis, failures, roots);
    }

    public String inUse() {
        return concurrency == 0
                ? Figures.count(row.running())
                : Figures.count(row.running()) + " of " + Figures.count(concurrency);
    }
}
