package atoll.server.node;

import atoll.base.config.Secret;
import atoll.base.lifecycle.DutyRunner;
import atoll.base.time.TimeSource;
import atoll.changeprop.admission.Admission;
import atoll.changeprop.executor.AllowedHosts;
import atoll.changeprop.executor.EmitExecutor;
import atoll.changeprop.executor.HandlerExecutor;
import atoll.changeprop.executor.HttpExecutor;
import atoll.changeprop.executor.LinksExecutor;
import atoll.changeprop.executor.ProgramExecutor;
import atoll.changeprop.executor.RuleExecutor;
import atoll.changeprop.executor.WikiGate;
import atoll.changeprop.executor.client.ClientCalls;
import atoll.changeprop.executor.process.LocalPrograms;
import atoll.changeprop.failure.FailureEvents;
import atoll.changeprop.failure.FailureStreams;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.intake.EventPublisher;
import atoll.changeprop.lag.BulkGate;
import atoll.changeprop.lag.BulkWork;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.links.LinkExpansion;
import atoll.changeprop.redaction.RedactingExecutor;
import atoll.changeprop.redaction.Redaction;
import atoll.changeprop.reload.RuleWatch;
import atoll.changeprop.reload.RulesInForce;
import atoll.changeprop.rule.Rule;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.work.Announcements;
import atoll.work.Delivery;
import atoll.work.Executor;
import atoll.work.owner.AttemptListener;
import atoll.work.owner.Ownership;
import atoll.work.owner.ThreadDispatcher;
import atoll.work.owner.WorkConfig;
import atoll.work.owner.WorkMetrics;
import atoll.work.owner.WorkOwner;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What happens to an event after it is stored: admission, the owner of all work partitions, executors.
final class WorkParts {
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(30);
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    /// Lists of titles are longer than what is kept of other answers.
    private static final HttpClientConfig LINKS = new HttpClientConfig(
            HttpClientConfig.DEFAULTS.maxConnectionsPerHost(),
            HttpClientConfig.DEFAULTS.maxConnections(),
            HttpClientConfig.DEFAULTS.connectTimeout(),
            HttpClientConfig.DEFAULTS.idleAtMost(),
            HttpClientConfig.DEFAULTS.checkAfterIdle(),
            LinksExecutor.ANSWER_BYTES,
            HttpClientConfig.DEFAULTS.maxResponseBytes());

    final Admission admission;
    final WorkOwner owner;
    final RulesInForce rules;
    private final AtollConfig config;
    private final Wikis wikis;
    private final HttpClient client;
    private final HttpClient linksClient;
    private final ThreadDispatcher dispatcher;
    private final DutyRunner admissionRunner;
    private final DutyRunner ownerRunner;
    private final DutyRunner watchRunner;
    private final ReplicaLag lag;
    private final BulkWork bulk;
    private final List<DutyRunner> probes;

    WorkParts(
            AtollConfig config,
            RulesInForce rules,
            Handlers handlers,
            Storage storage,
            EventPublisher publisher,
            TimeSource time,
            MeterRegistry meters,
            AttemptListener listener) {
        this.config = config;
        this.rules = rules;
        wikis = Wikis.of(config, time, meters);
        client = HttpClient.open(HttpClientConfig.DEFAULTS, time);
        linksClient = HttpClient.open(LINKS, time);
        FailureStreams failures =
                new FailureStreams(config.datacenter(), config.jobs().service());
        lag = new ReplicaLag(Wikis.sections(config.wikis()), config.jobs().lag().pauseAbove(), time, meters);
        bulk = new BulkWork(Set.copyOf(config.jobs().lag().bulkTypes()));
        dispatcher = new ThreadDispatcher(executor(publisher, handlers, time));
        admission = new Admission(storage.log(), storage.deliveries(), rules, time, failures, meters);
        PolicySource policies = new PolicySource(rules, config.jobs().concurrency());
        WorkOwner.Ports ports = new WorkOwner.Ports(
                storage.log(),
                storage.index(),
                time,
                dispatcher,
                new BulkGate(new WikiGate(wikis::isReachable, rules), lag, rules, bulk),
                Ownership.all(storage.deliveries().partitions()),
                config.jobs().failureEvents() ? new FailureEvents(storage.log(), failures) : Announcements.NONE);
        owner = new WorkOwner(
                ports,
                new WorkConfig(
                        config.jobs().history(), FLUSH_EVERY, config.jobs().drainWithin()),
                policies,
                new WorkMetrics(meters, listener));
        admissionRunner = new DutyRunner(admission, time);
        ownerRunner = new DutyRunner(owner, time);
        watchRunner = new DutyRunner(new RuleWatch(rules, time), time);
        Duration every = config.jobs().lag().probeEvery();
        probes = every.isZero()
                ? List.of()
                : wikis.probes(every, new ClientCalls(client), lag, time).stream()
                        .map(probe -> new DutyRunner(probe, time))
                        .toList();
    }

    void start() {
        ownerRunner.start();
        admissionRunner.start();
        watchRunner.start();
        probes.forEach(DutyRunner::start);
    }

    boolean isRunning() {
        return ownerRunner.fatal() == null && admissionRunner.fatal() == null;
    }

    /// Stops admitting, lets attempts under way end within their time, and hands the rest back.
    void stop() throws InterruptedException {
        watchRunner.close();
        probes.forEach(DutyRunner::close);
        admissionRunner.close();
        owner.drain();
        var _ = ownerRunner.awaitFinished(stopWithin());
        ownerRunner.close();
        dispatcher.close();
        wikis.close();
        client.close();
        linksClient.close();
    }

    /// Once the time for the attempts, once more for handing back and writing the view.
    Duration stopWithin() {
        return config.jobs().drainWithin().multipliedBy(2).plus(STOP_MARGIN);
    }

    private Executor executor(EventPublisher publisher, Handlers handlers, TimeSource time) {
        LinkExpansion expansion = new LinkExpansion(
                publisher, config.jobs().service(), time, config.jobs().expansionBudget());
        ClientCalls calls = new ClientCalls(client);
        RuleExecutor.Kinds kinds = new RuleExecutor.Kinds(
                wikis.routes(config.wikis(), config.jobs().endpoint(), calls, lag, bulk, time),
                new HttpExecutor(calls, new AllowedHosts(config.allowedHosts()), lag, time),
                new LinksExecutor(new ClientCalls(linksClient), wikis::map, expansion, lag, time),
                new EmitExecutor(publisher, time),
                new ProgramExecutor(new LocalPrograms(time), RuleFilesOnDisk.grants(config, handlers)),
                new HandlerExecutor(handlers, time));
        Executor byRule = new RuleExecutor(rules, kinds, time, config.jobs().longestChain());
        Secret key = config.secretKey();
        Predicate<Delivery> signed = delivery ->
                rules.get().rule(delivery.rule()).map(Rule::callsWiki).orElse(false) && !takesUnsigned(delivery.wiki());
        Executor checked = key == null ? byRule : new SignatureCheck(byRule, key, signed);
        Redaction redaction = Redaction.of(config.admin().redact());
        return redaction.isNone() ? checked : new RedactingExecutor(checked, redaction);
    }

    private boolean takesUnsigned(String wiki) {
        AtollConfig.WikiAddress address = config.wikis().get(wiki);
        AtollConfig.Endpoint endpoint = address == null ? config.jobs().endpoint() : address.endpoint();
        return endpoint == AtollConfig.Endpoint.RPC;
    }
}
