package atoll.server.demo;

import atoll.base.id.Ids;
import atoll.base.json.Json;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the events of edits, field by field as the EventBus extension does.
final class PageEvents {
    static final String PURGE = "resource-purge";
    private static final String LINKS = "mediawiki.page-links-change";
    private static final String RECENT = "mediawiki.recentchange";
    private static final Instant REGISTERED = Instant.parse("2024-05-01T12:00:00Z");

    private final Ids ids;
    private final InstantSource time;
    private final URI site;

    /// @param site the wiki's base URL, without a slash at its end
    PageEvents(Ids ids, InstantSource time, URI site) {
        this.ids = ids;
        this.time = time;
        this.site = site;
    }

    void purges(Outbox to, String requestId, Title title) {
        purge(to, requestId, site + title.path());
        purge(to, requestId, site + "/index.php?title=" + title.prefixed() + "&action=history");
    }

    void purge(Outbox to, String requestId, String url) {
        Map<String, Object> event = event("/resource_change/1.0.0", PURGE, url, requestId);
        event.put("tags", List.of("mediawiki"));
        to.add(PURGE, Json.write(event));
    }

    String url(Title title) {
        return site + title.path();
    }

    void links(Outbox to, String requestId, WikiTables.RowChange change) {
        if (change.isEmpty()) {
            return;
        }
        Revision page = change.page();
        Map<String, Object> event = event("/mediawiki/page/links-change/1.0.0", LINKS, url(page.title()), requestId);
        page(event, page);
        event.put("page_is_redirect", false);
        event.put("rev_id", page.id());
        event.put("performer", performer(page.user(), 0));
        if (!change.added().isEmpty()) {
            event.put("added_links", linkList(change.added()));
        }
        if (!change.removed().isEmpty()) {
            event.put("removed_links", linkList(change.removed()));
        }
        to.add(LINKS, Json.write(event));
    }

    private static List<Map<String, Object>> linkList(Set<Title> titles) {
        List<Map<String, Object>> links = new ArrayList<>();
        for (Title title : titles) {
            Map<String, Object> link = new LinkedHashMap<>();
            link.put("link", title.path());
            link.put("external", false);
            links.add(link);
        }
        return links;
    }

    void revision(Outbox to, String requestId, WikiTables.Saved saved) {
        Revision page = saved.revision();
        for (String stream : page.isNew()
                ? List.of("mediawiki.revision-create", "mediawiki.page-create")
                : List.of("mediawiki.revision-create")) {
            Map<String, Object> event = event("/mediawiki/revision/create/1.1.0", stream, url(page.title()), requestId);
            page(event, page);
            event.put("rev_id", page.id());
            event.put("rev_timestamp", JobEvents.seconds(page.at()));
            String sha1 = sha1(page.text());
            event.put("rev_sha1", sha1);
            event.put("rev_minor_edit", false);
            event.put("rev_len", page.text().length());
            event.put("rev_content_model", "wikitext");
            event.put("rev_content_format", "text/x-wiki");
            event.put("performer", performer(page.user(), saved.userEdits()));
            event.put("page_is_redirect", false);
            event.put("comment", page.comment());
            event.put("parsedcomment", page.comment());
            if (!page.isNew()) {
                event.put("rev_parent_id", page.parent());
            }
            event.put("rev_slots", Map.of("main", slot(page, sha1)));
            if (!page.isNew()) {
                event.put("rev_content_changed", true);
            }
            to.add(stream, Json.write(event));
        }
    }

    private static Map<String, Object> slot(Revision page, String sha1) {
        Map<String, Object> slot = new LinkedHashMap<>();
        slot.put("rev_slot_content_model", "wikitext");
        slot.put("rev_slot_sha1", sha1);
        slot.put("rev_slot_size", page.text().length());
        slot.put("rev_slot_origin_rev_id", page.id());
        return slot;
    }

    void recentChange(Outbox to, String requestId, Revision page) {
        Map<String, Object> event = recent(requestId, page.title(), page.isNew() ? "new" : "edit", page);
        event.put("minor", false);
        event.put("patrolled", false);
        Map<String, Object> length = new LinkedHashMap<>();
        Map<String, Object> revision = new LinkedHashMap<>();
        if (!page.isNew()) {
            length.put("old", page.parentLength());
            revision.put("old", page.parent());
        }
        length.put("new", page.text().length());
        revision.put("new", page.id());
        event.put("length", length);
        event.put("revision", revision);
        to.add(RECENT, Json.write(server(event, page.comment())));
    }

    /// A page came into a category, or left it.
    void categorized(Outbox to, String requestId, Title category, Revision page, boolean isIn) {
        Map<String, Object> event = recent(requestId, category, "categorize", page);
        String comment = "[[:" + page.title().prefixed() + "]] " + (isIn ? "added to" : "removed from") + " category";
        event.put("comment", comment);
        to.add(RECENT, Json.write(server(event, comment)));
    }

    private Map<String, Object> recent(String requestId, Title title, String type, Revision page) {
        Map<String, Object> event = event("/mediawiki/recentchange/1.0.0", RECENT, url(title), requestId);
        event.put("id", page.id());
        event.put("type", type);
        event.put("namespace", title.namespace());
        event.put("title", title.prefixed());
        event.put("comment", page.comment());
        event.put("timestamp", page.at().getEpochSecond());
        event.put("user", page.user());
        event.put("bot", false);
        return event;
    }

    private Map<String, Object> server(Map<String, Object> event, String comment) {
        event.put("server_url", site.toString());
        event.put("server_name", site.getHost());
        event.put("server_script_path", "/");
        event.put("wiki", JobEvents.WIKI);
        event.put("parsedcomment", comment);
        return event;
    }

    private Map<String, Object> event(String schema, String stream, String uri, String requestId) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("uri", uri);
        meta.put("request_id", requestId);
        meta.put("id", ids.nextUuid().toString());
        meta.put("dt", time.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        meta.put("domain", JobEvents.DOMAIN);
        meta.put("stream", stream);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("$schema", schema);
        event.put("meta", meta);
        return event;
    }

    private static void page(Map<String, Object> event, Revision page) {
        event.put("database", JobEvents.WIKI);
        event.put("page_id", page.pageId());
        event.put("page_title", page.title().prefixed());
        event.put("page_namespace", page.title().namespace());
    }

    private static Map<String, Object> performer(String user, long edits) {
        Map<String, Object> performer = new LinkedHashMap<>();
        performer.put("user_text", user);
        performer.put("user_groups", List.of("*", "user", "autoconfirmed"));
        performer.put("user_is_bot", false);
        performer.put("user_id", 1 + Math.floorMod(user.hashCode(), 1_000));
        performer.put("user_registration_dt", REGISTERED.toString());
        performer.put("user_edit_count", edits);
        return performer;
    }

    /// In base 36, as MediaWiki writes it.
    private static String sha1(String text) {
        String digits = new BigInteger(JobEvents.sha1(text), 16).toString(36);
        return "0".repeat(Math.max(0, 31 - digits.length())) + digits;
    }
}
