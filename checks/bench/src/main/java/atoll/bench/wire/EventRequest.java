package atoll.bench.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A `POST /v1/events` that is built once and numbered anew for each sending. For one thread.
public final class EventRequest {
    private static final int DIGIT_BITS = 4;

    private final byte[] bytes;
    private final List<Integer> ids = new ArrayList<>();
    private final List<Integer> hashes = new ArrayList<>();

    /// @param run 28 hexadecimal digits that no other run has
    /// @param events in one request; more than one are sent as an array
    public EventRequest(EventShape shape, String run, int events) {
        String event = shape.text(run);
        String body = events == 1 ? event : "[" + String.join(",", Collections.nCopies(events, event)) + "]";
        String head =
                "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
        String request = head + body;
        bytes = request.getBytes(StandardCharsets.US_ASCII);
        find(request, EventShape.ID_MARK, EventShape.ID_NUMBER_AT, ids);
        find(request, EventShape.SHA1_MARK, EventShape.SHA1_NUMBER_AT, hashes);
    }

    private static void find(String request, String mark, int numberAt, List<Integer> into) {
        int at = request.indexOf(mark);
        while (at >= 0) {
            into.add(at + mark.length() + numberAt);
            at = request.indexOf(mark, at + 1);
        }
    }

    public int events() {
        return ids.size();
    }

    /// The request with its events numbered from the given one on. The same array each time.
    public byte[] numbered(long first) {
        for (int i = 0; i < ids.size(); i++) {
            write(ids.get(i), first + i);
            if (!hashes.isEmpty()) {
                write(hashes.get(i), first + i);
            }
        }
        return bytes;
    }

    private void write(int at, long number) {
        long left = number;
        for (int digit = EventShape.NUMBER_DIGITS - 1; digit >= 0; digit--) {
            bytes[at + digit] = (byte) Character.forDigit((int) (left & 0xF), 16);
            left >>>= DIGIT_BITS;
        }
    }

    /// The number of the event in these bytes, or -1 if none is found.
    public static long numberIn(byte[] buffer, int from, int length) {
        byte[] mark = EventShape.ID_MARK.getBytes(StandardCharsets.US_ASCII);
        int last = from + length - mark.length - EventShape.ID_NUMBER_AT - EventShape.NUMBER_DIGITS;
        for (int i = from; i <= last; i++) {
            if (startsWith(buffer, i, mark)) {
                return read(buffer, i + mark.length + EventShape.ID_NUMBER_AT);
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] buffer, int at, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (buffer[at + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static long read(byte[] buffer, int at) {
        long number = 0;
        for (int digit = 0; digit < EventShape.NUMBER_DIGITS; digit++) {
            number = number << DIGIT_BITS | Character.digit(buffer[at + digit], 16);
        }
        return number;
    }
}
