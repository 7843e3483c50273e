package atoll.changeprop.rule;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.Rule.Verdict;
import atoll.changeprop.rule.template.EventView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What a rule would do with an event: decided as admission and execution do it, without doing anything.
///
/// @param caseNumber from 0; negative unless the event is selected
/// @param requests in order, if the event is selected
public record Trial(String rule, Verdict verdict, int caseNumber, List<Request> requests) {
    public Trial {
        requests = List.copyOf(requests);
    }

    /// One of the things a rule would do.
    public sealed interface Request {
        /// The job would be run on its wiki.
        record Job() implements Request {}

        record Http(Rendered rendered) implements Request {}

        /// An event for each page that depends on the one with this title.
        record Links(LinkKind kind, String title) implements Request {}

        /// These events would be sent.
        record Emit(Emission emission) implements Request {}

        /// The program would be started.
        record Program(Invocation invocation) implements Request {}

        /// The handler would be called.
        record InProcess(String handler) implements Request {}

        /// The request cannot be made of this event.
        record Impossible(String reason) implements Request {}
    }

    /// One for each rule that reads the stream, in the order written.
    public static List<Trial> of(RuleSet rules, String stream, EventView event) {
        return rules.matching(stream).stream().map(rule -> of(rule, event)).toList();
    }

    private static Trial of(Rule rule, EventView event) {
        Verdict verdict = rule.decide(event.fields(), event);
        if (verdict != Verdict.SELECTED) {
            return new Trial(rule.name(), verdict, -1, List.of());
        }
        Rule.Choice choice = rule.choose(event).orElseThrow();
        List<Request> requests = new ArrayList<>();
        for (Exec exec : choice.chosen().exec()) {
            requests.add(
                    switch (exec) {
                        case Exec.MediaWiki() -> new Request.Job();
                        case Exec.Links(var kind, var title) -> new Request.Links(kind, title.text(choice.event()));
                        case Exec.Emit emit -> rendered(() -> new Request.Emit(Emission.of(emit, choice.event())));
                        case Exec.Http http -> rendered(() -> new Request.Http(Rendered.of(http, choice.event())));
                        case Exec.Program program ->
                            rendered(() -> new Request.Program(Invocation.of(program, choice.event())));
                        case Exec.InProcess(var handler, var _) -> new Request.InProcess(handler);
                    });
        }
        return new Trial(rule.name(), verdict, choice.number(), requests);
    }

    private static Request rendered(Supplier<Request> request) {
        try {
            return request.get();
        } catch (AtollException e) {
            return new Request.Impossible(String.valueOf(e.getMessage()));
        }
    }
}
