package atoll.changeprop.reload;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.Problem;
import atoll.changeprop.rule.file.RuleFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one rule set in force. It is replaced as a whole: whoever asks sees all of the old rules or all of the new ones.
///
/// Promises: rules with problems never come into force; of two reloads at once, the one that began later decides. Safe
/// for use by many threads; [#get] never waits, [#reload] blocks on the disk and holds no lock meanwhile.
public final class RulesInForce implements Supplier<RuleSet> {
    private static final Logger LOG = LoggerFactory.getLogger(RulesInForce.class);

    private final RuleSource source;
    private final InstantSource time;
    private final ReloadMetrics metrics;
    private final AtomicLong begun = new AtomicLong();
    private final Object taking = new Object(); // guards newest, and the status against lost updates
    private long newest;
    private volatile Status status;

    /// @param doubts what their files say that cannot be meant, as far as they were read since the start
    /// @param refused problems of files that were read later and did not come into force; empty if there are none
    /// @param refusedAt when those were read
    public record Status(
            RuleSet rules,
            Instant since,
            List<String> doubts,
            List<String> refused,
            @Nullable Instant refusedAt) {
        public Status {
            doubts = List.copyOf(doubts);
            refused = List.copyOf(refused);
        }
    }

    public RulesInForce(RuleSet first, RuleSource source, InstantSource time, MeterRegistry meters) {
        this.source = source;
        this.time = time;
        this.status = new Status(first, time.instant(), List.of(), List.of(), null);
        this.metrics = new ReloadMetrics(meters, this);
    }

    @Override
    public RuleSet get() {
        return status.rules;
    }

    public Status status() {
        return status;
    }

    RuleSource source() {
        return source;
    }

    /// Reads the files and puts their rules into force, if they have no problem.
    public Reload reload() {
        if (!source.hasFiles()) {
            return new Reload.Unchanged(get().hash());
        }
        long turn = begun.incrementAndGet();
        String before = source.stamp();
        RuleFiles.Inspection read;
        try {
            read = source.inspect();
        } catch (AtollException e) {
            return take(turn, null, List.of(String.valueOf(e.getMessage())));
        }
        if (!source.stamp().equals(before)) {
            return take(turn, null, List.of("the rule files changed while they were read; reload them once more"));
        }
        return read.problems().isEmpty()
                ? take(turn, read.rules(), lines(read.shownDoubts()))
                : take(turn, null, lines(read.all()));
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    /// @param read null if the files cannot be used
    /// @param told why not, or what is doubtful about them
    private Reload take(long turn, @Nullable RuleSet read, List<String> told) {
        Reload reload;
        List<String> newDoubts;
        synchronized (taking) {
            if (turn < newest) {
                return status.refused.isEmpty()
                        ? new Reload.Unchanged(status.rules.hash())
                        : new Reload.Refused(status.refused);
            }
            newest = turn;
            List<String> before = status.doubts;
            reload = decide(status, read, told);
            newDoubts = status.doubts.stream()
                    .filter(doubt -> !before.contains(doubt))
                    .toList();
        }
        metrics.ended(reload);
        report(reload);
        newDoubts.forEach(
                doubt -> LOG.atWarn().addKeyValue("doubt", doubt).log("a rule in force says what cannot be meant"));
        return reload;
    }

    private Reload decide(Status old, @Nullable RuleSet read, List<String> told) {
        String hash = old.rules.hash();
        if (read == null) {
            status = new Status(old.rules, old.since, old.doubts, told, time.instant());
            return new Reload.Refused(told);
        }
        if (read.hash().equals(hash)) {
            status = new Status(old.rules, old.since, told, List.of(), null);
            return new Reload.Unchanged(hash);
        }
        status = new Status(read, time.instant(), told, List.of(), null);
        return new Reload.Replaced(hash, read.hash());
    }

    private static void report(Reload reload) {
        switch (reload) {
            case Reload.Replaced(var before, var after) ->
                LOG.atInfo()
                        .addKeyValue("before", before)
                        .addKeyValue("after", after)
                        .log("new rules are in force");
            case Reload.Unchanged(var hash) ->
                LOG.atDebug().addKeyValue("hash", hash).log("rule files say what is in force");
            case Reload.Refused(var problems) -> {
                for (String problem : problems) {
                    LOG.atWarn().addKeyValue("problem", problem).log("rule files are refused, the old rules stay");
                }
            }
        }
    }
}
