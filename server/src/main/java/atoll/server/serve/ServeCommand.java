package atoll.server.serve;

import atoll.base.config.Bound;
import atoll.base.json.Json;
import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.DutyRunner;
import atoll.base.time.SystemTime;
import atoll.changeprop.rule.RuleSet;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import atoll.server.node.Version;
import atoll.server.systemd.ServiceNotices;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `atoll serve`: takes events and does the work until the process is told to stop.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Takes a wiki's events and jobs, and carries them out.",
        footer = {
            "",
            "Example: one wiki on this machine, its jobs run over HTTP",
            "  atoll serve --wiki http://localhost --data /var/lib/atoll",
            "",
            "Example: the same at less than half the cost per job, on long-lived PHP processes",
            "  atoll serve --worker 'php integrations/mediawiki/atollWorker.php --conf /etc/mediawiki/LocalSettings.php'",
            "",
            "SIGTERM stops it: jobs under way get 20 s to end, the rest is handed back and runs after the next start."
        })
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "print what is started, and the program's log, as JSON, one object a line")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    private final Environment environment;

    public ServeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Bound<AtollConfig> bound = options.bind();
        AtollConfig config = bound.value();
        RuleSet rules = ConfigOptions.rules(config);
        WorkerPrograms.check(config, environment);
        Path data = config.data() == null ? environment.stateDirectory() : config.data();
        if (json) {
            JsonLines.install();
        }
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        Atoll atoll = Atoll.start(data, config, rules);
        Duty notices = notices(atoll);
        DutyRunner telling = new DutyRunner(notices, new SystemTime());
        telling.start();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    telling.close();
                    if (notices instanceof ServiceNotices heard) {
                        heard.stopping(atoll.closeWithin());
                    }
                    atoll.close();
                    stopped.countDown();
                }));
        greet(out, atoll, config, data);
        while (!stopped.await(1, TimeUnit.HOURS)) {
            out.flush();
        }
        return 0;
    }

    private Duty notices(Atoll atoll) {
        ServiceNotices.Health health = new ServiceNotices.Health() {
            @Override
            public List<String> notReady() {
                return atoll.notReady();
            }

            @Override
            public boolean isAlive() {
                return atoll.isAlive();
            }
        };
        return ServiceNotices.of(
                environment.variables(), ProcessHandle.current().pid(), health, new SystemTime());
    }

    private void greet(PrintWriter out, Atoll atoll, AtollConfig config, Path data) {
        String host = config.listen().substring(0, Math.max(0, config.listen().lastIndexOf(':')));
        String address = "http://" + (host.isEmpty() ? "127.0.0.1" : host) + ":" + atoll.port();
        if (json) {
            greetInJson(out, address, config, data);
        } else {
            greetInWords(out, address, config, data);
        }
        out.flush();
    }

    private static void greetInJson(PrintWriter out, String address, AtollConfig config, Path data) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("message", "listening");
        line.put("address", address);
        line.put("data", data.toString());
        line.put("wiki", config.wiki() == null ? "" : config.wiki().toString());
        line.put("concurrency", config.jobs().concurrency());
        line.put("version", Version.TEXT);
        out.println(new String(Json.write(line), StandardCharsets.UTF_8));
    }

    private static void greetInWords(PrintWriter out, String address, AtollConfig config, Path data) {
        out.println("Atoll listens on " + address + " and keeps its data in " + data);
        out.println("  events: POST " + address + "/v1/events    health: " + address + "/readyz    metrics: " + address
                + "/metrics");
        if (config.admin().console().enabled()) {
            out.println("  console: " + address + "/console/");
        }
        if (config.worker() != null) {
            out.println("  jobs run on " + config.worker().processes() + " workers: "
                    + String.join(" ", config.worker().command()));
        } else if (config.wiki() != null) {
            out.println("  jobs run on " + config.wiki() + ", " + config.jobs().concurrency() + " at once");
        } else if (config.wikis().isEmpty() && config.rules().isEmpty()) {
            out.println("  no wiki is configured: jobs are kept and wait (--wiki URL says where the wiki is)");
        }
    }
}
