package atoll.server;

import atoll.base.error.AtollException;
import atoll.server.demo.DemoCommand;
import atoll.server.serve.ConfigCommand;
import atoll.server.serve.Environment;
import atoll.server.serve.ServeCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        footer = {"", "Example: atoll --version"})
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        Environment environment = new Environment(System.getenv(), Path.of(System.getProperty("user.home", ".")));
        System.exit(commandLine(environment).execute(arguments));
    }

    /// The whole command line, for tests: it writes to the given streams and never exits.
    static CommandLine commandLine(Environment environment) {
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand(environment))
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new DemoCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
    }

    /// One line for a person; a failure that is no [AtollException] is a bug and shows where it happened.
    private static int report(Exception failure, CommandLine command) throws Exception {
        if (!(failure instanceof AtollException known)) {
            throw failure;
        }
        command.getErr().println("atoll: " + known.getMessage());
        command.getErr().flush();
        return switch (known.kind()) {
            case INVALID, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE -> 1;
            case LIMITED, UNAVAILABLE, INTERNAL -> 2;
        };
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
