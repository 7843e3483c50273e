package atoll.browser;

import atoll.base.json.Json;
import atoll.base.time.SystemTime;
import atoll.console.FakeAdminApi;
import atoll.console.Samples;
import atoll.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A farm on a bad afternoon, for pictures: replicas of one section are behind, one type fails, one wiki floods.
final class Scene {
    private static final String FROM = "2026-03-14T14:00:00Z";
    private static final int STEPS = 60;
    private static final int STEP_SECONDS = 60;

    private Scene() {}

    /// One job type.
    ///
    /// @param accepted per second
    /// @param done per second, at the end of the hour
    /// @param failed per second, at the end of the hour
    private record Type(
            String name,
            double accepted,
            double done,
            double failed,
            long backlog,
            double oldest,
            long dead,
            String held) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", name);
            json.put("stream", "mediawiki.job." + name);
            json.put("accepted_per_second", accepted);
            json.put("done_per_second", done);
            json.put("failed_per_second", failed);
            json.put("failure_rate", failed / (done + failed));
            json.put("waiting", backlog / 5);
            json.put("ready", backlog - backlog / 5);
            json.put("running", Math.round(Math.min(8, done)));
            json.put("concurrency", 8);
            json.put("dead", dead);
            json.put("oldest_seconds", oldest);
            json.put(
                    "held",
                    held.isEmpty()
                            ? List.of()
                            : List.of(Map.of("wiki", "enwiki", "reason", held, "deliveries", backlog)));
            json.put("series", series());
            return json;
        }

        private Map<String, Object> series() {
            List<Double> in = new ArrayList<>();
            List<Double> out = new ArrayList<>();
            List<Double> bad = new ArrayList<>();
            List<Double> left = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                double wave = 1 + 0.18 * Math.sin(i / 5.0) + 0.09 * Math.sin(i * 2.3 + name.length());
                boolean isLate = i > 35;
                in.add(accepted * wave * STEP_SECONDS);
                out.add((isLate ? done : accepted) * wave * STEP_SECONDS);
                bad.add(isLate ? failed * wave * STEP_SECONDS : 0);
                left.add(
                        isLate && oldest > 60
                                ? backlog * (i - 35) / 24.0
                                : backlog * (oldest > 60 ? 0.04 : 0.6) * wave);
            }
            return Map.of(
                    "step_seconds",
                    STEP_SECONDS,
                    "from",
                    FROM,
                    "accepted",
                    in,
                    "done",
                    out,
                    "failed",
                    bad,
                    "waiting",
                    left);
        }
    }

    private static final List<Type> TYPES = List.of(
            new Type("refreshLinks", 41, 12.5, 0.1, 48_210, 1_512, 3, "replica lag of section s1 is 9.2 s"),
            new Type("cirrusSearchElasticaWrite", 18, 9.4, 7.8, 9_120, 184, 1_240, ""),
            new Type("htmlCacheUpdate", 23.4, 23.1, 0, 412, 8.4, 0, ""),
            new Type("categoryMembershipChange", 6.2, 6.2, 0, 21, 1.9, 0, ""),
            new Type("recentChangesUpdate", 3.1, 3.1, 0, 4, 0.7, 0, ""),
            new Type("wikibase-addUsagesForPage", 2.2, 2.2, 0.01, 7, 0.6, 2, ""),
            new Type("ThumbnailRender", 1.4, 1.4, 0, 2, 0.4, 0, ""),
            new Type("EchoNotificationJob", 0.6, 0.6, 0, 0, 0, 0, ""));

    static void tellAll(FakeAdminApi api) {
        Samples.tellAll(api);
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("time", "2026-03-14T15:00:00Z");
        overview.put(
                "accepted_per_second",
                TYPES.stream().mapToDouble(Type::accepted).sum());
        overview.put("done_per_second", TYPES.stream().mapToDouble(Type::done).sum());
        overview.put(
                "failed_per_second", TYPES.stream().mapToDouble(Type::failed).sum());
        overview.put("types", TYPES.stream().map(Type::json).toList());
        overview.put("balance", Map.of("difference", 0, "streams_differing", List.of()));
        api.answers("/v1/admin/overview", text(overview));
        api.answers("/v1/admin/live", HttpResponse.events(sink -> {
            while (sink.isOpen()) {
                sink.send("overview", text(overview));
                new SystemTime().sleep(Duration.ofMillis(200));
            }
        }));
        api.answers("/v1/admin/types/refreshLinks", text(type()));
        api.answers("/v1/admin/find/tree", TREE);
    }

    private static Map<String, Object> type() {
        Map<String, Object> type = TYPES.getFirst().json();
        type.put(
                "latency_ms",
                Map.of(
                        "wait", Map.of("p50", 412_000, "p90", 1_020_000, "p99", 1_490_000),
                        "run", Map.of("p50", 84, "p90", 312, "p99", 1_830)));
        type.put(
                "wikis",
                List.of(
                        Map.of("wiki", "enwiki", "done", 812, "share", 0.11, "waiting", 46_100, "running", 1),
                        Map.of("wiki", "commonswiki", "done", 3_902, "share", 0.52, "waiting", 1_702, "running", 4),
                        Map.of("wiki", "dewiki", "done", 1_511, "share", 0.2, "waiting", 310, "running", 2),
                        Map.of("wiki", "frwiki", "done", 1_275, "share", 0.17, "waiting", 98, "running", 1)));
        type.put(
                "failures",
                List.of(
                        Map.of("cause", "504: upstream request timeout", "count", 61, "last", "2026-03-14T14:59:12Z"),
                        Map.of(
                                "cause",
                                "500: Deadlock found when trying to get lock",
                                "count",
                                4,
                                "last",
                                "2026-03-14T14:31:40Z")));
        type.put(
                "roots",
                List.of(
                        Map.of(
                                "root",
                                "r1",
                                "signature",
                                "8d3f2a",
                                "jobs",
                                41_230,
                                "waiting",
                                40_112,
                                "title",
                                "Template:Infobox settlement"),
                        Map.of(
                                "root",
                                "r2",
                                "signature",
                                "b771c0",
                                "jobs",
                                5_120,
                                "waiting",
                                4_902,
                                "title",
                                "Module:Citation/CS1")));
        return type;
    }

    private static final String TREE = """
            {"request_id":"4f1c0a52-66a4-4d6e-9a0b-0d2f0d6d1b7e","left_out":0,"root":[
             {"event":{"event_id":"e1","stream":"mediawiki.page_change.v1","wiki":"enwiki","title":"Template:Infobox settlement","dt":"2026-03-14T14:36:02.110Z"},
              "deliveries":[{"id":"2:40","rule":"purge_pages","state":"done","timeline":[
                {"at":"2026-03-14T14:36:02.140Z","what":"received","status":null,"detail":"eqiad.mediawiki.page_change.v1/0 at 81232, matched by rule purge_pages"},
                {"at":"2026-03-14T14:36:02.171Z","what":"claimed","status":null,"detail":""},
                {"at":"2026-03-14T14:36:02.214Z","what":"done","status":201,"detail":"done"}]}],
              "children":[
               {"event":{"event_id":"e2","stream":"mediawiki.job.htmlCacheUpdate","wiki":"enwiki","title":"Template:Infobox settlement","dt":"2026-03-14T14:36:02.390Z"},
                "deliveries":[{"id":"1:7","rule":"mediawiki_jobs","state":"done","timeline":[
                  {"at":"2026-03-14T14:36:02.400Z","what":"received","status":null,"detail":"matched by rule mediawiki_jobs"},
                  {"at":"2026-03-14T14:36:03.912Z","what":"done","status":200,"detail":"done"}]}],"children":[
                   {"event":{"event_id":"e4","stream":"mediawiki.job.htmlCacheUpdate","wiki":"enwiki","title":"Leaf 1 of 42","dt":"2026-03-14T14:36:03.800Z"},
                    "deliveries":[{"id":"1:9","rule":"mediawiki_jobs","state":"duplicate","timeline":[
                      {"at":"2026-03-14T14:36:03.810Z","what":"received","status":null,"detail":"matched by rule mediawiki_jobs"},
                      {"at":"2026-03-14T14:36:03.822Z","what":"duplicate","status":null,"detail":"of 1:8, which is newer"}]}],"children":[]}]},
               {"event":{"event_id":"e3","stream":"mediawiki.job.refreshLinks","wiki":"enwiki","title":"Template:Infobox settlement","dt":"2026-03-14T14:36:02.410Z"},
                "deliveries":[{"id":"1:8","rule":"mediawiki_jobs","state":"retry","timeline":[
                  {"at":"2026-03-14T14:36:02.420Z","what":"received","status":null,"detail":"matched by rule mediawiki_jobs"},
                  {"at":"2026-03-14T14:36:02.431Z","what":"claimed","status":null,"detail":""},
                  {"at":"2026-03-14T14:36:32.432Z","what":"failed","status":504,"detail":"upstream request timeout"},
                  {"at":"2026-03-14T14:36:32.433Z","what":"retry","status":null,"detail":"attempt 2 at 14:38:02"},
                  {"at":"2026-03-14T14:38:02.002Z","what":"held","status":null,"detail":"replica lag of section s1 is 9.2 s"}]}],"children":[]}]}]}""";

    private static String text(Object json) {
        return new String(Json.write(json), StandardCharsets.UTF_8);
    }
}
