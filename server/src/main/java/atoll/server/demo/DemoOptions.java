package atoll.server.demo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the demo runs.
///
/// @param data an empty directory
/// @param listen address of Atoll
/// @param duration how long editors work; null until somebody stops them
/// @param rate edits per second
/// @param articles pages of the sample wiki besides templates
/// @param troubles what the wiki suffers from
record DemoOptions(
        Path data,
        String listen,
        @Nullable Duration duration,
        double rate,
        long seed,
        int articles,
        Troubles troubles) {}
