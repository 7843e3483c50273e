package atoll.changeprop.intake;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.changeprop.faulty.FaultyEventLog;
import atoll.changeprop.intake.access.ProducerAccess;
import atoll.changeprop.intake.schema.SchemaCatalog;
import atoll.changeprop.intake.stream.StreamCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An intake with everything around it in memory.
final class IntakeFixture {
    static final SchemaCatalog BUNDLED = SchemaCatalog.bundled();
    static final JsonMapper JSON = new JsonMapper();
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final FixedTime time = new FixedTime();
    final FaultyEventLog log = new FaultyEventLog(time);
    final EventIntake intake;

    IntakeFixture() {
        this(IntakeConfig.DEFAULTS, StreamCatalog.EMPTY, ProducerAccess.DEFAULTS);
    }

    IntakeFixture(IntakeConfig config, StreamCatalog streams, ProducerAccess access) {
        intake = new EventIntake(
                config,
                new IntakeRules(BUNDLED, streams, access),
                new IntakePorts(log, time, Ids.random(Randomness.seeded(1)), meters));
    }

    IntakeAnswer post(String body) {
        return post(body, Map.of());
    }

    IntakeAnswer post(String body, Map<String, String> query) {
        return post(body.getBytes(StandardCharsets.UTF_8), query, null, LOOPBACK);
    }

    IntakeAnswer post(byte[] body, Map<String, String> query, @Nullable String requestId, InetAddress remote) {
        try {
            return intake.accept(new IntakeRequest(body, query, requestId, remote));
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    double counter(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    static JsonNode json(IntakeAnswer answer) {
        return JSON.readTree(answer.body());
    }

    /// A valid job event.
    static String job(String id, String extra) {
        return "{\"$schema\":\"/mediawiki/job/1.0.0\",\"meta\":{\"stream\":\"mediawiki.job.null\",\"id\":\"" + id
                + "\",\"domain\":\"w.example\"},\"database\":\"testwiki\",\"type\":\"null\",\"params\":{}" + extra
                + "}";
    }

    static String job() {
        return job("1d02055b-1811-4b3b-8fc2-595095779a70", "");
    }

    /// A valid event of an ordinary stream.
    static String change(String stream) {
        return "{\"$schema\":\"/resource_change/1.0.0\",\"meta\":{\"stream\":\"" + stream
                + "\",\"uri\":\"http://w.example/wiki/A\"},\"tags\":[\"a\"]}";
    }

    /// A recorded request: what MediaWiki was doing, and the body it sent.
    record Captured(String action, String body) {}

    static List<Captured> captured() {
        try (InputStream in = Objects.requireNonNull(
                IntakeFixture.class.getResourceAsStream("captured-requests.jsonl"), "recorded requests")) {
            List<Captured> all = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode entry = JSON.readTree(line);
                all.add(new Captured(
                        entry.path("action").asString(), entry.path("body").asString()));
            }
            return all;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
