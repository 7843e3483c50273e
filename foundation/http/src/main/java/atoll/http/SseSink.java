package atoll.http;

import atoll.base.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Where an [HttpResponse.EventSource] sends its events. Used by one thread.
///
/// Every event is on its way when the call returns. A client that has gone is noticed when something is sent: the call
/// then throws [ClientGone]. A source that may have nothing to say for long calls [#heartbeat] whenever it woke up.
public final class SseSink {
    private static final Duration QUIET_AT_MOST = Duration.ofSeconds(15);

    private final OutputStream out;
    private final TimeSource time;
    private final BooleanSupplier closing;
    private long lastSentNanos;

    /// @param out each event is one write and one flush
    /// @param closing true when the server is about to stop
    public SseSink(OutputStream out, TimeSource time, BooleanSupplier closing) {
        this.out = out;
        this.time = time;
        this.closing = closing;
        this.lastSentNanos = time.nanoTime();
    }

    /// False when the server is about to stop; the source should then return.
    public boolean isOpen() {
        return !closing.getAsBoolean();
    }

    /// @param data may have several lines
    public void send(String event, String data) {
        send(new StringBuilder(data.length() + event.length() + 32), event, data);
    }

    /// As [#send(String, String)], with an id that the client gives back as `Last-Event-ID` when it reconnects.
    public void send(String event, String id, String data) {
        StringBuilder text = new StringBuilder(data.length() + event.length() + id.length() + 40);
        send(text.append("id: ").append(oneLine(id)).append('\n'), event, data);
    }

    private void send(StringBuilder text, String event, String data) {
        text.append("event: ").append(oneLine(event)).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) {
            text.append("data:\n");
        }
        write(text.append('\n').toString());
    }

    /// Sends a comment if nothing was sent for fifteen seconds, which keeps connections open and finds out whether the
    /// client is still there.
    public void heartbeat() {
        if (time.nanoTime() - lastSentNanos >= QUIET_AT_MOST.toNanos()) {
            write(":\n\n");
        }
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new ClientGone("the client closed the event stream", e);
        }
        lastSentNanos = time.nanoTime();
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
