package atoll.changeprop.rule;

import atoll.work.RulePolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// All rules in force, in the order written. Immutable.
///
/// [#hash()] is the same for sets that decide the same, on any machine and in any process, and is kept beside
/// decisions.
public final class RuleSet {
    private final Map<String, Rule> byName;
    private final String hash;

    /// @throws IllegalArgumentException if two rules have the same name
    public RuleSet(List<Rule> rules) {
        Map<String, Rule> named = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (named.put(rule.name(), rule) != null) {
                throw new IllegalArgumentException("there are two rules '" + rule.name() + "'");
            }
        }
        this.byName = named;
        this.hash = hashOf(named.values());
    }

    /// Only [Rule#mediaWikiJobs()].
    public static RuleSet builtIn() {
        return new RuleSet(List.of(Rule.mediaWikiJobs()));
    }

    public List<Rule> rules() {
        return List.copyOf(byName.values());
    }

    public Optional<Rule> rule(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The rules that read a stream, in the order written.
    ///
    /// @param stream a topic's name without datacenter prefix
    public List<Rule> matching(String stream) {
        return byName.values().stream().filter(rule -> rule.matches(stream)).toList();
    }

    /// Of the rules that read a stream, those that name it; expressions do not count.
    public StreamRules naming(String stream) {
        return new StreamRules(
                byName.values().stream()
                        .filter(rule -> rule.reads().names(stream))
                        .toList(),
                hash);
    }

    /// The same rules, ready to decide about events.
    public StreamRules reading(String stream) {
        return new StreamRules(matching(stream), hash);
    }

    public List<RulePolicy> policies() {
        return byName.values().stream().map(Rule::policy).toList();
    }

    /// 16 hexadecimal digits.
    public String hash() {
        return hash;
    }

    private static String hashOf(Collection<Rule> rules) {
        StringBuilder text = new StringBuilder(256);
        for (Rule rule : rules) {
            describe(rule, text);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// Each value stands on a line of its own after its name, quoted where it is free text, so that two different rules
    /// never have one description.
    private static void describe(Rule rule, StringBuilder to) {
        line(to, "rule", rule.policy().toString());
        rule.reads().topics().forEach(topic -> line(to, "topic", topic.toString()));
        new TreeSet<>(rule.reads().exclude()).forEach(topic -> line(to, "exclude", topic));
        line(to, "retry", rule.retryOn().toString());
        line(to, "ignore", rule.ignore().toString());
        rule.limiters().forEach((type, key) -> line(to, "limiter " + type, key.toString()));
        rule.excludes().byDomain().forEach((domain, excluded) -> line(to, "excluded " + domain, excluded.toString()));
        line(to, "canaries", Boolean.toString(rule.discardsCanaries()));
        if (rule.bulk() != Rule.Bulk.BY_TYPE) {
            line(to, "bulk", rule.bulk().toString());
        }
        rule.cases().forEach(each -> describe(each, to));
    }

    private static void describe(Case each, StringBuilder to) {
        line(to, "match", each.match().toString());
        each.matchNot().forEach(not -> line(to, "not", not.toString()));
        line(to, "sample", String.valueOf(each.sample()));
        each.exec().forEach(exec -> describe(exec, to));
    }

    private static void describe(Exec exec, StringBuilder to) {
        switch (exec) {
            case Exec.MediaWiki() -> line(to, "exec", "mediawiki");
            case Exec.Links(var kind, var title) -> line(to, "links " + kind.label(), title.toString());
            case Exec.Emit(var what, var list) -> line(to, "emit " + what.label(), list.toString());
            case Exec.Http(var method, var uri, var query, var headers, var body, var timeout) -> {
                line(to, "exec", method);
                line(to, "uri", uri.toString());
                query.forEach(
                        each -> line(to, "query " + each.name(), each.value().toString()));
                headers.forEach(
                        each -> line(to, "header " + each.name(), each.value().toString()));
                line(to, "body", String.valueOf(body));
                line(to, "timeout", String.valueOf(timeout));
            }
            case Exec.Program program -> describe(program, to);
            case Exec.InProcess(var handler, var timeout) -> {
                line(to, "handler", handler);
                line(to, "timeout", String.valueOf(timeout));
            }
        }
    }

    private static void describe(Exec.Program program, StringBuilder to) {
        line(to, "exec", "program");
        program.command().forEach(word -> line(to, "word", word.toString()));
        program.environment().forEach((name, value) -> line(to, "variable " + name, value.toString()));
        line(to, "directory", String.valueOf(program.directory()));
        line(to, "timeout", String.valueOf(program.timeout()));
        line(to, "memory", Long.toString(program.memoryBytes()));
        line(to, "output", Long.toString(program.outputBytes()));
        line(to, "exits", program.exits().toString());
    }

    private static void line(StringBuilder to, String name, String value) {
        to.append(name)
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(value)
                .append('\n');
    }
}
