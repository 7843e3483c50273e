package atoll.it.mediawiki;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.Recordings;
import atoll.work.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that carries out many jobs leaves the database that a fresh process for each job leaves.
class SameDatabaseTest {
    private static final int EVENTS_OF_A_TYPE = 2;
    private static final int PAGES = 6;

    @TempDir
    Path directory;

    @Test
    void aLongLivedWorkerLeavesTheDatabaseOfAFreshProcessForEachJob() throws Exception {
        TestWiki wiki = TestWiki.create(directory.resolve("wiki"));
        List<String> events = new ArrayList<>(jobsOfAnEditedWiki(wiki));
        events.addAll(recorded());
        TestWiki fresh = wiki.copy(directory.resolve("fresh"));
        String before = wiki.dump();

        List<Outcome> manyJobs = runAll(wiki, 10_000, events);
        List<Outcome> oneJob = runAll(fresh, 1, events);

        assertThat(manyJobs).isEqualTo(oneJob);
        assertThat(manyJobs.stream().filter(Outcome.Done.class::isInstance)).hasSizeGreaterThan(20);
        assertThat(wiki.dump()).isEqualTo(fresh.dump()).isNotEqualTo(before);
        assertThat(wiki.waitingJobsWithoutChance())
                .as("jobs that jobs queued")
                .isEqualTo(fresh.waitingJobsWithoutChance());
    }

    private static List<Outcome> runAll(TestWiki wiki, int jobsPerProcess, List<String> events)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        try (Workers workers = new Workers(wiki, jobsPerProcess, 512)) {
            for (String event : events) {
                outcomes.add(workers.run(event));
            }
        }
        return outcomes;
    }

    /// Pages with a template and categories, of which the template was changed after them: links, categories and caches
    /// are all outdated.
    private static List<String> jobsOfAnEditedWiki(TestWiki wiki) throws Exception {
        wiki.maintain("first [[Category:Old]]", "edit.php", "--user", "Admin", "Template:Shared");
        List<String> events = new ArrayList<>();
        for (int i = 1; i <= PAGES; i++) {
            wiki.maintain(
                    "{{Shared}} [[Page " + (i % PAGES + 1) + "]] [[Category:Own " + i % 2 + "]]",
                    "edit.php",
                    "--user",
                    "Admin",
                    "Page " + i);
        }
        wiki.maintain("second [[Category:New]] [[Elsewhere]]", "edit.php", "--user", "Admin", "Template:Shared");
        for (int i = 1; i <= PAGES; i++) {
            events.add(Jobs.event(
                    i % 2 == 0 ? "refreshLinks" : "refreshLinksPrioritized",
                    "{\"namespace\":0,\"title\":\"Page_" + i + "\",\"causeAction\":\"edit-page\"}"));
        }
        events.add(Jobs.event(
                "htmlCacheUpdate",
                "{\"namespace\":10,\"title\":\"Shared\",\"table\":\"templatelinks\",\"recursive\":true}"));
        events.add(Jobs.event(
                "refreshLinks",
                "{\"namespace\":10,\"title\":\"Shared\",\"table\":\"templatelinks\",\"recursive\":true}"));
        events.add(Jobs.event("categoryMembershipChange", "{\"pageId\":3,\"revTimestamp\":\"20260101000000\"}"));
        events.add(Jobs.event("deletePage", deletion(2)));
        return events;
    }

    private static String deletion(int page) {
        return """
            {"namespace":0,"title":"Page_%d","wikiPageId":%d,"requestId":"r","reason":"test","suppress":false,\
            "userId":1,"tags":"[]","logsubtype":"delete"}""".formatted(page, page + 2);
    }

    /// Recorded events of all types, also those whose pages this wiki does not have.
    private static List<String> recorded() {
        Map<String, Integer> taken = new HashMap<>();
        List<String> events = new ArrayList<>();
        for (String event : Recordings.jobEvents()) {
            String type = Json.readTree(event.getBytes(StandardCharsets.UTF_8))
                    .path("type")
                    .asString();
            if (taken.merge(type, 1, Integer::sum) <= EVENTS_OF_A_TYPE) {
                events.add(event);
            }
        }
        Set<String> types = new TreeSet<>(taken.keySet());
        assertThat(types)
                .contains(
                        "refreshLinks",
                        "htmlCacheUpdate",
                        "categoryMembershipChange",
                        "recentChangesUpdate",
                        "enotifNotify",
                        "clearUserWatchlist");
        return events;
    }
}
