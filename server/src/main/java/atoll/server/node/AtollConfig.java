package atoll.server.node;

import atoll.base.config.DataSize;
import atoll.base.config.Doc;
import atoll.base.config.Secret;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.failure.FailureStreams;
import atoll.changeprop.links.LinkExpansion;
import atoll.console.ConsoleConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that can be configured in the file. Flags of `atoll serve` override single keys.
public record AtollConfig(
        @Doc("directory of everything Atoll keeps; default: the service's state directory, else atoll below the user's")
        @Nullable
        Path data,

        @Doc("address and port to listen on; port 0 lets the system choose")
        String listen,

        @Doc("name of this datacenter; prefix of every topic")
        String datacenter,

        @Doc("base URL of the only wiki, where rest.php answers; for several see wikis") @Nullable
        URI wiki,

        @Doc("runs the jobs of the only wiki on long-lived processes instead of over HTTP") @Nullable
        Worker worker,

        @Doc("how to reach each wiki, by wiki id or domain") Map<String, WikiAddress> wikis,

        @Doc("change-propagation rule files; default: one rule that runs every job on its wiki")
        List<Path> rules,

        @Doc(
                "the wiki's $wgSecretKey (file:PATH reads it from a file); job events that it did not sign are not sent to the wiki")
        @Nullable
        Secret secretKey,

        @Doc("hosts that rules may call although their name comes out of an event")
        List<String> allowedHosts,

        Jobs jobs,
        Intake intake,
        Log log,
        Admin admin) {

    public static final AtollConfig DEFAULTS = new AtollConfig(
            null,
            "127.0.0.1:8080",
            "datacenter1",
            null,
            null,
            Map.of(),
            List.of(),
            null,
            List.of(),
            Jobs.DEFAULTS,
            Intake.DEFAULTS,
            Log.DEFAULTS,
            Admin.DEFAULTS);

    public AtollConfig {
        Worker.checkCommand(worker);
    }

    /// How a wiki is reached.
    public record WikiAddress(
            @Doc("base URL, where rest.php answers") @Nullable
            URI url,

            @Doc("Host header that picks the wiki; default: the URL's host") @Nullable
            String host,

            @Doc(
                    "what answers below the URL: rest is the EventBus extension (the default), rpc is rpc/RunSingleJob.php,"
                            + " which wants no signatures")
            @Nullable
            Endpoint endpoint,

            @Doc("runs the wiki's jobs on long-lived processes instead of over HTTP") @Nullable
            Worker worker,

            @Doc(
                    "name of the wikis that share its database servers and so their replica lag and limits; default: all others")
            @Nullable
            String section) {
        public WikiAddress {
            if (url == null && worker == null) {
                throw new IllegalArgumentException("a wiki needs a 'url' or a 'worker'");
            }
            Worker.checkCommand(worker);
        }
    }

    /// Which of MediaWiki's ways to run a job over HTTP a wiki has.
    public enum Endpoint {
        REST,
        RPC
    }

    /// Processes that carry out a wiki's jobs.
    public record Worker(
            @Doc("program and arguments, as a list; not passed through a shell")
            List<String> command,

            @Doc("jobs under way at once") int processes,

            @Doc("a process is replaced after so many jobs") int jobsPerProcess,

            @Doc(
                    "a process that holds more after a job is replaced; one that takes twice as much during a job is killed")
            DataSize memory,

            @Doc("a process is replaced when it is older, so that it sees changes of the wiki's code and configuration")
            Duration maxAge) {
        public static final Worker DEFAULTS =
                new Worker(List.of(), 2, 500, DataSize.ofMebibytes(256), Duration.ofHours(1));

        private static void checkCommand(@Nullable Worker worker) {
            if (worker != null && worker.command.isEmpty()) {
                throw new IllegalArgumentException(
                        "worker has no 'command' (example: [php, /etc/atoll/mediawiki/atollWorker.php])");
            }
        }
    }

    /// How work is done.
    public record Jobs(
            @Doc("jobs under way at once for the built-in rule")
            int concurrency,

            @Doc("work partitions; fixed when the data directory is created")
            int partitions,

            @Doc("finished deliveries are kept this long, for questions and for recognising repeats")
            Duration history,

            @Doc("at shutdown, jobs under way get this long before they are handed back")
            Duration drainWithin,

            @Doc(
                    "an event that is further down a chain of events than this (triggered_by) is taken for a loop and becomes a dead letter")
            int longestChain,

            @Doc(
                    "true writes events about failures, as change-propagation does: <service>.retry.<stream> and <service>.error")
            boolean failureEvents,

            @Doc(
                    "pages that one event may lead to through /sys/links rules; then the expansion stops and is a dead letter")
            long expansionBudget,

            @Doc("the service name in those streams and in their emitter_id")
            String service,

            @Doc("programs that rules may start: beginnings of commands, words separated by spaces, such as"
                    + " /usr/bin/php /srv/w/maintenance/run.php; naming only an interpreter allows it every script")
            List<String> programs,

            @Doc("what answers below wiki, as for endpoint under wikis")
            Endpoint endpoint,

            Lag lag,

            LimitsConfig limits) {
        public static final Jobs DEFAULTS = new Jobs(
                4,
                4,
                Duration.ofDays(7),
                Duration.ofSeconds(20),
                TriggeredBy.LONGEST,
                false,
                LinkExpansion.BUDGET,
                FailureStreams.SERVICE,
                List.of(),
                Endpoint.REST,
                Lag.DEFAULTS,
                LimitsConfig.DEFAULTS);

        public Jobs {
            for (String program : programs) {
                if (!program.startsWith("/")) {
                    throw new IllegalArgumentException("program '" + program
                            + "' of 'programs' must begin with an absolute path (example: /usr/bin/php /srv/run.php)");
                }
            }
        }
    }

    /// What waits while database replicas are behind.
    public record Lag(
            @Doc("bulk work of a section waits while its replica lag is above this; it goes on at half of it")
            Duration pauseAbove,

            @Doc("how often a wiki of each section is asked for its lag (api.php, siprop=dbrepllag); 0s: never, then"
                    + " only what wikis and their workers say in answers counts")
            Duration probeEvery,

            @Doc("types of jobs that are bulk work, unless their rule says 'bulk' itself")
            List<String> bulkTypes) {
        public static final Lag DEFAULTS = new Lag(
                Duration.ofSeconds(6),
                Duration.ZERO,
                List.of("refreshLinks", "refreshLinksDynamic", "htmlCacheUpdate", "cirrusSearchLinksUpdate"));

        public Lag {
            if (!pauseAbove.isPositive()) {
                throw new IllegalArgumentException("'pause-above' must be longer than nothing");
            }
            if (!probeEvery.isZero() && probeEvery.compareTo(Duration.ofMillis(100)) < 0) {
                throw new IllegalArgumentException("'probe-every' must be 0s or at least 100ms");
            }
        }
    }

    /// Whose events are taken.
    public record Intake(
            @Doc("open accepts events whose schema is not known; strict refuses them")
            Strictness schemas,

            @Doc("directory with further JSON schemas: <title>/<version>.yaml") @Nullable
            Path schemaDirectory,

            @Doc("file with stream configuration") @Nullable Path streams,

            @Doc("networks whose producers are admitted without a token, besides loopback")
            List<String> networks,

            @Doc("tokens that admit producers, each for some wikis")
            List<Token> tokens,

            @Doc("bodies held in memory at once; beyond it requests are refused, jobs and purges last")
            DataSize memory) {
        public static final Intake DEFAULTS =
                new Intake(Strictness.OPEN, null, null, List.of(), List.of(), DataSize.ofMebibytes(64));
    }

    /// What happens to events of unknown schemas.
    public enum Strictness {
        OPEN,
        STRICT
    }

    /// A producer's token.
    public record Token(
            @Doc("the token, as in the intake URL's query: ?token=…")
            Secret secret,

            @Doc("wiki ids (database) it may send events of")
            List<String> wikis,

            @Doc("domains of events that name no wiki id, such as purges")
            List<String> domains) {}

    /// How events are stored.
    public record Log(
            @Doc("false answers before events are on disk: a power failure then loses the newest ones")
            boolean sync) {
        public static final Log DEFAULTS = new Log(true);
    }

    /// Who may use the admin API.
    public record Admin(
            @Doc("token for admin requests that do not come from this machine; without it they are refused") @Nullable
            Secret token,

            @Doc(
                    "fields of events that are not shown and not kept in timelines, as paths (example: params.ip); what is stored and sent stays as it is")
            List<String> redact,

            @Doc(
                    "dead letters that nobody retried or dropped for so long are dropped; default: they stay until someone does")
            @Nullable
            Duration keepDeadLetters,

            @Doc("events that can be found by title, request id and the like; beyond it the oldest cannot be found any"
                    + " more (a million take about 200 MB)")
            long findRecords,

            ConsoleConfig console) {
        public static final Admin DEFAULTS = new Admin(null, List.of(), null, 5_000_000, ConsoleConfig.DEFAULTS);

        public Admin {
            if (findRecords < 1_000) {
                throw new IllegalArgumentException(
                        "admin.find-records is '" + findRecords + "': must be at least 1000");
            }
            if (keepDeadLetters != null && !keepDeadLetters.isPositive()) {
                throw new IllegalArgumentException("admin.keep-dead-letters is '" + keepDeadLetters
                        + "': must be longer than nothing (example: 90d)");
            }
        }
    }
}
