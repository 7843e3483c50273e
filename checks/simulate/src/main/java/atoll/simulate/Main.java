package atoll.simulate;

import atoll.simulate.ledger.LedgerScenario;
import atoll.simulate.log.LogScenario;
import atoll.simulate.run.Report;
import atoll.simulate.run.Scenario;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `simulate SCENARIO --seeds N | --seed N [--json]`: runs a scenario for the seeds 1 to N, or for one.
public final class Main {
    private static final int FAILED = 1;

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
        List<String> words = new ArrayList<>(List.of(args));
        boolean json = words.remove("--json");
        String name = words.isEmpty() ? "" : words.getFirst();
        Scenario scenario = SCENARIOS.get(name);
        if (words.size() != 3 || scenario == null) {
            return usage(err);
        }
        long number;
        try {
            number = Long.parseLong(words.get(2));
        } catch (NumberFormatException e) {
            return usage(err);
        }
        Results results = json ? new JsonResults(name, out) : new TextResults(name, out, err);
        return switch (words.get(1)) {
            case "--seed" -> run(scenario, number, number, results);
            case "--seeds" -> run(scenario, 1, number, results);
            default -> usage(err);
        };
    }

    private static int run(Scenario scenario, long first, long last, Results results) {
        for (long seed = first; seed <= last; seed++) {
            Report report;
            try {
                report = scenario.run(seed);
            } catch (AssertionError e) {
                results.failed(seed, String.valueOf(e.getMessage()));
                return FAILED;
            }
            results.passed(report, seed - first + 1, last - first + 1);
        }
        results.allPassed(last - first + 1);
        return 0;
    }

    private static int usage(PrintStream err) {
        err.println("usage: simulate SCENARIO --seeds N | --seed N [--json]   (scenarios: "
                + String.join(", ", SCENARIOS.keySet()) + "; example: simulate ledger --seeds 200)");
        return FAILED;
    }
}
