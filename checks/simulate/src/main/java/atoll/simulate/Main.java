package atoll.simulate;

import atoll.simulate.ledger.LedgerScenario;
import atoll.simulate.log.LogScenario;
import atoll.simulate.run.Report;
import atoll.simulate.run.Scenario;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `simulate SCENARIO --seeds N | --seed N`: runs a scenario for the seeds 1 to N, or for one.
public final class Main {
    private static final int FAILED = 1;
    private static final int PROGRESS_EVERY = 20;

    private static final Map<String, Scenario> SCENARIOS =
            new TreeMap<>(Map.of("ledger", seed -> new LedgerScenario(seed).run(), "log", LogScenario::run));

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /// The command without its end: 0 if all seeds passed, else 1.
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length > 0 && List.of("--help", "-h").contains(args[0])) {
            usage(out);
            return 0;
        }
        if (args.length != 3 || !SCENARIOS.containsKey(args[0])) {
            return usage(err);
        }
        long number;
        try {
            number = Long.parseLong(args[2]);
        } catch (NumberFormatException e) {
            return usage(err);
        }
        Scenario scenario = SCENARIOS.get(args[0]);
        return switch (args[1]) {
            case "--seed" -> run(args[0], scenario, number, number, out, err);
            case "--seeds" -> run(args[0], scenario, 1, number, out, err);
            default -> usage(err);
        };
    }

    private static int run(String name, Scenario scenario, long first, long last, PrintStream out, PrintStream err) {
        Map<String, Long> faults = new TreeMap<>();
        Map<String, Long> events = new TreeMap<>();
        long steps = 0;
        for (long seed = first; seed <= last; seed++) {
            try {
                Report report = scenario.run(seed);
                report.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
                report.events().forEach((event, count) -> events.merge(event, count, Long::sum));
                steps += report.steps();
            } catch (AssertionError e) {
                err.println(e.getMessage());
                return FAILED;
            }
            if ((seed - first + 1) % PROGRESS_EVERY == 0) {
                out.println(name + ": " + (seed - first + 1) + " of " + (last - first + 1) + " seeds passed");
            }
        }
        out.println(name + ": all " + (last - first + 1) + " seeds passed, " + steps + " steps");
        out.println("faults injected: " + joined(faults));
        out.println("what happened: " + joined(events));
        return 0;
    }

    private static String joined(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static int usage(PrintStream err) {
        err.println("usage: simulate SCENARIO --seeds N | --seed N   (scenarios: "
                + String.join(", ", SCENARIOS.keySet()) + "; example: simulate ledger --seeds 200)");
        return FAILED;
    }
}
