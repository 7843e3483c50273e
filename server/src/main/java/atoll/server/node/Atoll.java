package atoll.server.node;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.file.RealDisk;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.lifecycle.DutyRunner;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import atoll.changeprop.admission.Admission;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.intake.EventIntake;
import atoll.changeprop.intake.IntakeBudget;
import atoll.changeprop.intake.IntakePages;
import atoll.changeprop.intake.IntakePorts;
import atoll.changeprop.reload.RulesInForce;
import atoll.changeprop.rule.RuleSet;
import atoll.console.Console;
import atoll.http.HttpMetrics;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import atoll.log.EventLog;
import atoll.server.admin.ports.OwnerWork;
import atoll.server.ruleversions.RuleVersions;
import atoll.work.owner.WorkOwner;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running Atoll: everything in one process, built by constructor.
///
/// [#start] returns when events are taken; what was left over from before is being folded then, see [#notReady].
/// [#close] stops taking events, lets requests and jobs under way end within their time, and hands the rest back.
public final class Atoll implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Atoll.class);
    private static final int ORDINARY_PERCENT = 60;
    private static final Duration HASTY_WITHIN = Duration.ofSeconds(5);
    private static final Duration STORAGE_WITHIN = Duration.ofSeconds(15);
    /// All other metrics must not wait longer for those of the queue.
    private static final Duration SCRAPE_PATIENCE = Duration.ofSeconds(2);

    private final TimeSource time = new SystemTime();
    private final Ids ids = Ids.random(Randomness.secure());
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Storage storage;
    private final WorkParts work;
    private final EventIntake intake;
    private final DutyRunner hasty;
    private final List<DutyRunner> upkeep = new ArrayList<>();
    private final Console console;
    private final HttpServer server;
    private boolean closed;

    private Atoll(Path data, AtollConfig config, RuleSet rules, Handlers handlers, Disk disk) {
        storage = Storage.open(data, config, disk, time, meters);
        IntakeSetup setup = IntakeSetup.of(config);
        intake = new EventIntake(setup.config(), setup.rules(), new IntakePorts(storage.log(), time, ids, meters));
        RuleVersions versions = new RuleVersions(
                storage.log(),
                RuleFilesOnDisk.of(
                        config, handlers, setup.rules().streams().settings().keySet()),
                rules,
                time);
        work = new WorkParts(config, inForce(rules, versions), handlers, storage, intake.publisher(), time, meters);
        hasty = new DutyRunner(intake.hasty(), time);
        AdminParts admin = new AdminParts(config, storage, work, versions, time, meters);
        admin.duties.forEach(duty -> upkeep.add(new DutyRunner(duty, time)));
        Duration keep = config.admin().keepDeadLetters();
        if (keep != null) {
            upkeep.add(new DutyRunner(new DeadLetterRetention(new OwnerWork(work.owner, time), keep, time), time));
        }
        IntakeEndpoint events = new IntakeEndpoint(
                intake,
                new IntakeBudget(config.intake().memory().bytes(), ORDINARY_PERCENT, meters),
                new IntakePages(setup.rules().streams(), config.datacenter(), Version.TEXT),
                setup.config().limits().bodyBytes());
        List<Route> routes = new ArrayList<>(events.routes());
        QueueMetrics queue = new QueueMetrics(new OwnerWork(work.owner, time, SCRAPE_PATIENCE), time, meters);
        routes.addAll(new HealthEndpoint(this::notReady, queue, meters).routes());
        routes.addAll(admin.api.routes());
        HttpServerConfig listen = listen(config.listen());
        console = new Console(
                config.admin().console(),
                new Console.Ports(
                        () -> adminAddress(listen.host()), config.admin().token(), time, Randomness.secure()));
        routes.addAll(console.routes());
        server = new HttpServer(listen, new Router(routes), new HttpMetrics(meters), time, ids);
    }

    private RulesInForce inForce(RuleSet rules, RuleVersions versions) {
        RulesInForce inForce = new RulesInForce(rules, versions, time, meters);
        if (versions.hasOverride()) {
            var _ = inForce.reload();
        }
        return inForce;
    }

    /// Where the console, a user of the admin API like any other, finds it.
    private URI adminAddress(String listenHost) {
        boolean isAnywhere = listenHost.equals("0.0.0.0") || listenHost.equals("::");
        String host = isAnywhere ? "127.0.0.1" : listenHost;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    /// Opens the data directory and starts everything.
    ///
    /// @param rules in force until the configuration's rule files change
    public static Atoll start(Path data, AtollConfig config, RuleSet rules) {
        return start(data, config, rules, new RealDisk());
    }

    /// As above, with the log on a disk of the caller's, for measurements and fault tests.
    public static Atoll start(Path data, AtollConfig config, RuleSet rules, Disk disk) {
        return start(data, config, rules, Handlers.NONE, disk);
    }

    /// Opens and starts everything, with code of the caller's that rules can call.
    ///
    /// @param rules read with the same handlers, see [RuleFilesOnDisk#load(AtollConfig, Handlers)]
    public static Atoll start(Path data, AtollConfig config, RuleSet rules, Handlers handlers) {
        return start(data, config, rules, handlers, new RealDisk());
    }

    private static Atoll start(Path data, AtollConfig config, RuleSet rules, Handlers handlers, Disk disk) {
        Atoll atoll = new Atoll(data, config, rules, handlers, disk);
        try {
            atoll.work.start();
            atoll.hasty.start();
            atoll.upkeep.forEach(DutyRunner::start);
            atoll.server.start();
            return atoll;
        } catch (RuntimeException e) {
            atoll.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    public EventLog log() {
        return storage.log();
    }

    public WorkOwner owner() {
        return work.owner;
    }

    /// The rules in force; they change with the rule files.
    public RulesInForce rules() {
        return work.rules;
    }

    public Admission admission() {
        return work.admission;
    }

    /// Why work cannot be done at present; empty if it can.
    public List<String> notReady() {
        List<String> reasons = new ArrayList<>();
        storage.log().refusal().ifPresent(reason -> reasons.add("the log refuses events: " + reason));
        if (!work.isRunning()) {
            reasons.add("the work engine ended by an error; see the log and restart");
        } else if (!work.owner.troubles().isEmpty()) {
            reasons.addAll(work.owner.troubles());
        } else if (!work.owner.isReady()) {
            reasons.add("the ledger of earlier work is being read");
        }
        return reasons;
    }

    /// False if an error ended a part that only a restart brings back.
    public boolean isAlive() {
        return work.isRunning();
    }

    /// How long [#close] may take.
    public Duration closeWithin() {
        return HttpServerConfig.DEFAULTS
                .timeouts()
                .stop()
                .plus(HASTY_WITHIN)
                .plus(work.stopWithin())
                .plus(STORAGE_WITHIN);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Storage _ = storage) {
            try {
                server.close();
                console.close();
                hasty.close();
                upkeep.forEach(DutyRunner::close);
                int dropped = intake.hasty().drain(Deadline.after(time, HASTY_WITHIN));
                if (dropped > 0) {
                    LOG.atWarn()
                            .addKeyValue("requests", dropped)
                            .log("hasty requests could not be stored before the stop");
                }
            } finally {
                work.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServerConfig listen(String address) {
        int colon = address.lastIndexOf(':');
        try {
            String host =
                    address.substring(0, Math.max(0, colon)).replace("[", "").replace("]", "");
            int port = Integer.parseInt(address.substring(colon + 1));
            return HttpServerConfig.DEFAULTS.withListen(host.isEmpty() ? "127.0.0.1" : host, port);
        } catch (NumberFormatException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "listen is '" + address + "': must be HOST:PORT (example: 127.0.0.1:8080)", e);
        }
    }
}
