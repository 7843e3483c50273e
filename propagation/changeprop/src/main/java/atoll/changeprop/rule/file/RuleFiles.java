package atoll.changeprop.rule.file;

import atoll.base.config.Nearest;
import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads rules from YAML: a map of rules by name, or a whole change-propagation configuration with such maps anywhere
/// inside (`templates`, with the module's options beside them as defaults). A rule is a map with `topic` or `topics`,
/// or with `exec` or `cases`.
///
/// All problems of all files are found at once; with a single one there are no rules.
public final class RuleFiles {
    private static final int MOST_PROBLEMS = 200;
    private static final Set<String> OPTIONS = Set.of(
            "templates",
            "metadata_broker_list",
            "dc_name",
            "consume_dc",
            "produce_dc",
            "test_mode",
            "disable_blacklist",
            "disable_ratelimit",
            LimiterDefinitions.KEY);

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private final List<RuleReader.Reading> readings = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final Partitioned partitioned = new Partitioned();
    private final LimiterDefinitions limiters = new LimiterDefinitions(problems, notes);
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, String> fileOf = new LinkedHashMap<>();
    /// A part that aliases repeat holds each of its rules once.
    private final Set<Yaml> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Grants grants;

    private RuleFiles(Grants grants) {
        this.grants = grants;
    }

    /// @param name for messages
    public record RuleFile(String name, String text) {}

    /// What came of reading.
    public sealed interface Result {

        /// What was read can be used.
        ///
        /// @param notes keys that are accepted but mean nothing in Atoll, and rules that are left out
        record Loaded(RuleSet rules, List<Problem> notes) implements Result {}

        record Refused(List<Problem> problems) implements Result {}
    }

    private record Found(String file, String name, int line, Yaml.Mapping map) {}

    /// Reads rules that are only looked at; what they may do on this machine is not checked.
    public static Result read(List<RuleFile> files) {
        return read(files, Grants.ANY);
    }

    /// Reads rules that are to be carried out; what the operator does not grant them is a problem.
    public static Result read(List<RuleFile> files, Grants grants) {
        RuleFiles reading = of(files, grants);
        if (!reading.problems.isEmpty()) {
            return new Result.Refused(shown(reading.problems));
        }
        return new Result.Loaded(new RuleSet(List.copyOf(reading.rules.values())), List.copyOf(reading.notes));
    }

    /// Everything there is to say about files before they are used.
    ///
    /// @param problems what keeps the files from being used
    /// @param doubts what cannot be meant, although it could be used
    /// @param notes as in [Result.Loaded]
    /// @param rules that can be used
    public record Inspection(List<Problem> problems, List<Problem> doubts, List<Problem> notes, RuleSet rules) {
        public Inspection {
            problems = List.copyOf(problems);
            doubts = List.copyOf(doubts);
            notes = List.copyOf(notes);
        }

        /// Problems and doubts to be shown, in the order of the lines.
        public List<Problem> all() {
            return shown(Stream.concat(problems.stream(), doubts.stream()).toList());
        }

        /// The same without the problems.
        public List<Problem> shownDoubts() {
            return shown(doubts);
        }
    }

    /// Reads as [#read] does, and looks for what cannot be meant, in rules with problems as far as they can be read.
    public static Inspection inspect(List<RuleFile> files, Grants grants, KnownStreams streams) {
        RuleFiles reading = of(files, grants);
        List<Problem> doubts = new ArrayList<>();
        Map<String, Found> byName = new LinkedHashMap<>();
        reading.found.forEach(each -> byName.putIfAbsent(each.name(), each));
        RuleCheck.look(
                reading.readings,
                name -> {
                    Found rule = Objects.requireNonNull(byName.get(name), "every rule stands somewhere");
                    return new YamlFields(rule.file(), name, rule.map(), doubts, reading.notes);
                },
                streams);
        return new Inspection(
                reading.problems, doubts, reading.notes, new RuleSet(List.copyOf(reading.rules.values())));
    }

    private static RuleFiles of(List<RuleFile> files, Grants grants) {
        RuleFiles reading = new RuleFiles(grants);
        files.forEach(reading::readFile);
        reading.readRules();
        return reading;
    }

    /// By file and line; if there are very many, the first and how many more there are.
    private static List<Problem> shown(List<Problem> problems) {
        List<String> order = problems.stream().map(Problem::file).distinct().toList();
        List<Problem> sorted = problems.stream()
                .distinct()
                .sorted(Comparator.<Problem>comparingInt(problem -> order.indexOf(problem.file()))
                        .thenComparingInt(Problem::line))
                .toList();
        if (sorted.size() <= MOST_PROBLEMS) {
            return sorted;
        }
        List<Problem> first = new ArrayList<>(sorted.subList(0, MOST_PROBLEMS));
        Problem next = sorted.get(MOST_PROBLEMS);
        first.add(Problem.ofFile(
                next.file(), next.line(), "and " + (sorted.size() - MOST_PROBLEMS) + " problems more from here on"));
        return List.copyOf(first);
    }

    /// @throws AtollException INVALID with all problems, one a line
    public static RuleSet load(List<RuleFile> files) {
        return load(files, Grants.ANY);
    }

