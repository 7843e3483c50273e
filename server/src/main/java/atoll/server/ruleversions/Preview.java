package atoll.server.ruleversions;

import atoll.base.error.AtollException;
import atoll.changeprop.redaction.Redaction;
import atoll.changeprop.rule.Rendered;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.Trial;
import atoll.changeprop.rule.template.EventView;
import atoll.server.admin.rules.RulesResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What other rules would decide otherwise about an event.
final class Preview {
    private static final String HIDDEN = ", with other headers, another body or other variables";

    private final RuleSet present;
    private final RuleSet proposed;
    private final Redaction redaction;

    Preview(RuleSet present, RuleSet proposed, Redaction redaction) {
        this.present = present;
        this.proposed = proposed;
        this.redaction = redaction;
    }

    /// Decisions in words, one for each thing that would be done.
    record Change(String eventId, String stream, List<String> before, List<String> after) {}

    /// Null if both decide the same.
    @Nullable
    Change of(RecentEvents.Event event) {
        byte[] bytes = event.record().value();
        List<Trial> before;
        List<Trial> after;
        String id;
        try {
            EventView view = event.view();
            before = selected(Trial.of(present, event.stream(), view));
            after = selected(Trial.of(proposed, event.stream(), view));
            id = view.fields().path("meta").path("id").asString("-");
        } catch (AtollException e) {
            // No event: no rule wants it, neither these nor those.
            return null;
        }
        if (exact(before).equals(exact(after))) {
            return null;
        }
        List<String> was = lines(before, bytes);
        List<String> becomes = lines(after, bytes);
        if (was.equals(becomes)) {
            becomes = becomes.stream().map(line -> line + HIDDEN).toList();
        }
        return new Change(id, event.stream(), was, becomes);
    }

    private static List<Trial> selected(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> trial.verdict() == Rule.Verdict.SELECTED)
                .toList();
    }

    /// Everything, to be compared only.
    private static List<String> exact(List<Trial> trials) {
        List<String> lines = new ArrayList<>();
        for (Trial trial : trials) {
            trial.requests().forEach(request -> lines.add(trial.rule() + " " + exact(request)));
        }
        return lines;
    }

    private static String exact(Trial.Request request) {
        return request instanceof Trial.Request.Http(Rendered rendered)
                ? rendered.method() + " " + rendered.uri() + " " + rendered.headers() + " "
                        + new String(rendered.body().bytes(), StandardCharsets.ISO_8859_1)
                : request.toString();
    }

    private List<String> lines(List<Trial> trials, byte[] event) {
        List<String> lines = new ArrayList<>();
        for (Trial trial : trials) {
            for (Trial.Request request : trial.requests()) {
                lines.add("rule '" + trial.rule() + "', case " + (trial.caseNumber() + 1) + ": "
                        + redaction.text(words(request), event));
            }
        }
        return lines;
    }

    private static String words(Trial.Request request) {
        return switch (request) {
            case Trial.Request.Job() -> "run the job on its wiki";
            case Trial.Request.Links(var kind, var title) ->
                "an event for each page of the " + kind.label() + " of " + title;
            case Trial.Request.Emit(var emission) -> "send the events " + emission.events();
            case Trial.Request.Impossible(var reason) -> "cannot be sent: " + reason;
            case Trial.Request.Program(var invocation) ->
                "start " + invocation.command().getFirst();
            case Trial.Request.InProcess(var handler) -> "call handler " + handler;
            case Trial.Request.Http(var rendered) ->
                rendered.method() + " " + RulesResource.withoutSecrets(rendered.uri());
        };
    }
}
