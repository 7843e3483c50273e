package atoll.bench;

import atoll.bench.measure.ProcessUsage;
import atoll.bench.process.ServerUnderTest;
import java.io.IOException;
import java.util.OptionalDouble;

/// What a server has used up to a moment; the difference of two is what the work between them cost.
///
/// @param cpuSeconds empty where the system does not tell
record Cost(OptionalDouble cpuSeconds, double syncs) {

    /// @param hasMetrics false for the comparison server, which has no such page
    static Cost of(ServerUnderTest server, boolean hasMetrics) throws IOException {
        return new Cost(
                ProcessUsage.of(server.pid()).cpuSeconds(), hasMetrics ? Session.syncs(Session.metrics(server)) : 0);
    }

    /// Processor time per piece of work since the earlier moment, in microseconds.
    OptionalDouble cpuMicrosSince(Cost earlier, long pieces) {
        return cpuSeconds.isEmpty() || earlier.cpuSeconds.isEmpty() || pieces == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((cpuSeconds.getAsDouble() - earlier.cpuSeconds.getAsDouble()) * 1e6 / pieces);
    }

    double syncsSince(Cost earlier, long pieces) {
        return pieces == 0 ? 0 : (syncs - earlier.syncs) / pieces;
    }
}
