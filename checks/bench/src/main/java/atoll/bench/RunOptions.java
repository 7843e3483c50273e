package atoll.bench;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags all measurements have.
final class RunOptions {
    private static final int WARMUPS = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds that count (default ${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "length of a round where time bounds it (default ${DEFAULT-VALUE})")
    int seconds = 10;

    @Option(names = "--quick", description = "one short round without warm-up: shows that it works, measures nothing")
    boolean quick;

    @Option(names = "--json", description = "the report as JSON instead of Markdown")
    boolean json;

    @Option(names = "--append", paramLabel = "FILE", description = "appends the report's Markdown to this file too")
    @Nullable
    Path append;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description =
                    "where data directories are made, on the disk to be measured (default: target of the checkout)")
    @Nullable
    Path scratch;

    @Option(
            names = "--serve",
            description = "the server under test is ./atoll serve instead of the same started by this module;"
                    + " without heap figures and slow syncs")
    boolean serve;

    Scale scale() {
        return quick ? Scale.QUICK : new Scale(WARMUPS, rounds, Duration.ofSeconds(seconds));
    }
}
