package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.backup.LogCheckCommand;
import atoll.server.backup.RestoreCommand;
import atoll.server.command.text.Misuse;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Adds the commands over the admin API to a command line, and turns failures into one line and an exit code: 1 for the
/// user's mistakes, 2 for the system's. Stack traces only with `--debug`.
public final class Commands {
    private static final int USER = 1;
    private static final int SYSTEM = 2;

    private Commands() {}

    /// Call it after all other subcommands were added, so that its error texts hold for them too.
    public static CommandLine addTo(CommandLine root, CommandContext context) {
        CommandLine jobs = new CommandLine(new JobsCommand())
                .addSubcommand(new JobsListCommand(context))
                .addSubcommand(new JobsShowCommand(context))
                .addSubcommand(new JobsChangeCommand.Retry(context))
                .addSubcommand(new JobsChangeCommand.Drop(context));
        CommandLine events = new CommandLine(new EventsCommand())
                .addSubcommand(new EventsTailCommand(context))
                .addSubcommand(new EventsProduceCommand(context));
        CommandLine log = new CommandLine(new LogCommand())
                .addSubcommand(new LogTopicsCommand(context))
                .addSubcommand(new LogCheckCommand());
        CommandLine rules = new CommandLine(new RulesCommand())
                .addSubcommand(new RulesListCommand(context))
                .addSubcommand(new RulesReloadCommand(context));
        root.addSubcommand(new QueueCommand(context))
                .addSubcommand(new BalanceCommand(context))
                .addSubcommand(jobs)
                .addSubcommand(events)
                .addSubcommand(log)
                .addSubcommand(rules)
                .addSubcommand(new BackupCommand(context))
                .addSubcommand(new RestoreCommand(context.time()));
        root.setExecutionExceptionHandler(Commands::failed);
        root.setParameterExceptionHandler(Commands::misused);
        return root;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        boolean debug = parsed.originalArgs().contains("--debug");
        PrintWriter err = command.getErr();
        if (debug) {
            failure.printStackTrace(err);
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            err.println("atoll: interrupted");
            return SYSTEM;
        }
        if (!(failure instanceof AtollException known)) {
            throw failure;
        }
        // A configuration reports all its problems, each on a line of its own.
        String message =
                String.valueOf(known.getMessage()).lines().map(Plain::text).collect(Collectors.joining("\n"));
        err.println("atoll: " + message);
        err.flush();
        return isUsers(known.kind()) ? USER : SYSTEM;
    }

    private static boolean isUsers(ErrorKind kind) {
        return switch (kind) {
            case INVALID, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE -> true;
            case LIMITED, UNAVAILABLE, INTERNAL -> false;
        };
    }

    private static int misused(CommandLine.ParameterException failure, String[] arguments) {
        failure.getCommandLine().getErr().println("atoll: " + Misuse.text(failure));
        return USER;
    }
}
