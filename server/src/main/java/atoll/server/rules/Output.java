package atoll.server.rules;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command's result goes.
final class Output {
    private Output() {}

    static PrintWriter of(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new AssertionError("a command is called by the command line only");
        }
        return spec.commandLine().getOut();
    }
}
