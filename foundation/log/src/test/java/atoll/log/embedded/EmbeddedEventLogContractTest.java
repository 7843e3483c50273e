package atoll.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.file.RealDisk;
import atoll.base.id.Randomness;
import atoll.log.EventLog;
import atoll.log.EventLogContract;
import atoll.log.ShiftedTime;
import atoll.testkit.disk.SimulatedDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real file system and on a simulated disk, with as good as no memory and with plenty.
class EmbeddedEventLogContractTest {
    static EmbeddedLogConfig small(boolean sync, long tailBytes) {
        return new EmbeddedLogConfig(sync, 4096, 64 << 10, Duration.ofMillis(50), tailBytes, 10_000, 64L << 20, 4);
    }

    @Nested
    class OnRealDisk extends EventLogContract {
        private final ShiftedTime clock = new ShiftedTime();

        @TempDir
        @SuppressWarnings("NullAway.Init") // set by JUnit
        Path directory;

        @Override
        protected EventLog openLog() {
            return EmbeddedEventLog.open(
                            directory.resolve("log"),
                            small(true, 32 << 20),
                            new RealDisk(),
                            clock,
                            new SimpleMeterRegistry())
                    .start();
        }

        @Override
        protected void applyRetentionAfter(Duration more) {
            clock.forward(more);
            ((EmbeddedEventLog) log).retain();
        }
    }

    @Nested
    class OnSimulatedDisk extends EventLogContract {
        private final ShiftedTime clock = new ShiftedTime();
        private final SimulatedDisk disk = new SimulatedDisk(Randomness.seeded(1));

        @Override
        protected EventLog openLog() {
            return EmbeddedEventLog.open(Path.of("/log"), small(false, 2000), disk, clock, new SimpleMeterRegistry())
                    .start();
        }

        @Override
        protected void applyRetentionAfter(Duration more) {
            clock.forward(more);
            ((EmbeddedEventLog) log).retain();
        }

        @AfterEach
        void noFileStaysOpen() {
            log.close();
            assertThat(disk.openFiles()).isEmpty();
        }
    }
}
