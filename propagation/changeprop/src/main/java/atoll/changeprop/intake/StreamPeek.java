package atoll.changeprop.intake;

import java.nio.charset.StandardCharsets;

/// Finds the first `"stream": "…"` in the beginning of a body without parsing it. Inside a JSON string quotes are
/// escaped, so
/// text that merely mentions a stream is not found.
final class StreamPeek {
    private static final byte[] NAME = "\"stream\"".getBytes(StandardCharsets.US_ASCII);

    private StreamPeek() {}

    /// The stream, or as much of it as is there; empty if there is none.
    static String firstStream(byte[] bytes, int end) {
        for (int at = 0; at + NAME.length < end; at++) {
            if (bytes[at] == '"' && isNameAt(bytes, at)) {
                int next = skipSpace(bytes, at + NAME.length, end);
                if (next < end && bytes[next] == ':') {
                    next = skipSpace(bytes, next + 1, end);
                    return next < end && bytes[next] == '"' ? text(bytes, next + 1, end) : "";
                }
            }
        }
        return "";
    }

    private static boolean isNameAt(byte[] bytes, int at) {
        for (int i = 0; i < NAME.length; i++) {
            if (bytes[at + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static String text(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at++;
        }
        return new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
    }
}
