package atoll.it.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.json.Json;
import atoll.it.tidy.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// What was recorded from a live MediaWiki, read from where the module that owns it keeps it.
public final class Recordings {
    private static final String DIRECTORY = "propagation/changeprop/src/test/resources/atoll/changeprop";
    private static final Pattern SIGNATURE = Pattern.compile(",\"mediawiki_signature\":\"([0-9a-f]{40})\"}$");

    private Recordings() {}

    /// An answer of the job endpoint.
    public record Answered(String name, int status, List<FakeWiki.Field> headers, String body) {
        @Override
        public String toString() {
            return name + " (" + status + ")";
        }
    }

    /// Bodies of all recorded intake requests.
    public static List<String> requestBodies() {
        return lines("intake/captured-requests.jsonl")
                .map(line -> Json.readTree(line.getBytes(UTF_8)).path("body").asString())
                .toList();
    }

    /// Signed job events, each exactly as it was sent.
    public static List<String> jobEvents() {
        List<String> events = new ArrayList<>(lines("job-events-1.jsonl").toList());
        events.addAll(lines("job-events-2.jsonl").toList());
        return events;
    }

    /// What the job endpoint answered to good and bad requests.
    public static List<Answered> answers() {
        return lines("runsinglejob-cases.jsonl").map(Recordings::answer).toList();
    }

    private static Answered answer(String line) {
        JsonNode recorded = Json.readTree(line.getBytes(UTF_8));
        JsonNode response = recorded.path("response");
        List<FakeWiki.Field> headers = response.path("headers").properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("X-Readonly")
                        || header.getKey().equalsIgnoreCase("Retry-After"))
                .map(header ->
                        new FakeWiki.Field(header.getKey(), header.getValue().asString()))
                .toList();
        return new Answered(
                recorded.path("case").asString(),
                response.path("status").asInt(),
                headers,
                response.path("body").asString(""));
    }

    /// Verifies a recorded event's signature on its very bytes: MediaWiki signed the text before it added the last
    /// field.
    public static boolean isSigned(String event, String key) {
        Matcher signature = SIGNATURE.matcher(event);
        if (!signature.find()) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA1"));
            byte[] signed = (event.substring(0, signature.start()) + "}").getBytes(UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(signed)).equals(signature.group(1));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA1", e);
        }
    }

    private static Stream<String> lines(String file) {
        Path path = Repository.find().root().resolve(DIRECTORY).resolve(file);
        try {
            return Files.readString(path).lines();
        } catch (IOException e) {
            throw new UncheckedIOException("the recordings were moved; they were in " + path, e);
        }
    }
}
