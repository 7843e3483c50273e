package atoll.changeprop.executor.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    @Test
    void whatTheExitOfTheProcessLeftInABrokenPipeIsReadToo() throws InterruptedException {
        Complaints complaints = new Complaints();
        complaints.listen(new BreakingOnce("before", "after"));
        assertThat(complaints.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(complaints.count()).isEqualTo("beforeafter".length());
        assertThat(complaints.tail()).isEqualTo("beforeafter");
    }

    /// As a process' pipe does when its process exits in the middle of a read.
    private static final class BreakingOnce extends InputStream {
        private final ByteArrayInputStream before;
        private final ByteArrayInputStream after;
        private boolean broken;

        BreakingOnce(String before, String after) {
            this.before = new ByteArrayInputStream(before.getBytes(US_ASCII));
            this.after = new ByteArrayInputStream(after.getBytes(US_ASCII));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (broken) {
                return after.read(into, from, length);
            }
            int read = before.read(into, from, length);
            if (read < 0) {
                broken = true;
                throw new IOException("Stream closed");
            }
            return read;
        }
    }
}
