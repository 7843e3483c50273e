package atoll.simulate;

import atoll.simulate.run.Report;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// For people: progress, and in the end what was injected and what happened, over all seeds.
final class TextResults implements Results {
    private static final int PROGRESS_EVERY = 20;

    private final String scenario;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, Long> events = new TreeMap<>();
    private long steps;

    TextResults(String scenario, PrintStream out, PrintStream err) {
        this.scenario = scenario;
        this.out = out;
        this.err = err;
    }

    @Override
    public void passed(Report report, long done, long of) {
        report.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        report.events().forEach((event, count) -> events.merge(event, count, Long::sum));
        steps += report.steps();
        if (done % PROGRESS_EVERY == 0) {
            out.println(scenario + ": " + done + " of " + of + " seeds passed");
        }
    }

    @Override
    public void failed(long seed, String message) {
        err.println(message);
    }

    @Override
    public void allPassed(long seeds) {
        out.println(scenario + ": all " + seeds + " seeds passed, " + steps + " steps");
        out.println("faults injected: " + joined(faults));
        out.println("what happened: " + joined(events));
    }

    private static String joined(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
