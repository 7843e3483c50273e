package atoll.changeprop.rule.file;

import atoll.base.config.Nearest;
import atoll.changeprop.rule.Case;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.TopicPattern;
import atoll.changeprop.rule.file.RuleFiles.Place;
import atoll.changeprop.rule.file.RuleFiles.Result.Loaded;
import atoll.changeprop.rule.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Looks through rules that can be loaded for what cannot be meant: cases that are never reached, streams that nobody
/// writes, captures that no match makes.
public final class RuleCheck {
    private final KnownStreams streams;
    private final Map<String, Place> places;
    private final List<Problem> doubts = new ArrayList<>();

    private RuleCheck(KnownStreams streams, Map<String, Place> places) {
        this.streams = streams;
        this.places = places;
    }

    public static List<Problem> of(Loaded loaded, KnownStreams streams) {
        RuleCheck check = new RuleCheck(streams, loaded.places());
        loaded.rules().rules().forEach(check::check);
        return List.copyOf(check.doubts);
    }

    private void check(Rule rule) {
        rule.reads().topics().forEach(topic -> check(rule, topic));
        List<Case> cases = rule.cases();
        for (int i = 0; i < cases.size(); i++) {
            String prefix = cases.size() == 1 ? "" : "cases[" + i + "].";
            checkReached(rule, i);
            Case each = cases.get(i);
            for (Template template : templates(each)) {
                template.captures().stream()
                        .filter(path -> !each.match().captures(path))
                        .forEach(path -> doubt(
                                rule,
                                prefix + "exec",
                                "match." + String.join(".", path),
                                "is never captured: 'match' has no such property or group, so it stands for nothing"));
            }
        }
    }

    private void check(Rule rule, TopicPattern topic) {
        if (streams.has(topic)) {
            return;
        }
        String near = topic.isName() ? Nearest.of(topic.toString(), streams.names()) : null;
        doubt(
                rule,
                "topic",
                topic.toString(),
                "no known stream " + (topic.isName() ? "has this name" : "matches")
                        + (near == null ? "" : "; did you mean '" + near + "'?")
                        + " (name your own streams with --stream)");
    }

    private void checkReached(Rule rule, int index) {
        Case later = rule.cases().get(index);
        for (int i = 0; i < index; i++) {
            Case earlier = rule.cases().get(i);
            if (earlier.match().covers(later.match()) && later.matchNot().containsAll(earlier.matchNot())) {
                doubt(rule, "cases[" + index + "]", "", "is never reached: cases[" + i + "] takes all its events");
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

    private void doubt(Rule rule, String key, String value, String message) {
        Place place = places.getOrDefault(rule.name(), new Place("", 0));
        doubts.add(new Problem(place.file(), place.line(), rule.name(), key, value, message));
    }
}
