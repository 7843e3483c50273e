package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SseSinkTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SseSink sink = new SseSink(out, new SteppedTime(), () -> nanos.get() < 0);

    private final class SteppedTime implements TimeSource {
        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, nanos.get());
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public void sleep(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }

        @Override
        public Wakeup newWakeup() {
            return new SystemTime().newWakeup();
        }
    }

    @Test
    void framesEventsAndLetsNoLineBreakOut() {
        sink.send("a\nb", "7\r\n8", "one\r\ntwo");
        sink.send("empty", "");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("id: 7  8\nevent: a b\ndata: one\ndata: two\n\nevent: empty\ndata:\n\n");
    }

    @Test
    void beatsOnlyAfterFifteenQuietSeconds() {
        nanos.set(Duration.ofSeconds(14).toNanos());
        sink.heartbeat();
        assertThat(out.size()).isZero();
        nanos.set(Duration.ofSeconds(15).toNanos());
        sink.heartbeat();
        sink.heartbeat();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(":\n\n");
    }
}
