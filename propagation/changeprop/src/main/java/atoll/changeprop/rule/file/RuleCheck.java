package atoll.changeprop.rule.file;

import atoll.base.config.Nearest;
import atoll.changeprop.rule.Case;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.TopicPattern;
import atoll.changeprop.rule.match.Match;
import atoll.changeprop.rule.template.Template;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/// Looks through rules, as far as they can be read, for what cannot be meant: cases that are never reached, streams
/// that
/// nobody writes, captures that no match makes.
final class RuleCheck {
    private static final Match CANARIES = new Match.Fields(List.of(new Match.Field(
            "meta",
            new Match.Fields(List.of(
                    new Match.Field("domain", new Match.Equal(JsonNodeFactory.instance.stringNode("canary"))))))));

    private final KnownStreams streams;
    private final Function<String, YamlFields> written;

    /// @param written what stands in the file under a rule's name; takes what is wrong with it
    private RuleCheck(KnownStreams streams, Function<String, YamlFields> written) {
        this.streams = streams;
        this.written = written;
    }

    static void look(Collection<RuleReader.Reading> rules, Function<String, YamlFields> written, KnownStreams streams) {
        RuleCheck check = new RuleCheck(streams, written);
        rules.forEach(check::check);
    }

    private void check(RuleReader.Reading reading) {
        Rule rule = reading.rule();
        YamlFields fields = written.apply(rule.name());
        String topicKey = fields.yaml("topic") == null ? "topics" : "topic";
        rule.reads().topics().forEach(topic -> check(fields, topicKey, topic));
        rule.reads().exclude().stream()
                .filter(name -> name.startsWith("/"))
                .forEach(name -> fields.problem(
                        "exclude_topics", name, "takes exact names only, so this excludes nothing; name them"));
        List<Case> cases = rule.cases();
        for (int i = 0; i < cases.size(); i++) {
            if (reading.unclear().contains(i)) {
                continue;
            }
            YamlFields at = caseFields(fields, i);
            checkReached(at, reading, i);
            Case each = cases.get(i);
            templates(each).stream()
                    .flatMap(template -> template.captures().stream())
                    .filter(path -> !each.match().captures(path))
                    .distinct()
                    .forEach(path -> at.problem(
                            "exec",
                            "match." + String.join(".", path),
                            "is never captured: 'match' has no such property or group, so it stands for nothing"));
        }
    }

    /// What stands in the file for a case: the rule itself if it has no `cases`.
    private static YamlFields caseFields(YamlFields rule, int index) {
        return rule.yaml("cases") instanceof Yaml.Sequence list && list.items().get(index) instanceof Yaml.Mapping each
                ? rule.inner("cases[" + index + "]", each)
                : rule;
    }

    private void check(YamlFields fields, String key, TopicPattern topic) {
        if (streams.has(topic)) {
            return;
        }
        String near = topic.isName() ? Nearest.of(topic.toString(), streams.names()) : null;
        fields.problem(
                key,
                topic.toString(),
                "no known stream " + (topic.isName() ? "has this name" : "matches")
                        + (near == null ? "" : "; did you mean '" + near + "'?")
                        + " (name your own streams with --stream, or in the file of intake.streams)");
    }

    private static void checkReached(YamlFields at, RuleReader.Reading reading, int index) {
        List<Case> cases = reading.rule().cases();
        Case later = cases.get(index);
        if (later.matchNot().stream().anyMatch(not -> not.covers(later.match()))) {
            at.problem("match_not", null, "takes out all that 'match' lets in, so this is never reached");
            return;
        }
        if (reading.rule().discardsCanaries() && CANARIES.covers(later.match())) {
            at.problem(
                    "match",
                    null,
                    "is never reached: events of the domain 'canary' are discarded unless the rule says"
                            + " discard_canary_events: false");
            return;
        }
        for (int i = 0; i < index; i++) {
            Case earlier = cases.get(i);
            if (!reading.unclear().contains(i)
                    && earlier.match().covers(later.match())
                    && later.matchNot().containsAll(earlier.matchNot())) {
                at.problem("match", null, "is never reached: cases[" + i + "] takes all its events");
                return;
            }
        }
    }

    private static List<Template> templates(Case of) {
        return of.exec().stream()
                .flatMap(exec -> switch (exec) {
                    case Exec.MediaWiki _, Exec.InProcess _ -> Stream.<Template>empty();
                    case Exec.Program program ->
                        Stream.concat(program.command().stream(), program.environment().values().stream());
                    case Exec.Links links -> Stream.of(links.title());
                    case Exec.Emit emit -> Stream.of(emit.list());
                    case Exec.Http http ->
                        Stream.of(
                                        Stream.of(http.uri()),
                                        http.query().stream().map(Exec.QueryTemplate::value),
                                        http.headers().stream().map(Exec.HeaderTemplate::value),
                                        Stream.ofNullable(http.body()))
                                .flatMap(templates -> templates);
                })
                .toList();
    }
}
