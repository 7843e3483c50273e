package atoll.changeprop.links;

import atoll.changeprop.FollowUp;
import atoll.changeprop.rule.LinkKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the events of one page of titles.
///
/// @param service the name that their streams begin with
record LinkEvents(String service) {

    /// The leaves of a page and what continues it, to be stored together.
    ///
    /// @param chain what led to them, the event in hand included
    List<ObjectNode> of(LinkKind kind, Expansion expansion, LinkAnswer.Page page, String chain, Instant now) {
        List<ObjectNode> events = new ArrayList<>(page.titles().size() + 1);
        for (String title : page.titles()) {
            events.add(leaf(kind, expansion, title, chain, now));
        }
        String next = page.next();
        if (next != null) {
            events.add(more(kind, expansion, page, next, chain, now));
        }
        return events;
    }

    private ObjectNode leaf(LinkKind kind, Expansion expansion, String title, String chain, Instant now) {
        FollowUp following = new FollowUp(expansion.original(), now);
        String uri = "https://" + expansion.originalText("domain") + "/wiki/"
                + URLEncoder.encode(title.replace(' ', '_'), StandardCharsets.UTF_8);
        ObjectNode event = event(
                "/resource_change/1.0.0", service + "." + kind.label() + ".resource-change", uri, following, title);
        event.put("triggered_by", chain);
        event.set("root_event", following.root());
        event.putArray("tags").add("change-prop").add(kind.label());
        return event;
    }

    private ObjectNode more(
            LinkKind kind, Expansion expansion, LinkAnswer.Page page, String next, String chain, Instant now) {
        ObjectNode event = event(
                "/change-prop/continue/1.0.0",
                service + "." + kind.label() + ".continue",
                expansion.originalText("uri"),
                new FollowUp(expansion.original(), now),
                next);
        String before = expansion.before();
        event.put("triggered_by", before == null ? chain : before);
        event.set("original_event", expansion.original());
        event.put("continue", next);
        event.put("sequence_num", expansion.made() + page.titles().size());
        return event;
    }

    /// @param what tells the events of one stream and one expansion apart
    private static ObjectNode event(String schema, String stream, String uri, FollowUp following, String what) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("$schema", schema);
        event.putObject("meta").put("stream", stream).put("uri", uri);
        following.complete(
                event, FollowUp.id(following.cause().path("meta").path("id").asString(""), stream, what));
        return event;
    }
}
