package atoll.server.demo;

import atoll.base.config.Secret;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.redaction.Redaction;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.server.admin.balance.Balance;
import atoll.server.admin.balance.Balances;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Admissions;
import atoll.server.admin.ports.OwnerWork;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import atoll.work.RulePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Atoll and the sample wiki, running together.
final class Demo implements AutoCloseable {
    private static final int CONCURRENCY = 8;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final TimeSource time;
    private final AtollConfig config;
    private final DemoAccount account;
    private final SampleWiki wiki;
    private final Atoll atoll;

    private Demo(TimeSource time, AtollConfig config, DemoAccount account, SampleWiki wiki, Atoll atoll) {
        this.time = time;
        this.config = config;
        this.account = account;
        this.wiki = wiki;
        this.atoll = atoll;
    }

    static Demo start(DemoOptions options, TimeSource time) {
        Randomness choice = Randomness.seeded(options.seed());
        SampleWiki wiki = SampleWiki.start(
                time, Ids.random(Randomness.secure()), Randomness.seeded(~options.seed()), options.troubles());
        try {
            new SampleText(choice).load(wiki, options.articles());
            DemoAccount account = DemoAccount.create(Randomness.secure());
            AtollConfig config = config(options, account, wiki.url());
            Atoll atoll = Atoll.start(options.data(), config, rules());
            wiki.connect(URI.create("http://127.0.0.1:" + atoll.port() + "/v1/events"));
            return new Demo(time, config, account, wiki, atoll);
        } catch (RuntimeException e) {
            wiki.close();
            throw e;
        }
    }

    private static AtollConfig config(DemoOptions options, DemoAccount account, URI wiki) {
        AtollConfig d = AtollConfig.DEFAULTS;
        AtollConfig.Jobs jobs = new AtollConfig.Jobs(
                CONCURRENCY,
                d.jobs().partitions(),
                d.jobs().history(),
                Duration.ofSeconds(5),
                d.jobs().longestChain(),
                d.jobs().failureEvents(),
                d.jobs().expansionBudget(),
                d.jobs().service(),
                d.jobs().programs(),
                d.jobs().endpoint(),
                d.jobs().lag(),
                d.jobs().limits());
        AtollConfig.Intake intake = new AtollConfig.Intake(
                AtollConfig.Strictness.STRICT,
                null,
                null,
                List.of(),
                List.of(),
                d.intake().memory());
        return new AtollConfig(
                options.data(),
                options.listen(),
                "demo",
                wiki,
                null,
                d.wikis(),
                List.of(),
                new Secret(SampleWiki.SECRET_KEY),
                List.of(),
                jobs,
                intake,
                d.log(),
                new AtollConfig.Admin(
                        d.admin().token(),
                        d.admin().redact(),
                        d.admin().keepDeadLetters(),
                        d.admin().findRecords(),
                        account.console()));
    }

    /// As the built-in rule, but failed jobs are tried again soon and often, so that it can be watched.
    static RuleSet rules() {
        RulePolicy policy = new RulePolicy(
                Rule.BUILT_IN,
                CONCURRENCY,
                6,
                Duration.ofMillis(500),
                2,
                Duration.ofSeconds(20),
                Duration.ZERO,
                Duration.ZERO,
                List.of());
        return new RuleSet(List.of(Rule.mediaWikiJobs(policy)));
    }

    /// Who may change something in the console.
    DemoAccount account() {
        return account;
    }

    SampleWiki wiki() {
        return wiki;
    }

    Atoll atoll() {
        return atoll;
    }

    Reading read() throws InterruptedException {
        return Reading.of(atoll, config.datacenter(), time);
    }

    /// The balance as the admin API takes it: what is on its way is looked up, so that a difference is a loss.
    Reading settle() throws InterruptedException {
        AdminPorts ports = new AdminPorts(
                config.datacenter(),
                new OwnerWork(atoll.owner(), time),
                atoll.log(),
                Admissions.of(atoll.admission()),
                atoll.rules(),
                Redaction.NONE,
                time);
        Map<String, Balance> streams = new TreeMap<>();
        new Balances(ports)
                .take()
                .forEach((topic, balance) ->
                        streams.put(topic.substring(config.datacenter().length() + 1), balance));
        return new Reading(time.instant(), streams, null, 0);
    }

    /// Waits until everything accepted has an end; false if it has not by the deadline.
    boolean awaitDrained(Deadline deadline, Wakeup stop) throws InterruptedException {
        while (!read().isDrained()) {
            if (deadline.isPassed() || stop.await(LOOK_EVERY)) {
                return read().isDrained();
            }
        }
        return true;
    }

    @Override
    public void close() {
        try (wiki) {
            atoll.close();
        }
    }
}
