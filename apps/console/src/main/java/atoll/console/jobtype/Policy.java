package atoll.console.jobtype;

import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What operators have set for a job type, a wiki or a section; `*` stands for all.
///
/// @param paused null if it does not say; false goes on although a broader policy is paused
/// @param limits empty text where nothing is set
public record Policy(Scope scope, @Nullable Boolean paused, String reason, Limits limits) {
    static final String ALL = "*";

    /// For what it holds.
    public record Scope(String type, String wiki, String section) {
        static Scope of(Tree tree) {
            return new Scope(orAll(tree.text("type")), orAll(tree.text("wiki")), orAll(tree.text("section")));
        }

        static String orAll(String text) {
            return text.isEmpty() ? ALL : text;
        }

        Map<String, String> json() {
            return Map.of("type", type, "wiki", wiki, "section", section);
        }

        /// `all wikis`, `enwiki`, `section s1`.
        public String words() {
            if (!wiki.equals(ALL)) {
                return wiki;
            }
            return section.equals(ALL) ? "all wikis" : "section " + section;
        }
    }

    /// As typed.
    public record Limits(String weight, String min, String max, String perSecond, String burst) {
        static final Limits NONE = new Limits("", "", "", "", "");

        static Limits of(Tree tree) {
            Tree concurrency = tree.at("concurrency");
            Tree rate = tree.at("rate");
            return new Limits(
                    tree.text("weight"),
                    concurrency.text("min"),
                    concurrency.text("max"),
                    rate.text("per_second"),
                    rate.text("burst"));
        }
    }

    static Policy of(Tree tree) {
        return new Policy(
                Scope.of(tree), tree.has("paused") ? tree.truth("paused") : null, tree.text("reason"), Limits.of(tree));
    }

    static Policy empty(Scope scope) {
        return new Policy(scope, null, "", Limits.NONE);
    }

    Policy withPause(@Nullable Boolean nowPaused) {
        return new Policy(scope, nowPaused, reason, limits);
    }

    boolean isEmpty() {
        return paused == null && limits.equals(Limits.NONE);
    }

    public boolean isPaused() {
        return Boolean.TRUE.equals(paused);
    }

    Policy withLimits(Limits newLimits) {
        return new Policy(scope, paused, reason, newLimits);
    }

    /// As the admin API takes it; what is not set is left out.
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(scope.json());
        if (paused != null) {
            json.put("paused", paused);
        }
        put(json, "weight", limits.weight);
        Map<String, Object> concurrency = new LinkedHashMap<>();
        put(concurrency, "min", limits.min);
        put(concurrency, "max", limits.max);
        Map<String, Object> rate = new LinkedHashMap<>();
        put(rate, "per_second", limits.perSecond);
        put(rate, "burst", limits.burst);
        if (!concurrency.isEmpty()) {
            json.put("concurrency", concurrency);
        }
        if (!rate.isEmpty()) {
            json.put("rate", rate);
        }
        return json;
    }

    private static void put(Map<String, Object> to, String name, String typed) {
        if (!typed.isEmpty()) {
            to.put(name, Numbers.parse(name, typed));
        }
    }

    /// What it sets, in words.
    public String words() {
        List<String> words = new ArrayList<>();
        if (isPaused()) {
            words.add("paused" + (reason.isEmpty() ? "" : ": " + reason));
        }
        add(words, "weight ", limits.weight, "");
        if (!limits.max.isEmpty()) {
            words.add((limits.min.isEmpty() ? "at most " : limits.min + " to ") + limits.max + " at once");
        }
        add(words, "", limits.perSecond, " per second" + (limits.burst.isEmpty() ? "" : ", bursts of " + limits.burst));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    private static void add(List<String> words, String before, String value, String after) {
        if (!value.isEmpty()) {
            words.add(before + value + after);
        }
    }

    /// Where a limit stands now.
    ///
    /// @param heldReason empty if nothing is held back
    public record Effective(
            Scope scope, String now, String bounds, String running, String heldReason, String decrease) {
        static Effective of(Tree tree) {
            Tree last = tree.at("last_decrease");
            return new Effective(
                    Scope.of(tree),
                    tree.has("limit_now") ? Figures.rate(tree.decimal("limit_now")) : "–",
                    tree.has("max") ? tree.text("min") + " to " + tree.text("max") : "–",
                    Figures.count(tree.whole("running")),
                    tree.text("held_reason"),
                    last.has("at") ? Figures.dayAndTime(last.time("at")) + " " + last.text("cause") : "");
        }
    }
}
