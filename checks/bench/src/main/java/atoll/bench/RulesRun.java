package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.StreamRules;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.changeprop.rule.template.EventView;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// How fast the rules of a stream decide which of them want an event, on one thread: from the event's bytes to the
/// list of rules.
public final class RulesRun {
    private static final String RECORDED = "propagation/changeprop/src/test/resources/atoll/changeprop/";
    private static final List<String> EVENTS =
            List.of("job-events-1.jsonl", "job-events-2.jsonl", "other-events.jsonl", "rule/examples-by-stream.jsonl");
    private static final String TARGET = ">= 200000";
    private static final int FEW = 35;
    private static final int MANY = 350;

    private final Session session;
    private final Path checkout;

    public RulesRun(Session session, Path checkout) {
        this.session = session;
        this.checkout = checkout;
    }

    /// An event and the rules that read its stream.
    @SuppressWarnings("ArrayRecordComponent") // identity is never used
    private record Read(StreamRules rules, byte[] event) {}

    public void run() throws IOException {
        List<String> events = events();
        String jobs = text("rule/jobqueue.yaml");
        String insiders = text("rule/changeprop.yaml");
        List<Setup> setups = List.of(
                new Setup("a farm's job queue", TARGET, reads(events, jobs)),
                new Setup("rules that look into events", TARGET, reads(events, insiders)),
                new Setup("the same and " + FEW + " that match nothing", "", reads(events, insiders, strangers(FEW))),
                new Setup(
                        "the same and " + MANY + " that match nothing", "", reads(events, insiders, strangers(MANY))));
        session.note(events.size() + " recorded events, " + bytes(events) / events.size()
                + " bytes on average, by turns, on one thread; from the event's bytes to the rules that want it,"
                + " without reading the log and without the fields that admission reads for the delivery.");
        for (int round = 0; round < session.scale().all(); round++) {
            session.figures().counting(session.scale().counts(round));
            for (Setup setup : setups) {
                measure(setup, round);
            }
        }
    }

    private record Setup(String name, String target, List<Read> reads) {}

    private void measure(Setup setup, int round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long decided = 0;
        long wanted = 0;
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long end = start + session.scale().round().toNanos();
        while (System.nanoTime() - end < 0) {
            for (Read read : setup.reads) {
                EventView event = new EventView(read.event, "id", Instant.EPOCH);
                wanted += read.rules.select(event, false).rules().size();
            }
            decided += setup.reads.size();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / decided;
        if (wanted == 0) {
            throw new AtollException(ErrorKind.INVALID, setup.name + ": no rule wants any of the events");
        }
        session.figures().add("rules: " + setup.name, "events/s", setup.target, decided / seconds);
        session.figures().add("rules: " + setup.name + ", allocated", "B per event", "", bytes);
        session.progress(String.format(
                Locale.ROOT,
                "%s, %s: %.0f events/s, %.0f B per event",
                session.scale().name(round),
                setup.name,
                decided / seconds,
                bytes));
    }

    private static List<Read> reads(List<String> events, String... rules) {
        List<RuleFile> files = IntStream.range(0, rules.length)
                .mapToObj(i -> new RuleFile("rules-" + i + ".yaml", rules[i]))
                .toList();
        RuleSet set = RuleFiles.load(files);
        Map<String, StreamRules> byStream = new HashMap<>();
        List<Read> reads = new ArrayList<>();
        for (String event : events) {
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            String stream = Json.readTree(bytes).path("meta").path("stream").asString();
            reads.add(new Read(byStream.computeIfAbsent(stream, set::reading), bytes));
        }
        return reads;
    }

    /// Rules for every stream whose match fails, by text and by expression in turns.
    private static String strangers(int count) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String match = i % 2 == 0
                    ? "{meta: {domain: stranger-" + i + ".example}}"
                    : "{meta: {uri: '/^https:\\/\\/stranger-" + i + "\\.example\\/wiki\\/(?<title>[^?]+)/'}}";
            rules.append("stranger_" + i + ": {topic: '/^/', match: " + match + ", exec: mediawiki}\n");
        }
        return rules.toString();
    }

    private List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        for (String file : EVENTS) {
            for (String line : text(file).lines().toList()) {
                JsonNode recorded = Json.readTree(line.getBytes(StandardCharsets.UTF_8));
                events.add(recorded.has("event") ? recorded.path("event").toString() : line);
            }
        }
        return events;
    }

    private static long bytes(List<String> events) {
        return events.stream()
                .mapToLong(event -> event.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private String text(String file) throws IOException {
        return Files.readString(checkout.resolve(RECORDED + file));
    }
}
