package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/// `./atoll bench`. Exit codes: 0 measured, 1 the user's mistake, 2 the system's failure.
@Command(
        name = "atoll bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures Atoll on this machine; docs/benchmarks.md says how.",
        subcommands = {
            BenchCommand.Intake.class,
            BenchCommand.Dispatch.class,
            BenchCommand.Backlog.class,
            BenchCommand.Find.class,
            BenchCommand.Latency.class,
            BenchCommand.Idle.class,
            BenchCommand.Rules.class,
            BenchCommand.Reload.class,
            BenchCommand.Worker.class
        },
        footer = {"", "Example: atoll bench intake --quick"})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "atoll/bench/logback.xml");
        System.exit(commandLine(List.of(arguments)).execute(arguments));
    }

    /// @param typed repeated in the report
    static CommandLine commandLine(List<String> typed) {
        CommandLine line = new CommandLine(new Main());
        line.getSubcommands().values().forEach(sub -> ((BenchCommand) sub.getCommand()).typed(typed));
        IExecutionExceptionHandler oneLine = (failure, on, _) -> {
            boolean users = failure instanceof AtollException known && known.kind() == ErrorKind.INVALID;
            on.getErr().println("atoll bench: " + failure.getMessage());
            if (!(failure instanceof AtollException)) {
                failure.printStackTrace(on.getErr());
            }
            return users ? 1 : 2;
        };
        line.setParameterExceptionHandler((mistake, _) -> {
            mistake.getCommandLine().getErr().println("atoll bench: " + mistake.getMessage() + "; see --help");
            return 1;
        });
        return line.setExecutionExceptionHandler(oneLine);
    }
}
