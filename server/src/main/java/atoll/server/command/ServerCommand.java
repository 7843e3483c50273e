package atoll.server.command;

import atoll.server.command.text.Ages;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// A command that asks a running Atoll.
public abstract class ServerCommand implements Callable<Integer> {
    protected final CommandContext context;

    @Mixin
    protected final ServerOptions options = new ServerOptions();

    @Spec
    private @Nullable CommandSpec spec;

    protected ServerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public final Integer call() throws InterruptedException {
        CommandSpec known = spec;
        if (known == null) {
            throw new AssertionError("a command is called by the command line only");
        }
        PrintWriter out = known.commandLine().getOut();
        try (AdminClient client = options.open(context)) {
            return run(client, out);
        } finally {
            out.flush();
        }
    }

    /// Does what the command is for; returns the exit code.
    protected abstract int run(AdminClient client, PrintWriter out) throws InterruptedException;

    /// Where progress goes, which is not the command's result.
    protected PrintWriter err() {
        CommandSpec known = spec;
        if (known == null) {
            throw new AssertionError("a command is called by the command line only");
        }
        return known.commandLine().getErr();
    }

    /// The server's time in an answer: ages are then right although the clocks of two machines differ.
    protected Instant at(JsonNode answer) {
        Instant at = Ages.instant(answer.path("at"));
        return at == null ? context.time().instant() : at;
    }
}
