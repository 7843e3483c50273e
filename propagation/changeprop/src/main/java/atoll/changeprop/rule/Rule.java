package atoll.changeprop.rule;

import atoll.changeprop.rule.match.Match;
import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.Template;
import atoll.work.RulePolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Which events lead to which requests.
///
/// @param reads the streams
/// @param policy how often and how fast
/// @param retryOn answers worth another attempt
/// @param ignore answers that count as success
/// @param limiters what limits the rule's attempts, by type of limiter: the key that is counted
/// @param excludes events that the rule leaves alone although they match
/// @param discardsCanaries true if events of the domain `canary` never match
/// @param bulk whether it has to wait while database replicas are behind
/// @param cases what is done; the first that matches counts. A rule without `cases` has one
public record Rule(
        Subscription reads,
        RulePolicy policy,
        AnswerPattern retryOn,
        AnswerPattern ignore,
        Map<String, Template> limiters,
        Exclusions excludes,
        boolean discardsCanaries,
        Bulk bulk,
        List<Case> cases) {
    /// change-propagation's defaults.
    public static final AnswerPattern RETRY_ON = AnswerPattern.statuses("50x");

    public static final AnswerPattern IGNORE = AnswerPattern.statuses("412");

    /// Name of the rule that Atoll has without any configuration.
    public static final String BUILT_IN = "mediawiki_jobs";

    /// What may wait for replicas without anyone noticing.
    public enum Bulk {
        YES,
        NO,
        /// The configuration says for which types of jobs.
        BY_TYPE
    }

    public Rule {
        limiters = Collections.unmodifiableMap(new LinkedHashMap<>(limiters));
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("rule '" + policy.name() + "' needs at least one case");
        }
    }

    /// A rule that does the same with every event of some streams, and has change-propagation's defaults.
    public static Rule of(RulePolicy policy, Subscription reads, List<Exec> exec) {
        return new Rule(
                reads,
                policy,
                RETRY_ON,
                IGNORE,
                Map.of(),
                Exclusions.NONE,
                true,
                Bulk.BY_TYPE,
                List.of(Case.always(exec)));
    }

    /// Runs every job on its wiki, four at a time: careful enough for a single wiki.
    public static Rule mediaWikiJobs() {
        return mediaWikiJobs(RulePolicy.of(BUILT_IN, 4));
    }

    /// The same with another policy.
    public static Rule mediaWikiJobs(RulePolicy policy) {
        return new Rule(
                Subscription.of("/^mediawiki\\.job\\..+$/"),
                policy,
                RETRY_ON,
                AnswerPattern.statuses(),
                Map.of(),
                Exclusions.NONE,
                true,
                Bulk.BY_TYPE,
                List.of(Case.always(List.of(new Exec.MediaWiki()))));
    }

    /// The same with another policy.
    public Rule with(RulePolicy other) {
        return new Rule(reads, other, retryOn, ignore, limiters, excludes, discardsCanaries, bulk, cases);
    }

    public String name() {
        return policy.name();
    }

    /// @param stream a topic's name without datacenter prefix
    public boolean matches(String stream) {
        return reads.covers(stream);
    }

    /// True if the rule needs to know where the wiki of an event lives.
    public boolean callsWiki() {
        for (Case each : cases) {
            for (Exec exec : each.exec()) {
                if (exec instanceof Exec.MediaWiki || exec instanceof Exec.Links) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What the rule makes of an event.
    public enum Verdict {
        SELECTED,
        UNMATCHED,
        CANARY,
        EXCLUDED,
        SAMPLED_OUT
    }

    /// Decides about an event of a stream that the rule reads. Does not allocate for an event that is not selected,
    /// apart from what an expression needs.
    ///
    /// @param fields of the event; at least those that [StreamRules] reads
    /// @param view the same event, asked only if the rule takes samples
    public Verdict decide(JsonNode fields, EventView view) {
        int number = caseOf(fields);
        if (number < 0 || cases.get(number).exec().isEmpty()) {
            return Verdict.UNMATCHED;
        }
        JsonNode meta = fields.path("meta");
        JsonNode domain = meta.path("domain");
        if (discardsCanaries && domain.isString() && domain.stringValue().equals("canary")) {
            return Verdict.CANARY;
        }
        if (excludes.covers(domain, meta.path("uri"))) {
            return Verdict.EXCLUDED;
        }
        Case found = cases.get(number);
        Sample sample = found.sample();
        return sample == null || sample.keeps(view.with(found.match().captures(view.fields())))
                ? Verdict.SELECTED
                : Verdict.SAMPLED_OUT;
    }

    /// Decides which case applies, from the event alone. Its fields are not read if that decides nothing.
    public Optional<Choice> choose(EventView event) {
        if (cases.getFirst().isAlways()) {
            return Optional.of(new Choice(0, cases.getFirst(), event));
        }
        int number = caseOf(event.fields());
        if (number < 0) {
            return Optional.empty();
        }
        Case found = cases.get(number);
        return Optional.of(new Choice(number, found, event.with(found.match().captures(event.fields()))));
    }

    /// @param number of the case, from 0
    /// @param event with the captures of the case's match
    public record Choice(int number, Case chosen, EventView event) {}

    /// The place of the first case that matches; negative if none does.
    private int caseOf(JsonNode fields) {
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).covers(fields)) {
                return i;
            }
        }
        return -1;
    }

    /// All that looks at events before one is selected.
    List<Match> conditions() {
        return cases.stream()
                .flatMap(each -> Stream.concat(Stream.of(each.match()), each.matchNot().stream()))
                .toList();
    }
}
