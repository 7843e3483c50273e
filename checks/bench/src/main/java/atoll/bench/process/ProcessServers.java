package atoll.bench.process;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.TimeSource;
import atoll.bench.wire.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs each server in a process of its own: with the flags the launcher gives the program, or by the launcher itself.
///
/// @param checkout where `./atoll` is
/// @param scratch where configuration files are written
/// @param launcher true runs `./atoll serve`; it cannot slow down syncs and cannot be asked for its heap
public record ProcessServers(Path checkout, Path scratch, boolean launcher, TimeSource time) implements Servers {
    /// As in `scripts/build.sh`.
    static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xms32m",
            "-Xmx256m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=96m");

    private static final Duration BUILD_WITHIN = Duration.ofMinutes(15);
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    @Override
    public ServerUnderTest atoll(Setup setup) throws IOException, InterruptedException {
        int port = freePort();
        Path config = configure(setup, port);
        if (launcher) {
            return served(config, port);
        }
        return java(
                port,
                "atoll",
                config.toString(),
                Long.toString(setup.syncDelay().toNanos() / 1000));
    }

    @Override
    public ServerUnderTest nothing() throws IOException {
        int port = freePort();
        return java(port, "nothing", Integer.toString(port));
    }

    /// Atoll with a configuration of the caller's, apart from the port.
    public ServerUnderTest configured(String yaml) throws IOException {
        int port = freePort();
        Path file = scratch.resolve("atoll-" + port + ".yaml");
        Files.writeString(file, "listen: 127.0.0.1:" + port + "\n" + yaml);
        return java(port, "atoll", file.toString(), "0");
    }

    /// A process that only calls, see [ServerMain].
    public ChildProcess client(String url, int concurrency, int bodyBytes) throws IOException {
        return java(0, "client", url, Integer.toString(concurrency), Integer.toString(bodyBytes));
    }

    /// Runs `./atoll` once with the arguments and waits for its end, so that the next start finds everything built.
    public void launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("atoll").toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean ended = process.waitFor(BUILD_WITHIN.toSeconds(), TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            process.destroy();
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "'" + String.join(" ", command) + "' "
                            + (ended ? "ended with " + process.exitValue() : "did not end in time"));
        }
    }

    private ServerUnderTest served(Path config, int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        checkout.resolve("atoll").toString(), "serve", "--config", config.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ServedProcess server = new ServedProcess(process, port);
        long end = time.nanoTime() + START_WITHIN.toNanos();
        while (!answers(port)) {
            if (!server.isAlive() || time.nanoTime() - end > 0) {
                server.close();
                throw new AtollException(
                        ErrorKind.UNAVAILABLE,
                        "'./atoll serve' did not start within " + START_WITHIN.toSeconds() + " s");
            }
            time.sleep(LOOK_EVERY);
        }
        return server;
    }

    private static boolean answers(int port) {
        try {
            return Connection.get(port, "/healthz").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private ChildProcess java(int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String more = System.getenv().getOrDefault("ATOLL_JAVA_OPTS", "");
        if (!more.contains("GC")) {
            command.add("-XX:+UseSerialGC");
        }
        command.addAll(FLAGS);
        Arrays.stream(more.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        command.add("-Dlogback.configurationFile=atoll/bench/logback.xml");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ServerMain.class.getName());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        ChildProcess child = new ChildProcess(builder.start(), port);
        child.awaitReady();
        return child;
    }

    private Path configure(Setup setup, int port) throws IOException {
        StringBuilder yaml = new StringBuilder(256);
        yaml.append("listen: 127.0.0.1:").append(port).append('\n');
        yaml.append("data: ").append(setup.data()).append('\n');
        if (setup.wiki() != null) {
            yaml.append("wiki: ").append(setup.wiki()).append('\n');
        }
        if (setup.concurrency() > 0) {
            Path rules = scratch.resolve("rules-" + port + ".yaml");
            Files.writeString(rules, rules(setup.concurrency()));
            yaml.append("rules: [").append(rules).append("]\n");
        }
        Path file = scratch.resolve("atoll-" + port + ".yaml");
        Files.writeString(file, yaml);
        return file;
    }

    /// Every job on its wiki. The timeout is long enough for a wiki whose valve is closed while the backlog is loaded.
    private static String rules(int concurrency) {
        return "bench_jobs:\n  topic: /^mediawiki\\.job\\./\n  concurrency: " + concurrency
                + "\n  timeout: 3600000\n  exec: mediawiki\n";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
