package atoll.server.admin.topics;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.SseSink;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Parameters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The topics of the log and their records.
public final class TopicsResource {
    private static final int RECORDS = 100;
    private static final int MOST_RECORDS = 1_000;
    private static final long MOST_BYTES = 4L << 20;
    private static final int LONGEST_WAIT_SECONDS = 20;
    private static final int WAITING_AT_ONCE = 64;
    /// Texts of rule files, see [atoll.server.admin.rules.RulesResource].
    private static final Set<String> WITHHELD = Set.of("atoll.rules");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final AdminPorts ports;
    private final Semaphore waiting = new Semaphore(WAITING_AT_ONCE);

    public TopicsResource(AdminPorts ports) {
        this.ports = ports;
    }

    public HttpResponse list(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        ObjectNode answer = AdminJson.object();
        String refusal = ports.log().refusal().orElse(null);
        answer.put("refuses_because", refusal);
        ArrayNode topics = answer.putArray("topics");
        for (String topic : ports.log().topics()) {
            ports.log().topic(topic).ifPresent(spec -> put(topics.addObject(), topic, spec));
        }
        return AdminJson.answer(answer);
    }

    private void put(ObjectNode to, String topic, TopicSpec spec) {
        to.put("name", topic);
        to.put("retention_seconds", AdminJson.seconds(spec.retentionAge()));
        to.put("retention_bytes", spec.retentionBytes());
        long records = 0;
        long bytes = 0;
        ArrayNode partitions = to.putArray("partitions");
        for (int number = 0; number < spec.partitions(); number++) {
            TopicPartition partition = new TopicPartition(topic, number);
            EventLog.OffsetRange range = ports.log().range(partition);
            long size = ports.log().sizeInBytes(partition);
            partitions
                    .addObject()
                    .put("partition", number)
                    .put("first_offset", range.first())
                    .put("next_offset", range.next())
                    .put("bytes", size);
            records += range.next() - range.first();
            bytes += size;
        }
        to.put("records", records);
        to.put("bytes", bytes);
    }

    public HttpResponse records(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("partition", "from", "limit", "wait"));
        TopicPartition partition = partition(request, parameters);
        long from = from(partition, parameters.text("from"));
        int limit = (int) parameters.number("limit", RECORDS, 1, MOST_RECORDS);
        Duration wait = Duration.ofSeconds(parameters.number("wait", 0, 0, LONGEST_WAIT_SECONDS));
        List<LogRecord> records = wait.isZero()
                ? ports.log().read(partition, from, limit, MOST_BYTES)
                : waitFor(
                        () -> ports.log().read(partition, from, limit, MOST_BYTES, Deadline.after(ports.time(), wait)));
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
        ObjectNode start = AdminJson.object();
        start.put("topic", partition.topic());
        start.put("partition", partition.partition());
        start.put("next", records.isEmpty() ? from : records.getLast().offset() + 1);
        byte[] head = AdminJson.bytes(start);
        out.write(head, 0, head.length - 1);
        out.writeBytes(",\"records\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < records.size(); i++) {
            out.writeBytes((i == 0 ? "\n" : ",\n").getBytes(StandardCharsets.UTF_8));
            RecordJson.write(partition.partition(), records.get(i), ports.redaction(), out);
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return AdminJson.answer(out.toByteArray());
    }

    /// Server-sent events, one for each record as it comes; their ids are offsets.
    public HttpResponse tail(HttpRequest request) {
        Parameters parameters = Parameters.ofQuery(request, Set.of("partition", "from"));
        TopicPartition partition = partition(request, parameters);
        String again = request.headers().first("Last-Event-ID");
        long from = again == null
                ? from(partition, parameters.text("from"))
                : Math.min(
                        from(partition, again) + 1, ports.log().range(partition).next());
        return HttpResponse.events(sink -> {
            var _ = waitFor(() -> follow(partition, from, sink));
        });
    }

    private Long follow(TopicPartition partition, long from, SseSink sink) throws InterruptedException {
        Wakeup wakeup = ports.time().newWakeup();
        long next = from;
        try (var subscription = new Subscription(ports.log().onAppend(partition.topic(), wakeup))) {
            while (sink.isOpen() && subscription.isOpen()) {
                List<LogRecord> records = ports.log().read(partition, next, RECORDS, MOST_BYTES);
                for (LogRecord record : records) {
                    ByteArrayOutputStream line = new ByteArrayOutputStream();
                    RecordJson.write(partition.partition(), record, ports.redaction(), line);
                    next = record.offset() + 1;
                    sink.send("record", Long.toString(record.offset()), line.toString(StandardCharsets.UTF_8));
                }
                if (records.isEmpty()) {
                    var _ = wakeup.await(LOOK_AGAIN);
                    sink.heartbeat();
                }
            }
        }
        return next;
    }

    /// The log's subscription, with a close that throws nothing checked.
    private static final class Subscription implements AutoCloseable {
        private @Nullable AutoCloseable inner;

        Subscription(AutoCloseable inner) {
            this.inner = inner;
        }

        boolean isOpen() {
            return inner != null;
        }

        @Override
        public void close() {
            AutoCloseable open = inner;
            inner = null;
            if (open != null) {
                closing(open);
            }
        }

        private static void closing(AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) { // the port's type of subscription declares it
                throw new AtollException(ErrorKind.INTERNAL, "a subscription to the log did not close", e);
            }
        }
    }

    /// Something that waits.
    private interface Wait<T> {
        T get() throws InterruptedException;
    }

    private <T> T waitFor(Wait<T> wait) throws InterruptedException {
        if (!waiting.tryAcquire()) {
            throw new AtollException(
                    ErrorKind.LIMITED, "more than " + WAITING_AT_ONCE + " clients wait for records: try again later");
        }
        try {
            return wait.get();
        } finally {
            waiting.release();
        }
    }

    private TopicPartition partition(HttpRequest request, Parameters parameters) {
        String topic = request.pathParameter("topic");
        if (WITHHELD.contains(topic)) {
            throw new AtollException(
                    ErrorKind.FORBIDDEN, "records of '" + topic + "' are not shown: they may hold secrets");
        }
        TopicSpec spec = ports.log()
                .topic(topic)
                .orElseThrow(() -> new AtollException(
                        ErrorKind.NOT_FOUND, "there is no topic '" + topic + "': see '/v1/admin/topics'"));
        return new TopicPartition(topic, (int) parameters.number("partition", 0, 0, spec.partitions() - 1L));
    }

    /// @param text `earliest`, `latest`, an offset, or how many before the end (`-10`); null for `earliest`
    private long from(TopicPartition partition, @Nullable String text) {
        EventLog.OffsetRange range = ports.log().range(partition);
        if (text == null || text.equals("earliest")) {
            return range.first();
        }
        if (text.equals("latest")) {
            return range.next();
        }
        try {
            long number = Long.parseLong(text);
            return text.startsWith("-") ? Math.max(range.first(), range.next() + number) : number;
        } catch (NumberFormatException e) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "'from' is '" + text
                            + "': must be 'earliest', 'latest', an offset, or a number such as -10 from the end",
                    e);
        }
    }
}
