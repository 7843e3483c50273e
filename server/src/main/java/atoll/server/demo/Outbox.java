package atoll.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Events of one request, to be sent stream by stream. Used by one thread.
final class Outbox {
    private final Map<String, List<byte[]>> byStream = new LinkedHashMap<>();

    void add(String stream, byte[] event) {
        byStream.computeIfAbsent(stream, _ -> new ArrayList<>()).add(event);
    }

    /// In the order in which the streams were first used.
    Map<String, List<byte[]>> byStream() {
        return byStream;
    }
}
