package atoll.changeprop.rule.file;

import atoll.changeprop.rule.AnswerPattern;
import atoll.changeprop.rule.Case;
import atoll.changeprop.rule.Exclusions;
import atoll.changeprop.rule.Exclusions.Excluded;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.StableJson;
import atoll.changeprop.rule.StatusPatterns;
import atoll.changeprop.rule.Subscription;
import atoll.changeprop.rule.TopicPattern;
import atoll.changeprop.rule.match.Expression;
import atoll.changeprop.rule.template.PercentDecoding;
import atoll.changeprop.rule.template.Template;
import atoll.work.RulePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Reads one rule.
final class RuleReader {
    private static final Set<String> KNOWN = Set.of(
            "topic",
            "topics",
            "exclude_topics",
            "match",
            "match_not",
            "cases",
            "sample",
            "exec",
            "concurrency",
            "retry_limit",
            "retry_delay",
            "retry_factor",
            "retry_on",
            "ignore",
            "claim_ttl",
            "root_claim_ttl",
            "limiters",
            "disable_ratelimit",
            "blacklist",
            "disable_blacklist",
            "timeout",
            "discard_canary_events",
            "bulk",
            "weights");
    /// What a rule takes from the module's options if it does not say itself.
    static final Set<String> INHERITED = Set.of(
            "concurrency",
            "sample",
            "retry_limit",
            "retry_delay",
            "retry_factor",
            "retry_on",
            "ignore",
            "claim_ttl",
            "root_claim_ttl",
            "disable_ratelimit",
            "blacklist",
            "disable_blacklist",
            "timeout",
            "discard_canary_events");
    /// Known to occur, and without anything to do in Atoll.
    static final Set<String> WITHOUT_EFFECT = Set.of(
            "report",
            "batch_size",
            "consumer_batch_size",
            "reenqueue_delay",
            "startup_delay",
            "enable_blacklist",
            "disable_delayed_execution",
            "decode_results",
            "consumer",
            "producer");
    private static final int MOST_TURNS = 1000;
    private static final int DAY_MILLIS = 86_400_000;
    private static final int TEN_YEARS_SECONDS = 315_360_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final YamlFields fields;
    private final Partitioned partitioned;

    RuleReader(YamlFields fields, Partitioned partitioned) {
        this.fields = fields;
        this.partitioned = partitioned;
    }

    /// A rule as far as it can be read.
    ///
    /// @param isUsable false if there was a problem
    /// @param unclear numbers of the cases whose events are not known, because of a problem
    record Reading(Rule rule, boolean isUsable, Set<Integer> unclear) {}

    /// Null if nothing can be said about it, or if it does nothing.
    @Nullable
    Reading read() {
        int before = fields.problemCount();
        fields.checkKeys(KNOWN, WITHOUT_EFFECT);
        List<TopicPattern> topics = topics();
        Set<String> exclude = new HashSet<>(fields.texts("exclude_topics"));
        RulePolicy policy = policy();
        AnswerPattern retryOn = answers("retry_on", Rule.RETRY_ON);
        AnswerPattern ignore = answers("ignore", Rule.IGNORE);
        Map<String, Template> limiters = limiters();
        Exclusions excludes = excludes();
        boolean discardsCanaries = fields.truth("discard_canary_events", true);
        Rule.Bulk bulk = fields.yaml("bulk") == null
                ? Rule.Bulk.BY_TYPE
                : fields.truth("bulk", false) ? Rule.Bulk.YES : Rule.Bulk.NO;
        CaseReader caseReader = new CaseReader(fields);
        List<Case> cases = caseReader.read();
        boolean isUsable = fields.problemCount() == before;
        if (topics.isEmpty()) {
            return null;
        }
        if (isUsable && cases.stream().allMatch(each -> each.exec().isEmpty())) {
            fields.note("exec", "is missing: the rule does nothing and is left out");
            return null;
        }
        Subscription reads = new Subscription(topics, exclude);
        return new Reading(
                new Rule(reads, policy, retryOn, ignore, limiters, excludes, discardsCanaries, bulk, cases),
                isUsable,
                caseReader.unclear());
    }

    private List<TopicPattern> topics() {
        List<TopicPattern> patterns = new ArrayList<>();
        for (String key : List.of("topic", "topics")) {
            for (String text : fields.texts(key)) {
                try {
                    patterns.addAll(partitioned.unpartitioned(fields, key, TopicPattern.parse(text)));
                } catch (IllegalArgumentException e) {
                    fields.problem(key, text, String.valueOf(e.getMessage()));
                }
            }
        }
        if (fields.texts("topic").isEmpty() && fields.texts("topics").isEmpty()) {
            fields.problem("topic", null, "is missing: give a name, /an expression/, or a list of them in 'topics'");
        }
        return patterns;
    }

