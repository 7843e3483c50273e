package atoll.server.command.text;

import atoll.base.config.Nearest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in one line.
public final class Misuse {
    private Misuse() {}

    public static String text(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String what = switch (failure) {
            case OverwrittenOptionException twice
            when twice.getOverwritten() instanceof OptionSpec option ->
                "'" + option.longestName() + "' is given more than once: "
                        + (option.arity().max() == 0 ? "once is enough" : "it takes one value; keep one of them");
            case UnmatchedArgumentException unknown -> unmatched(unknown, command);
            default -> lowered(String.valueOf(failure.getMessage()));
        };
        return Plain.text(what) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
    }

    private static String unmatched(UnmatchedArgumentException failure, CommandLine command) {
        String argument = failure.getUnmatched().getFirst();
        if (failure.isUnknownOption()) {
            return "unknown option '" + argument + "'"
                    + suggestion(Nearest.of(
                            argument, command.getCommandSpec().optionsMap().keySet()));
        }
        return command.getSubcommands().isEmpty()
                ? "'" + argument + "' is one argument too many"
                : "unknown command '" + argument + "'"
                        + suggestion(
                                Nearest.of(argument, command.getSubcommands().keySet()));
    }

    private static String suggestion(@Nullable String near) {
        return near == null ? "" : "; did you mean '" + near + "'?";
    }

    private static String lowered(String message) {
        return message.substring(0, Math.min(1, message.length())).toLowerCase(Locale.ROOT)
                + message.substring(Math.min(1, message.length()));
    }
}
