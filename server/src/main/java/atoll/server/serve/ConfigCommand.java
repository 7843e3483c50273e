package atoll.server.serve;

import atoll.base.config.Bound;
import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.base.config.DefaultFile;
import atoll.base.config.Setting;
import atoll.base.json.Json;
import atoll.server.node.AtollConfig;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `atoll config`: what is configured, and whether it can be used.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks and explains the configuration.",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Explain.class, ConfigCommand.Default.class})
public final class ConfigCommand {
    private final Environment environment;

    public ConfigCommand(Environment environment) {
        this.environment = environment;
    }

    /// `atoll config check`.
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Reads the configuration and the rule files and reports all problems at once.",
            footer = {"", "Example:", "  atoll config check --config atoll.yaml"})
    static final class Check implements Callable<Integer> {
        @Mixin
        private final ConfigOptions options = new ConfigOptions();

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call()
        private CommandSpec spec;

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli before call()
        private ConfigCommand parent;

        @Override
        public Integer call() {
            Bound<AtollConfig> bound = options.bind();
            int rules = ConfigOptions.rules(bound.value()).rules().size();
            WorkerPrograms.check(bound.value(), parent.environment);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(text(Map.of("ok", true, "rules", rules)));
            } else {
                out.println("the configuration can be used; " + rules + (rules == 1 ? " rule" : " rules"));
            }
            out.flush();
            return 0;
        }
    }

    /// `atoll config explain`.
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Shows what a key means, its value, and where the value comes from.",
            footer = {
                "",
                "Examples:",
                "  atoll config explain jobs.concurrency",
                "  atoll config explain --config atoll.yaml"
            })
    static final class Explain implements Callable<Integer> {
        @Mixin
        private final ConfigOptions options = new ConfigOptions();

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Parameters(arity = "0..1", paramLabel = "KEY", description = "a key or a section; without one, everything")
        private @Nullable String key;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call()
        private CommandSpec spec;

        @Override
        public Integer call() {
            Bound<AtollConfig> bound = options.bind();
            List<Setting> settings = key == null ? bound.settings() : bound.explain(key);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(text(settings.stream().map(ConfigCommand::fields).toList()));
            } else {
                settings.forEach(setting -> print(out, setting));
            }
            out.flush();
            return 0;
        }

        private static void print(PrintWriter out, Setting setting) {
            out.println(setting.key() + " = " + setting.current() + "   (" + setting.origin() + ")");
            List<String> more = new ArrayList<>();
            if (!setting.doc().isEmpty()) {
                more.add(setting.doc());
            }
            more.add(setting.type() + (setting.byDefault().isEmpty() ? "" : ", default " + setting.byDefault()));
            more.forEach(line -> out.println("    " + line));
        }
    }

    /// `atoll config default`.
    @Command(
            name = "default",
            mixinStandardHelpOptions = true,
            description = "Prints a configuration file with every key explained and its default as a comment.",
            footer = {"", "Examples:", "  atoll config default > atoll.yaml", "  atoll config default --json"})
    static final class Default implements Callable<Integer> {
        @Option(names = "--json", description = "print the keys as JSON, as 'config explain' does")
        private boolean json;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call()
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                List<Setting> settings = ConfigBinder.bind(AtollConfig.class, ConfigText.NONE, List.of())
                        .settings();
                out.println(text(settings.stream().map(ConfigCommand::fields).toList()));
            } else {
                out.print(DefaultFile.of(AtollConfig.class));
            }
            out.flush();
            return 0;
        }
    }

    private static Map<String, String> fields(Setting setting) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", setting.key());
        fields.put("value", setting.current());
        fields.put("origin", setting.origin());
        fields.put("default", setting.byDefault());
        fields.put("type", setting.type());
        fields.put("doc", setting.doc());
        return fields;
    }

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
