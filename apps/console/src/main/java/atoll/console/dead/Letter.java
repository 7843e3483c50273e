package atoll.console.dead;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.util.List;
import java.util.Map;

/// One dead letter with what happened to it.
public record Letter(String id, String eventId, String state, Origin origin, List<Moment> timeline) {

    public record Origin(String wiki, String type, String rule, String source) {}

    /// @param status of HTTP; empty if there is none
    public record Moment(String at, String what, String status, String detail) {}

    static Letter of(Tree tree) {
        Tree source = tree.at("source");
        String place = source.has("topic")
                ? source.text("topic") + "/" + source.text("partition") + " at " + source.text("offset")
                : "";
        return new Letter(
                tree.text("id"),
                tree.text("event_id"),
                tree.text("state"),
                new Origin(tree.text("wiki"), tree.text("type"), tree.text("rule"), place),
                tree.list("timeline").stream()
                        .map(moment -> new Moment(
                                Figures.dayAndTime(moment.time("at")),
                                moment.text("what"),
                                moment.text("status"),
                                moment.text("detail")))
                        .toList());
    }

    public String path() {
        return AdminClient.path("/console/dead/letter", Map.of("id", id));
    }

    public boolean isDead() {
        return state.equals("dead");
    }
}
