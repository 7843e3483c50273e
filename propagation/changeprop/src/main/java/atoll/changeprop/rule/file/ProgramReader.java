package atoll.changeprop.rule.file;

import atoll.base.config.DataSize;
import atoll.base.error.AtollException;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.ExitCodes;
import atoll.changeprop.rule.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a program that a rule starts: `exec: {process: [/usr/bin/php, …], …}`.
final class ProgramReader {
    private static final Set<String> KNOWN =
            Set.of("process", "timeout", "memory", "output", "env", "directory", "retry_on", "ignore");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final int MOST_WORDS = 200;
    private static final DataSize MEMORY = DataSize.ofMebibytes(512);
    private static final DataSize LEAST_MEMORY = DataSize.ofMebibytes(1);
    private static final DataSize OUTPUT = DataSize.ofMebibytes(1);
    private static final DataSize MOST = new DataSize(1L << 40);

    private final YamlFields inner;

    /// @param inner the keys of the map
    ProgramReader(YamlFields inner) {
        this.inner = inner;
    }

    @Nullable
    Exec read() {
        int before = inner.problemCount();
        inner.checkKeys(KNOWN, Set.of());
        List<Template> command = command();
        Map<String, Template> environment = environment();
        String directory = directory();
        Duration timeout = ExecReader.timeout(inner);
        DataSize memory = size("memory", MEMORY, LEAST_MEMORY);
        DataSize output = size("output", OUTPUT, new DataSize(0));
        ExitCodes exits = new ExitCodes(codes("retry_on"), codes("ignore"));
        return inner.problemCount() > before
                ? null
                : new Exec.Program(command, environment, directory, timeout, memory.bytes(), output.bytes(), exits);
    }

    private List<Template> command() {
        if (!(inner.get("process") instanceof List<?> words)
                || words.isEmpty()
                || words.size() > MOST_WORDS
                || !words.stream().allMatch(word -> word instanceof String || word instanceof Number)) {
            inner.problem(
                    "process",
                    inner.get("process"),
                    "must be a list of a program and its arguments, at most " + MOST_WORDS
                            + " texts (example: [/usr/bin/php, run.php, '{{message.database}}'])");
            return List.of();
        }
        List<Template> command = new ArrayList<>();
        for (Object word : words) {
            try {
                command.add(Template.parse(word.toString()));
            } catch (IllegalArgumentException e) {
                inner.problem("process", word, String.valueOf(e.getMessage()));
            }
        }
        if (!command.isEmpty()
                && !(command.getFirst().isLiteral()
                        && command.getFirst().literalPrefix().startsWith("/"))) {
            inner.problem(
                    "process",
                    words.getFirst(),
                    "must begin with the absolute path of a program, which does not depend on the event");
        }
        return command;
    }

    private Map<String, Template> environment() {
        Map<String, Template> environment = new LinkedHashMap<>();
        YamlFields named = inner.map("env", "{WIKI: '{{message.database}}'}");
        if (named != null) {
            for (String name : named.keys()) {
                Template template = named.template(name);
                if (!VARIABLE.matcher(name).matches()) {
                    named.problem(name, null, "is not the name of an environment variable");
                } else if (template != null) {
                    environment.put(name, template);
                }
            }
        }
        return environment;
    }

    private @Nullable String directory() {
        Object value = inner.get("directory");
        if (value == null) {
            return null;
        }
        if (value instanceof String path && path.startsWith("/")) {
            return path;
        }
        inner.problem("directory", value, "must be an absolute path");
        return null;
    }

    private DataSize size(String key, DataSize absent, DataSize least) {
        Object value = inner.get(key);
        if (value == null) {
            return absent;
        }
        try {
            DataSize size = DataSize.parse(value.toString());
            if (size.compareTo(least) >= 0 && size.compareTo(MOST) <= 0) {
                return size;
            }
            inner.problem(key, value, "must be from " + least + " to " + MOST);
        } catch (AtollException e) {
            inner.problem(key, value, "is not a size (examples: 64KiB, 512MiB, 2GiB)");
        }
        return absent;
    }

    private List<Integer> codes(String key) {
        List<Integer> codes = new ArrayList<>();
        for (String text : inner.texts(key)) {
            int code = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
            if (code < 1 || code > ExitCodes.HIGHEST) {
                inner.problem(key, text, "is not an exit code (1 to " + ExitCodes.HIGHEST + ")");
            } else {
                codes.add(code);
            }
        }
        return codes;
    }
}
