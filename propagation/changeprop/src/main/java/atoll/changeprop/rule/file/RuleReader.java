package atoll.changeprop.rule.file;

import atoll.changeprop.rule.AnswerPattern;
import atoll.changeprop.rule.Case;
import atoll.changeprop.rule.Exclusions;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.StatusPatterns;
import atoll.changeprop.rule.Subscription;
import atoll.changeprop.rule.TopicPattern;
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

/// Reads one rule.
final class RuleReader {
    private static final Set<String> KNOWN = Set.of(
            "topic",
            "topics",
            "exclude_topics",
            "concurrency",
            "retry_limit",
            "retry_delay",
            "retry_factor",
            "retry_on",
            "ignore",
            "claim_ttl",
            "root_claim_ttl",
            "timeout",
            "exec",
            "discard_canary_events",
            "weights",
            "limiters");
    private static final Set<String> LATER = Set.of(
            "match",
            "match_not",
            "cases",
            "sample",
            "blacklist",
            "decode_results",
            "consumer",
            "producer",
            "disable_delayed_execution",
            "test_mode",
            "templates");
    /// Known to occur, and without anything to do in Atoll.
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "report",
            "batch_size",
            "consumer_batch_size",
            "reenqueue_delay",
            "startup_delay",
            "enable_blacklist",
            "disable_blacklist",
            "disable_ratelimit");
    private static final int MOST_TURNS = 1000;
    private static final int DAY_MILLIS = 86_400_000;
    private static final int TEN_YEARS_SECONDS = 315_360_000;

    private final YamlFields fields;

    RuleReader(YamlFields fields) {
        this.fields = fields;
    }

    /// The rule, or null if there was a problem.
    @Nullable
    Rule read() {
        int before = fields.problemCount();
        KnownKeys.check(fields, KNOWN, LATER, WITHOUT_EFFECT);
        List<TopicPattern> topics = topics();
        Set<String> exclude = new HashSet<>(fields.texts("exclude_topics"));
        canary();
        RulePolicy policy = policy();
        AnswerPattern retryOn = statuses("retry_on", Rule.RETRY_ON);
        AnswerPattern ignore = statuses("ignore", Rule.IGNORE);
        Map<String, Template> limiters = limiters();
        List<Exec> exec = new ExecReader(fields).read();
        if (fields.problemCount() > before) {
            return null;
        }
        return new Rule(
                new Subscription(topics, exclude),
                policy,
                retryOn,
                ignore,
                limiters,
                Exclusions.NONE,
                true,
                List.of(Case.always(exec)));
    }

    /// Which limiters there are is known once all files are read.
    private Map<String, Template> limiters() {
        Object value = fields.get("limiters");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            fields.problem(
                    "limiters", value, "must be a map of limiter to key (example: failures: '{message.meta.uri}')");
            return Map.of();
        }
        Map<String, Template> keys = new LinkedHashMap<>();
        map.forEach((name, key) -> {
            try {
                keys.put(String.valueOf(name), Template.parse(String.valueOf(key)));
            } catch (IllegalArgumentException e) {
                fields.problem("limiters." + name, key, String.valueOf(e.getMessage()));
            }
        });
        return keys;
    }

    private List<TopicPattern> topics() {
        List<TopicPattern> patterns = new ArrayList<>();
        for (String key : List.of("topic", "topics")) {
            for (String text : fields.texts(key)) {
                try {
                    patterns.add(TopicPattern.parse(text));
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

    private void canary() {
        Object value = fields.get("discard_canary_events");
        if (value != null && !"true".equals(value.toString())) {
            fields.problem(
                    "discard_canary_events",
                    value,
                    "not supported yet: canary events never match a rule (must be true)");
        }
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
        Object value = fields.get("weights");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            fields.problem("weights", value, "must be a map of wiki to turns in a round (example: enwiki: 3)");
            return List.of();
        }
        YamlFields inner = fields.inner(map);
        return inner.keys().stream()
                .map(wiki -> new RulePolicy.Weight(wiki, inner.whole(wiki, 1, 1, MOST_TURNS)))
                .toList();
    }

    /// Written `{status: [412, '50x']}`; other keys of the original compare with parts of the answer.
    private AnswerPattern statuses(String key, AnswerPattern absent) {
        Object value = fields.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Map<?, ?> map)) {
            fields.problem(key, value, "must be a map with 'status' (example: {status: ['50x', 429]})");
            return absent;
        }
        YamlFields inner = fields.inner(map);
        for (String name : inner.keys()) {
            if (!name.equals("status")) {
                fields.problem(key + "." + name, map.get(name), "not supported yet: only 'status' is");
            }
        }
        List<String> patterns = new ArrayList<>();
        for (String pattern : inner.texts("status")) {
            if (StatusPatterns.isStatus(pattern)) {
                patterns.add(pattern);
            } else {
                fields.problem(key + ".status", pattern, "is not a status (examples: 412, 50x)");
            }
        }
        return new AnswerPattern(new StatusPatterns(patterns), Map.of());
    }
}
