package atoll.changeprop.executor.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads lines of a bounded length. Used by one thread.
final class LineReader {
    private static final int AT_ONCE = 8192;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[AT_ONCE];
    private int start;
    private int end;

    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /// What a read gives.
    sealed interface Read {
        /// A line, without its end.
        @SuppressWarnings("ArrayRecordComponent") // identity is never used
        record Text(byte[] line) implements Read {}

        /// More bytes than a line may have.
        record TooLong() implements Read {}

        /// The end came before a line's end.
        record NoMore() implements Read {}
    }

    /// What is there already, without waiting; empty if nothing.
    byte[] early() throws IOException {
        if (start == end && in.available() > 0) {
            fill();
        }
        return Arrays.copyOfRange(buffer, start, end);
    }

    Read read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() <= longest) {
            if (start == end && !fill()) {
                return new Read.NoMore();
            }
            int at = start;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, start, at - start);
            start = Math.min(at + 1, end);
            if (at < end) {
                return line.size() > longest ? new Read.TooLong() : new Read.Text(line.toByteArray());
            }
        }
        return new Read.TooLong();
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