    private RulePolicy policy() {
        RulePolicy standard = RulePolicy.of(fields.rule(), 1);
        return new RulePolicy(
                fields.rule(),
                fields.whole("concurrency", 30, 1, 10_000),
                fields.whole("retry_limit", standard.retryLimit(), 0, 1_000),
                millis("retry_delay", standard.retryDelay(), 0, 7 * DAY_MILLIS),
                fields.number("retry_factor", standard.retryFactor(), 1, 1_000, false),
                millis("timeout", standard.timeout(), 1, DAY_MILLIS),
                Duration.ofSeconds(fields.whole("claim_ttl", 0, 0, TEN_YEARS_SECONDS)),
                Duration.ofSeconds(fields.whole("root_claim_ttl", 0, 0, TEN_YEARS_SECONDS)),
                weights());
    }

    private Duration millis(String key, Duration absent, int least, int most) {
        return Duration.ofMillis(fields.whole(key, (int) absent.toMillis(), least, most));
    }

    private List<RulePolicy.Weight> weights() {
        YamlFields inner = fields.map("weights", "{enwiki: 3}");
        return inner == null
                ? List.of()
                : inner.keys().stream()
                        .map(wiki -> new RulePolicy.Weight(wiki, inner.whole(wiki, 1, 1, MOST_TURNS)))
                        .toList();
    }

    /// Written `{status: [412, '50x'], body: …}`; each key must hold by one of its values.
    private AnswerPattern answers(String key, AnswerPattern absent) {
        YamlFields inner = fields.map(key, "{status: ['50x', 429]}");
        if (inner == null) {
            return absent;
        }
        if (inner.keys().isEmpty()) {
            fields.problem(key, null, "needs at least one of: status, body, headers");
        }
        @Nullable StatusPatterns status = null;
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (String name : inner.keys()) {
            Object value = inner.get(name);
            List<?> options = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            if (name.equals("status")) {
                status = statuses(inner);
            } else if (name.equals("body") || name.equals("headers")) {
                others.put(
                        name,
                        options.stream()
                                .map(option -> StableJson.text(JSON.valueToTree(option)))
                                .toList());
            } else {
                inner.problem(name, value, "is no part of an answer (there are: status, body, headers)");
            }
        }
        return new AnswerPattern(status, others);
    }

    private static StatusPatterns statuses(YamlFields inner) {
        List<String> patterns = new ArrayList<>();
        for (String pattern : inner.texts("status")) {
            if (StatusPatterns.isStatus(pattern)) {
                patterns.add(pattern);
            } else {
                inner.problem("status", pattern, "is not a status (examples: 412, 50x)");
            }
        }
        return new StatusPatterns(patterns);
    }

    private Map<String, Template> limiters() {
        YamlFields inner = fields.map("limiters", "{blacklist: '{{message.meta.uri}}'}");
        if (inner == null || fields.truth("disable_ratelimit", false)) {
            return Map.of();
        }
        Map<String, Template> limiters = new LinkedHashMap<>();
        for (String type : inner.keys()) {
            Template key = inner.template(type);
            if (key != null) {
                limiters.put(type, key);
            }
        }
        return limiters;
    }

    private Exclusions excludes() {
        YamlFields inner = fields.map("blacklist", "{en.wikipedia.org: [User:Bot, /^https:.*sandbox/]}");
        if (inner == null || fields.truth("disable_blacklist", false)) {
            return Exclusions.NONE;
        }
        Map<String, List<Excluded>> byDomain = new LinkedHashMap<>();
        for (String domain : inner.keys()) {
            List<Excluded> excluded = new ArrayList<>();
            for (String text : inner.texts(domain)) {
                try {
                    excluded.add(excluded(text.strip()));
                } catch (IllegalArgumentException e) {
                    inner.problem(domain, text, String.valueOf(e.getMessage()));
                }
            }
            byDomain.put(domain, excluded);
        }
        return new Exclusions(byDomain);
    }

    private static Excluded excluded(String text) {
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            return new Excluded.Found(Expression.parse(text));
        }
        String decoded = PercentDecoding.strictly(text);
        if (decoded == null || decoded.isEmpty()) {
            throw new IllegalArgumentException("must be a title, the end of a URI, or /an expression/");
        }
        return new Excluded.Ending(decoded.startsWith("/") ? decoded : "/" + decoded);
    }
}
