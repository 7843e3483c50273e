package atoll.server;

import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.server.audit.AuditCommand;
import atoll.server.command.CommandContext;
import atoll.server.command.Commands;
import atoll.server.console.ConsoleCommand;
import atoll.server.console.PasswordCommand;
import atoll.server.deadletter.ActionsCommand;
import atoll.server.deadletter.DeadLettersCommand;
import atoll.server.demo.DemoCommand;
import atoll.server.find.FindCommand;
import atoll.server.observe.OverviewCommand;
import atoll.server.rules.RulesCheckCommand;
import atoll.server.rules.RulesTryCommand;
import atoll.server.ruleversions.RulesChangeCommand;
import atoll.server.ruleversions.RulesPreviewCommand;
import atoll.server.ruleversions.RulesVersionsCommand;
import atoll.server.serve.ConfigCommand;
import atoll.server.serve.Environment;
import atoll.server.serve.ServeCommand;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line. Exit codes: 0 done, 1 the user's mistake, 2 the system's failure.
@Command(
        name = "atoll",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 2,
        description = "Durable jobs, events and purges for MediaWiki.",
        footer = {
            "",
            "Example: atoll serve --wiki http://localhost",
            "",
            "In a source checkout the launcher also knows: ./atoll test, ./atoll simulate, ./atoll bench"
        })
public final class Main implements Runnable {
    private static final int HELP_WIDTH = 110;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        Environment environment = new Environment(System.getenv(), Path.of(System.getProperty("user.home", ".")));
        System.exit(commandLine(environment).execute(arguments));
    }

    /// The whole command line, for tests: it writes to the given streams and never exits.
    static CommandLine commandLine(Environment environment) {
        CommandLine root = new CommandLine(new Main())
                .addSubcommand(new ServeCommand(environment))
                .addSubcommand(new ConfigCommand(environment))
                .addSubcommand(new DemoCommand())
                .addSubcommand(new CommandLine(new ConsoleCommand())
                        .addSubcommand(new PasswordCommand(terminal(), System.in, Randomness.secure())));
        CommandContext context = context(environment);
        root.addSubcommand(new OverviewCommand(context))
                .addSubcommand(new FindCommand(context))
                .addSubcommand(new CommandLine(new DeadLettersCommand(context))
                        .addSubcommand(new DeadLettersCommand.Replay(context))
                        .addSubcommand(new DeadLettersCommand.Drop(context)))
                .addSubcommand(new ActionsCommand(context))
                .addSubcommand(new AuditCommand(context));
        Commands.addTo(root, context);
        Objects.requireNonNull(root.getSubcommands().get("rules"), "rules")
                .addSubcommand(new RulesVersionsCommand(context))
                .addSubcommand(new RulesPreviewCommand(context))
                .addSubcommand(new RulesChangeCommand.Apply(context))
                .addSubcommand(new RulesChangeCommand.Rollback(context))
                .addSubcommand(new RulesCheckCommand())
                .addSubcommand(new RulesTryCommand(System.in, new SystemTime()));
        // Narrower, and the examples would be broken where nobody can copy them.
        root.setUsageHelpWidth(HELP_WIDTH);
        return root.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static @Nullable Console terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).orElse(null);
    }

    private static CommandContext context(Environment environment) {
        String server = environment.variables().getOrDefault("ATOLL_SERVER", CommandContext.DEFAULT_SERVER);
        String user = environment.variables().getOrDefault("USER", "unknown");
        return new CommandContext(server, user, System.in, new SystemTime());
    }

    @Override
    public void run() {
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            spec.commandLine().usage(out);
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"atoll " + (version == null ? "development" : version)};
        }
    }
}
