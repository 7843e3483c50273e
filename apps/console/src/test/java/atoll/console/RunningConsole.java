package atoll.console;

import atoll.base.config.Secret;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.console.access.PasswordHash;
import atoll.http.Headers;
import atoll.http.HttpMetrics;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Router;
import atoll.http.client.HttpCall;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.http.client.HttpResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A console on a port of its own, and a browser's part: cookies are kept and sent.
public final class RunningConsole implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";
    private static final int ROUNDS = 10_000;
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final SystemTime time = new SystemTime();
    private final Console console;
    private final HttpServer server;
    private final HttpClient client;
    private final Map<String, String> cookies = new TreeMap<>();

    /// What came back, as text.
    public record Reply(int status, Headers headers, String body) {
        public String header(String name) {
            String value = headers.first(name);
            return value == null ? "" : value;
        }

        /// The token in the page's first form.
        public String csrf() {
            Matcher matcher = CSRF.matcher(body);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    public RunningConsole(URI admin, ConsoleConfig config) {
        console = new Console(config, new Console.Ports(() -> admin, null, time, Randomness.secure()));
        server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(console.routes()),
                new HttpMetrics(new SimpleMeterRegistry()),
                time,
                Ids.random(Randomness.seeded(4)));
        server.start();
        client = HttpClient.open(
                new HttpClientConfig(
                        8, 8, Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(1), 8 << 20, 8 << 20),
                time);
    }

    public static ConsoleConfig withAccount(String name) {
        ConsoleConfig d = ConsoleConfig.DEFAULTS;
        Secret hash = new Secret(
                PasswordHash.of(PASSWORD, ROUNDS, Randomness.seeded(5)).text());
        return new ConsoleConfig(
                true,
                true,
                List.of(new ConsoleConfig.Account(name, hash)),
                null,
                List.of(),
                d.sessionIdle(),
                d.sessionLifetime());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public Reply get(String path, String... headers) throws InterruptedException {
        return send("GET", path, null, headers);
    }

    /// @param form encoded
    public Reply post(String path, String form, String... headers) throws InterruptedException {
        return send("POST", path, form, headers);
    }

    /// Logs in as a person would.
    public Reply login(String name, String password) throws InterruptedException {
        String csrf = get("/console/login").csrf();
        return post("/console/login", "csrf=" + csrf + "&name=" + name + "&password=" + password.replace(" ", "+"));
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    private Reply send(String method, String path, @Nullable String form, String... extra) throws InterruptedException {
        List<Headers.Field> headers = new ArrayList<>(Headers.of(extra).fields());
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            headers.add(new Headers.Field("Cookie", String.join("; ", pairs)));
        }
        if (form != null && headers.stream().noneMatch(field -> field.name().equals("Content-Type"))) {
            headers.add(new Headers.Field("Content-Type", "application/x-www-form-urlencoded"));
        }
        byte[] body = form == null ? new byte[0] : form.getBytes(StandardCharsets.UTF_8);
        HttpResult result = client.call(
                new HttpCall(method, URI.create(address() + path), new Headers(headers), body),
                Deadline.after(time, Duration.ofSeconds(20)));
        if (!(result instanceof HttpResult.Answer(var status, var received, var bytes, var _))) {
            throw new AssertionError("the console does not answer: " + result);
        }
        received.all("Set-Cookie").forEach(this::keep);
        return new Reply(status, received, new String(bytes, StandardCharsets.UTF_8));
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty()) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        console.close();
    }
}
