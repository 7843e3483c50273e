package atoll.server.node;

import atoll.base.config.Secret;
import atoll.base.lifecycle.DutyRunner;
import atoll.base.time.TimeSource;
import atoll.changeprop.admission.Admission;
import atoll.changeprop.executor.AllowedHosts;
import atoll.changeprop.executor.HttpExecutor;
import atoll.changeprop.executor.RuleExecutor;
import atoll.changeprop.executor.WikiGate;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.work.Delivery;
import atoll.work.Executor;
import atoll.work.RulePolicy;
import atoll.work.owner.Ownership;
import atoll.work.owner.Policies;
import atoll.work.owner.ThreadDispatcher;
import atoll.work.owner.WorkConfig;
import atoll.work.owner.WorkMetrics;
import atoll.work.owner.WorkOwner;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// What happens to an event after it is stored: admission, the owner of all work partitions, executors.
final class WorkParts {
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(30);
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    final Admission admission;
    final WorkOwner owner;
    final RuleSet rules;
    private final AtollConfig config;
    private final Wikis wikis;
    private final HttpClient client;
    private final ThreadDispatcher dispatcher;
    private final DutyRunner admissionRunner;
    private final DutyRunner ownerRunner;

    WorkParts(AtollConfig config, RuleSet rules, Storage storage, TimeSource time, MeterRegistry meters) {
        this.config = config;
        this.rules = rules;
        wikis = Wikis.of(config, time, meters);
        client = HttpClient.open(HttpClientConfig.DEFAULTS, time);
        dispatcher = new ThreadDispatcher(executor(time));
        admission = new Admission(storage.log(), storage.deliveries(), () -> rules, time, config.datacenter(), meters);
        Policies policies = policies();
        WorkOwner.Ports ports = new WorkOwner.Ports(
                storage.log(),
                storage.index(),
                time,
                dispatcher,
                new WikiGate(wikis::isReachable, () -> rules),
                Ownership.all(storage.deliveries().partitions()));
        owner = new WorkOwner(
                ports,
                new WorkConfig(
                        config.jobs().history(), FLUSH_EVERY, config.jobs().drainWithin()),
                () -> policies,
                new WorkMetrics(meters));
        admissionRunner = new DutyRunner(admission, time);
        ownerRunner = new DutyRunner(owner, time);
    }

    void start() {
        ownerRunner.start();
        admissionRunner.start();
    }

    boolean isRunning() {
        return ownerRunner.fatal() == null && admissionRunner.fatal() == null;
    }

    /// Stops admitting, lets attempts under way end within their time, and hands the rest back.
    void stop() throws InterruptedException {
        admissionRunner.close();
        owner.drain();
        var _ = ownerRunner.awaitFinished(stopWithin());
        ownerRunner.close();
        dispatcher.close();
        wikis.close();
        client.close();
    }

    /// Once the time for the attempts, once more for handing back and writing the view.
    Duration stopWithin() {
        return config.jobs().drainWithin().multipliedBy(2).plus(STOP_MARGIN);
    }

    private Executor executor(TimeSource time) {
        WikiCalls calls = new WikiCalls(client);
        Executor byRule = new RuleExecutor(
                () -> rules,
                wikis.routes(config.wikis(), calls, time),
                new HttpExecutor(calls, new AllowedHosts(config.allowedHosts()), time),
                time);
        Secret key = config.secretKey();
        Predicate<Delivery> signed = delivery ->
                rules.rule(delivery.rule()).map(Rule::callsWiki).orElse(false) && !takesUnsigned(delivery.wiki());
        return key == null ? byRule : new SignatureCheck(byRule, key, signed);
    }

    private boolean takesUnsigned(String wiki) {
        AtollConfig.WikiAddress address = config.wikis().get(wiki);
        return address != null && address.endpoint() == AtollConfig.Endpoint.RPC;
    }

    private Policies policies() {
        List<RulePolicy> policies =
                rules.policies().stream().map(this::configured).toList();
        return Policies.of(policies, Long.parseUnsignedLong(rules.hash().substring(0, 16), 16));
    }

    /// The built-in rule's concurrency comes from the configuration; rules in files have their own.
    private RulePolicy configured(RulePolicy policy) {
        return policy.name().equals(Rule.BUILT_IN)
                ? new RulePolicy(
                        policy.name(),
                        config.jobs().concurrency(),
                        policy.retryLimit(),
                        policy.retryDelay(),
                        policy.retryFactor(),
                        policy.timeout(),
                        policy.claimTtl(),
                        policy.rootClaimTtl(),
                        policy.weights())
                : policy;
    }
}
