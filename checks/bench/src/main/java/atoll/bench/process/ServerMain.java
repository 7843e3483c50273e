package atoll.bench.process;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.file.RealDisk;
import atoll.base.time.SystemTime;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs in the process of a server under test: `atoll CONFIG SYNC-DELAY-MICROS`, `nothing PORT`, or
/// `client URL CONCURRENCY BODY-BYTES`.
///
/// Obeys lines on its standard input: `heap` collects garbage and answers `USED COMMITTED`; `run MILLIS` runs the bare
/// client and answers `CALLS NANOS`. The input's end stops it in order, so that it never outlives the benchmark.
public final class ServerMain {
    static final String READY = "ready";
    private static final int COLLECTIONS = 2;

    private ServerMain() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "atoll" -> {
                try (Atoll _ = atoll(Path.of(arguments[1]), Duration.ofNanos(Long.parseLong(arguments[2]) * 1000))) {
                    obey(null);
                }
            }
            case "nothing" -> {
                try (NullIntake _ = new NullIntake(Integer.parseInt(arguments[1]))) {
                    obey(null);
                }
            }
            case "client" ->
                obey(BareClient.of(
                        arguments[1],
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        new SystemTime()));
            default -> throw new AtollException(ErrorKind.INVALID, "'" + arguments[0] + "' is not a server");
        }
        // Nothing is left to do; a thread that does not end would keep the benchmark waiting.
        System.exit(0);
    }

    private static Atoll atoll(Path file, Duration syncDelay) throws IOException {
        ConfigText text = new ConfigText(file.toString(), Files.readString(file), Path.of(""));
        AtollConfig config =
                ConfigBinder.bind(AtollConfig.class, text, List.of()).value();
        Path data = config.data();
        if (data == null) {
            throw new AtollException(ErrorKind.INVALID, "'" + file + "' names no data directory");
        }
        Disk disk = syncDelay.isZero() ? new RealDisk() : new SlowDisk(new RealDisk(), syncDelay, new SystemTime());
        return Atoll.start(data, config, rules(config), disk);
    }

    private static RuleSet rules(AtollConfig config) throws IOException {
        List<RuleFiles.RuleFile> files = new ArrayList<>();
        for (Path path : config.rules()) {
            files.add(new RuleFiles.RuleFile(path.toString(), Files.readString(path)));
        }
        return files.isEmpty() ? RuleSet.builtIn() : RuleFiles.load(files);
    }

    private static void obey(@Nullable BareClient client) throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(READY);
        String line = commands.readLine();
        while (line != null && !line.equals("stop")) {
            if (line.equals("heap")) {
                for (int i = 0; i < COLLECTIONS; i++) {
                    System.gc();
                }
                MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
                System.out.println(heap.getUsed() + " " + heap.getCommitted());
            } else if (client != null && line.startsWith("run ")) {
                long start = System.nanoTime();
                long calls = client.run(Duration.ofMillis(Long.parseLong(line.substring(4))));
                System.out.println(calls + " " + (System.nanoTime() - start));
            }
            line = commands.readLine();
        }
    }
}
