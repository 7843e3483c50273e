package atoll.changeprop.rule.file;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads rules from YAML: a map of rules by name, or a whole change-propagation configuration with such maps anywhere
/// inside (`templates`). A rule is a map with `topic`, `topics` or `exec`.
///
/// All problems of all files are found at once; with a single one there are no rules.
public final class RuleFiles {
    private static final int DEEPEST = 32;
    private static final int MOST_PROBLEMS = 200;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, String> fileOf = new LinkedHashMap<>();

    private final LimiterDefinitions limiters = new LimiterDefinitions(problems, notes);

    private RuleFiles() {}

    /// @param name for messages
    public record RuleFile(String name, String text) {}

    /// What came of reading.
    public sealed interface Result {

        /// @param notes keys that are accepted but mean nothing in Atoll
        record Loaded(RuleSet rules, List<Problem> notes) implements Result {}

        record Refused(List<Problem> problems) implements Result {}
    }

    public static Result read(List<RuleFile> files) {
        RuleFiles reading = new RuleFiles();
        files.forEach(reading::readFile);
        reading.rules.replaceAll((name, rule) -> reading.limiters.attach(reading.fileOf.getOrDefault(name, ""), rule));
        if (!reading.problems.isEmpty()) {
            return new Result.Refused(
                    List.copyOf(reading.problems.subList(0, Math.min(MOST_PROBLEMS, reading.problems.size()))));
        }
        return new Result.Loaded(new RuleSet(List.copyOf(reading.rules.values())), List.copyOf(reading.notes));
    }

    /// @throws AtollException INVALID with all problems, one a line
    public static RuleSet load(List<RuleFile> files) {
        return switch (read(files)) {
            case Result.Loaded loaded -> loaded.rules();
            case Result.Refused(var problems) ->
                throw new AtollException(
                        ErrorKind.INVALID,
                        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }

    private void readFile(RuleFile file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.name())
                .setAllowDuplicateKeys(false)
                .build();
        Object document;
        try {
            document = new Load(settings).loadFromString(file.text());
        } catch (MarkedYamlEngineException e) {
            String at = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            problems.add(new Problem(file.name(), "", "", "", "not YAML" + at + ": " + e.getProblem()));
            return;
        } catch (YamlEngineException e) {
            problems.add(new Problem(file.name(), "", "", "", "not YAML: " + e.getMessage()));
            return;
        }
        int before = rules.size() + problems.size();
        search(file.name(), "", document, 0);
        if (rules.size() + problems.size() == before) {
            problems.add(new Problem(
                    file.name(), "", "", "", "has no rules: a rule is a map with 'topic' or 'topics', and 'exec'"));
        }
    }

    private void search(String file, String name, @Nullable Object node, int depth) {
        if (depth > DEEPEST) {
            problems.add(new Problem(file, "", "", "", "nested deeper than " + DEEPEST + " levels"));
        } else if (node instanceof Map<?, ?> map) {
            if (!name.isEmpty() && isRule(map)) {
                readRule(file, name, map);
            } else {
                if (map.get(LimiterDefinitions.KEY) instanceof Map<?, ?> definitions) {
                    limiters.read(file, definitions);
                }
                map.forEach((key, value) -> search(file, String.valueOf(key), value, depth + 1));
            }
        } else if (node instanceof List<?> list) {
            list.forEach(item -> search(file, "", item, depth + 1));
        }
    }

    private static boolean isRule(Map<?, ?> map) {
        return map.containsKey("topic") || map.containsKey("topics") || map.containsKey("exec");
    }

    private void readRule(String file, String name, Map<?, ?> map) {
        String other = fileOf.putIfAbsent(name, file);
        if (other != null) {
            problems.add(
                    new Problem(file, name, "", "", "a rule of this name is already in " + other + "; rename one"));
            return;
        }
        RuleReader reader = new RuleReader(new YamlFields(file, name, map, problems, notes));
        Rule rule = reader.read();
        if (rule != null) {
            rules.put(name, rule);
        }
    }
}
