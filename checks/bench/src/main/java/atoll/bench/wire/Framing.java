package atoll.bench.wire;

/// The little of HTTP/1.1 that load needs: where a head ends, and how long the body behind it is.
final class Framing {
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final String LENGTH = "content-length:";

    private Framing() {}

    /// The position behind the empty line, or -1 if it has not come yet.
    static int headEnd(byte[] buffer, int filled) {
        for (int i = 0; i + HEAD_END.length <= filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + HEAD_END.length;
            }
        }
        return -1;
    }

    /// What the head says about the body's length; 0 if nothing.
    static int contentLength(byte[] buffer, int headEnd) {
        for (int i = 0; i < headEnd; i++) {
            if (buffer[i] == '\n' && isLength(buffer, i + 1, headEnd)) {
                return number(buffer, i + 1 + LENGTH.length(), headEnd);
            }
        }
        return 0;
    }

    /// The status of an answer.
    static int status(byte[] buffer) {
        return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    }

    private static boolean isLength(byte[] buffer, int from, int headEnd) {
        if (from + LENGTH.length() > headEnd) {
            return false;
        }
        for (int i = 0; i < LENGTH.length(); i++) {
            int letter = buffer[from + i];
            int lower = letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
            if (lower != LENGTH.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] buffer, int from, int headEnd) {
        int at = from;
        while (at < headEnd && buffer[at] == ' ') {
            at++;
        }
        int number = 0;
        while (at < headEnd && buffer[at] >= '0' && buffer[at] <= '9') {
            number = number * 10 + buffer[at] - '0';
            at++;
        }
        return number;
    }
}
