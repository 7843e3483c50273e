package atoll.changeprop.executor.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    @Test
    void whatTheExitOfTheProcessLeftInABrokenPipeIsReadToo() throws InterruptedException {
        Complaints complaints = new Complaints();
        complaints.listen(new Breaking("before", 3, "after"), new SystemTime());
        assertThat(complaints.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(complaints.count()).isEqualTo("beforeafter".length());
        assertThat(complaints.tail()).isEqualTo("beforeafter");
    }

    /// As a process' pipe does when its process exits in the middle of a read: closed, until what was left takes its
    /// place.
    private static final class Breaking extends InputStream {
        private final ByteArrayInputStream before;
        private final ByteArrayInputStream after;
        private int failures;
        private boolean broken;

        Breaking(String before, int failures, String after) {
            this.failures = failures;
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
            if (broken && failures == 0) {
                return after.read(into, from, length);
            }
            int read = before.read(into, from, length);
            if (read < 0) {
                broken = true;
                failures--;
                throw new IOException("Stream closed");
            }
            return read;
        }
    }
}
