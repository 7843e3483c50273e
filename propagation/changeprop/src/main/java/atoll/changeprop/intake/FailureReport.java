package atoll.changeprop.intake;

import atoll.changeprop.intake.schema.Verdict.Violation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Collects what the producer is told of events that were not stored, and writes it as
/// `{"invalid":[{"status","event","context"}…],"error":[…]}`, each event as the producer wrote it.
///
/// Events are repeated up to a total size; beyond it they are null. After very many entries the rest is left out.
final class FailureReport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_ECHOED_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 1_000;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    private record Entry(String status, byte[] event, ObjectNode context) {}

    private final List<Entry> invalid = new ArrayList<>();
    private final List<Entry> error = new ArrayList<>();
    private int invalidCount;
    private int errorCount;
    private int echoed;

    void addInvalid(byte[] event, String message, List<Violation> violations) {
        invalidCount++;
        if (invalid.size() < MAX_ENTRIES) {
            ObjectNode context = context(message);
            if (!violations.isEmpty()) {
                ArrayNode errors = context.putArray("errors");
                for (Violation violation : violations) {
                    errors.addObject()
                            .put("path", Text.clean(violation.path()))
                            .put("keyword", violation.keyword())
                            .put("message", Text.clean(violation.message()));
                }
            }
            invalid.add(new Entry("invalid", echo(event), context));
        }
    }

    void addError(byte[] event, String message) {
        errorCount++;
        if (error.size() < MAX_ENTRIES) {
            error.add(new Entry("error", echo(event), context(message)));
        }
    }

    int invalidCount() {
        return invalidCount;
    }

    int errorCount() {
        return errorCount;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.writeBytes(ascii("{\"invalid\":"));
        write(out, invalid);
        out.writeBytes(ascii(",\"error\":"));
        write(out, error);
        out.write('}');
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, List<Entry> entries) {
        out.write('[');
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            out.writeBytes(ascii((i == 0 ? "" : ",") + "{\"status\":\"" + entry.status() + "\",\"event\":"));
            out.writeBytes(entry.event());
            out.writeBytes(ascii(",\"context\":"));
            out.writeBytes(JSON.writeValueAsBytes(entry.context()));
            out.write('}');
        }
        out.write(']');
    }

    private byte[] echo(byte[] event) {
        if (event.length == 0 || event.length > MAX_ECHOED_BYTES - echoed) {
            return NULL;
        }
        echoed += event.length;
        return event;
    }

    private static ObjectNode context(String message) {
        return JSON.createObjectNode().put("message", Text.clean(message));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