    /// @throws AtollException INVALID with all problems, one a line
    public static RuleSet load(List<RuleFile> files, Grants grants) {
        return switch (read(files, grants)) {
            case Result.Loaded loaded -> loaded.rules();
            case Result.Refused(var problems) ->
                throw new AtollException(
                        ErrorKind.INVALID,
                        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }

    private void readFile(RuleFile file) {
        int before = found.size() + problems.size();
        Yaml document = YamlReader.read(
                file.name(), file.text(), (line, message) -> problems.add(Problem.ofFile(file.name(), line, message)));
        if (document != null) {
            search(file.name(), document);
        }
        if (found.size() + problems.size() == before) {
            problems.add(Problem.ofFile(
                    file.name(), 0, "has no rules: a rule is a map with 'topic' or 'topics', and 'exec'"));
        }
    }

    private void search(String file, Yaml node) {
        if (!visited.add(node)) {
            return;
        }
        switch (node) {
            case Yaml.Scalar _ -> {}
            case Yaml.Sequence list -> list.items().forEach(item -> search(file, item));
            case Yaml.Mapping map -> {
                limiters.find(file, map);
                if (map.get("partition_stream") instanceof Yaml.Scalar(var name, var _) && name != null) {
                    partitioned.name(name);
                }
                boolean isModule = map.get("templates") instanceof Yaml.Mapping templates
                        && templates.entries().values().stream().anyMatch(entry -> isRule(entry.value()));
                if (isModule) {
                    checkOptions(file, map);
                }
                map.entries().forEach((key, entry) -> {
                    if (isModule && key.equals("templates") && entry.value() instanceof Yaml.Mapping templates) {
                        visited.add(templates);
                        rules(file, templates, map);
                    } else if (isRule(entry.value()) && entry.value() instanceof Yaml.Mapping rule) {
                        found.add(new Found(file, key, entry.line(), rule));
                    } else {
                        search(file, entry.value());
                    }
                });
            }
        }
    }

    private void rules(String file, Yaml.Mapping templates, Yaml.Mapping options) {
        templates.entries().forEach((name, entry) -> {
            if (isRule(entry.value()) && entry.value() instanceof Yaml.Mapping rule) {
                found.add(new Found(file, name, entry.line(), withDefaults(rule, options)));
            }
        });
    }

    private static Yaml.Mapping withDefaults(Yaml.Mapping rule, Yaml.Mapping options) {
        Map<String, Yaml.Entry> all = new LinkedHashMap<>(rule.entries());
        options.entries().forEach((key, entry) -> {
            if (RuleReader.INHERITED.contains(key)) {
                all.putIfAbsent(key, entry);
            }
        });
        return new Yaml.Mapping(all, rule.line());
    }

    /// Options say how the original reaches its log and its limits; what Atoll does not need is noted.
    private void checkOptions(String file, Yaml.Mapping options) {
        YamlFields fields = new YamlFields(file, "", options, problems, notes);
        if (fields.truth("test_mode", false)) {
            fields.problem(
                    "test_mode",
                    true,
                    "Atoll has no test mode: use 'atoll rules try', and remove the key to run the rules");
        }
        Set<String> known = new HashSet<>(OPTIONS);
        known.addAll(RuleReader.INHERITED);
        known.addAll(RuleReader.WITHOUT_EFFECT);
        for (String key : fields.keys()) {
            if (key.equals("dc_name") || key.equals("consume_dc") || key.equals("produce_dc")) {
                fields.note(key, "has no effect in Atoll: the streams of the local datacenter are read");
            } else if (!known.contains(key)) {
                String near = Nearest.of(key, known);
                fields.note(key, "is no option of rules" + (near == null ? "" : "; did you mean '" + near + "'?"));
            }
        }
    }

    private static boolean isRule(Yaml node) {
        return node instanceof Yaml.Mapping map
                && (isGiven(map, "topic") || isGiven(map, "topics") || isGiven(map, "exec") || isGiven(map, "cases"));
    }

    private static boolean isGiven(Yaml.Mapping map, String key) {
        return map.entries().containsKey(key);
    }

    private void readRules() {
        List<YamlFields> written = new ArrayList<>();
        for (Found each : found) {
            String other = fileOf.putIfAbsent(each.name(), each.file());
            if (other != null) {
                problems.add(new Problem(
                        each.file(),
                        each.line(),
                        each.name(),
                        "",
                        "",
                        "a rule of this name is already in " + other + "; rename one"));
                continue;
            }
            YamlFields fields = new YamlFields(each.file(), each.name(), each.map(), problems, notes);
            if (!partitioned.take(fields)) {
                written.add(fields);
            }
        }
        for (YamlFields fields : written) {
            RuleReader.Reading reading = new RuleReader(fields, partitioned).read();
            if (reading != null) {
                readings.add(reading);
            }
            if (reading != null && reading.isUsable()) {
                Rule rule = reading.rule();
                rule.cases().forEach(each -> each.exec().forEach(exec -> checkGranted(fields, exec)));
                rules.put(fields.rule(), limiters.attach(fields, rule));
            }
        }
    }

    private void checkGranted(YamlFields fields, Exec exec) {
        grants.refusal(exec).ifPresent(why -> fields.problem("exec", nameOf(exec), why));
        if (grants.equals(Grants.ANY) && exec instanceof Exec.Program) {
            fields.note("exec", "starts '" + nameOf(exec) + "', which the operator must allow under jobs.programs");
        }
    }

    private static String nameOf(Exec exec) {
        return switch (exec) {
            case Exec.Program program -> program.command().getFirst().literalPrefix();
            case Exec.InProcess(var handler, var _) -> handler;
            case Exec.MediaWiki _, Exec.Links _, Exec.Emit _, Exec.Http _ -> "";
        };
    }
}
