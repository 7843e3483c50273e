package atoll.simulate;

import atoll.base.json.Json;
import atoll.simulate.run.Report;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// For programs: one JSON object a line, each as soon as its seed has ended.
final class JsonResults implements Results {
    private final String scenario;
    private final PrintStream out;

    JsonResults(String scenario, PrintStream out) {
        this.scenario = scenario;
        this.out = out;
    }

    @Override
    public void passed(Report report, long done, long of) {
        Map<String, Object> line = line(report.seed(), true);
        line.put("steps", report.steps());
        line.put("trace", Long.toHexString(report.traceHash()));
        line.put("faults", new TreeMap<>(report.faults()));
        line.put("events", new TreeMap<>(report.events()));
        print(line);
    }

    @Override
    public void failed(long seed, String message) {
        Map<String, Object> line = line(seed, false);
        line.put("message", message);
        print(line);
    }

    @Override
    public void allPassed(long seeds) {
        out.flush();
    }

    private Map<String, Object> line(long seed, boolean passed) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("scenario", scenario);
        line.put("seed", seed);
        line.put("passed", passed);
        return line;
    }

    private void print(Map<String, Object> line) {
        out.println(new String(Json.write(line), StandardCharsets.UTF_8));
    }
}
