package atoll.console;

/// Answers of an admin API with something of everything, in the shapes that its description gives.
public final class Samples {
    private Samples() {}

    public static void tellAll(FakeAdminApi api) {
        api.answers("/v1/admin/overview", OVERVIEW);
        api.answers("/v1/admin/types/refreshLinks", TYPE);
        api.answers("/v1/admin/policies", POLICIES);
        api.answers("/v1/admin/limits", LIMITS);
        api.answers("/v1/admin/find", FOUND);
        api.answers("/v1/admin/find/tree", TREE);
        api.answers("/v1/admin/dead-letters", GROUPS);
        api.answers("/v1/admin/jobs/1:7", JOB);
        api.answers(
                "/v1/admin/actions/a1",
                "{\"id\":\"a1\",\"kind\":\"replay\",\"state\":\"running\",\"by\":\"ann\",\"reason\":\"fixed\",\"matched\":17,\"changed\":3}");
        api.answers("/v1/admin/rules", RULES);
        api.answers(
                "/v1/admin/rules/activity",
                "{\"rules\":[{\"rule\":\"jobs\",\"matched_last_hour\":1234,\"series\":{\"step_seconds\":60,\"matched\":[1,null,3]}}]}");
        api.answers("/v1/admin/rules/versions", VERSIONS);
        api.answers("/v1/admin/topics", TOPICS);
        api.answers("/v1/admin/topics/dc.mediawiki.job.refreshLinks/records", RECORDS);
        api.answers("/v1/admin/audit", AUDIT);
    }

    public static final String OVERVIEW = """
            {"time":"2026-01-02T03:04:05Z","accepted_per_second":12.25,"done_per_second":11,"failed_per_second":0.5,
             "types":[
              {"type":"refreshLinks","stream":"mediawiki.job.refreshLinks","accepted_per_second":3,"done_per_second":2.5,
               "failed_per_second":0.5,"failure_rate":0.16,"waiting":12345,"ready":5,"running":4,"dead":17,"oldest_seconds":1830,
               "held":[{"wiki":"enwiki","reason":"replica lag of section s1 is 9 s"}],
               "series":{"step_seconds":60,"from":"2026-01-02T02:04:05Z","accepted":[60,120,null,240],"done":[60,60,null,120],"failed":[0,0,null,0],"waiting":[0,10,null,40]}},
              {"type":"htmlCacheUpdate","stream":"mediawiki.job.htmlCacheUpdate","accepted_per_second":9.25,"done_per_second":8.5,
               "failed_per_second":0,"failure_rate":0,"waiting":3,"ready":0,"running":1,"dead":0,"oldest_seconds":0.4,"held":[],
               "series":{"step_seconds":60,"from":"2026-01-02T02:04:05Z","accepted":[540,540,null,540],"done":[540,540,null,540],"failed":[0,0,null,0],"waiting":[3,2,null,3]}}],
             "balance":{"difference":0,"streams_differing":[]}}""";

    public static final String TYPE = """
            {"type":"refreshLinks","stream":"mediawiki.job.refreshLinks","accepted_per_second":3,"done_per_second":2.5,
             "failed_per_second":0.5,"failure_rate":0.16,"waiting":12345,"ready":5,"running":4,"concurrency":8,"dead":17,
             "oldest_seconds":1830,"held":[{"wiki":"enwiki","reason":"paused by ann: too slow","deliveries":12000}],
             "latency_ms":{"wait":{"p50":12,"p90":230,"p99":4500},"run":{"p50":80,"p90":300,"p99":900}},
             "series":{"step_seconds":60,"from":"2026-01-02T02:04:05Z","accepted":[60,120,null,240],"done":[60,60,null,120],"failed":[0,0,null,0],"waiting":[0,10,null,40]},
             "wikis":[{"wiki":"enwiki","done":900,"share":0.9,"waiting":12000,"running":3},{"wiki":"dewiki","done":100,"share":0.1,"waiting":345,"running":1}],
             "failures":[{"cause":"500 Internal Server Error","count":40,"last":"2026-01-02T03:03:05Z"}],
             "roots":[{"root":"r1","signature":"abc123","jobs":5000,"waiting":4000,"title":"Template:Infobox"}]}""";

    public static final String POLICIES = """
            {"version":7,"policies":[{"type":"refreshLinks","wiki":"enwiki","section":"*","paused":true,"reason":"too slow","weight":2},
             {"type":"other","wiki":"*","section":"*","weight":5}]}""";

    public static final String LIMITS = """
            [{"type":"refreshLinks","wiki":"enwiki","section":"s1","limit_now":3.5,"min":1,"max":8,"running":3,"tokens":2,
              "held_reason":"at its limit of 3 at once","last_decrease":{"at":"2026-01-02T03:00:00Z","cause":"503 with Retry-After"}}]""";

    public static final String FOUND = """
            {"q":"x","by":"title","found":[{"event_id":"e1","request_id":"req-1","stream":"mediawiki.page_change.v1","wiki":"enwiki",
             "title":"Main Page","dt":"2026-01-02T03:00:00Z","states":{"done":2,"dead":1}}],"next":"n2"}""";

    public static final String TREE = """
            {"request_id":"req-1","left_out":0,"root":[{"event":{"event_id":"e1","stream":"mediawiki.page_change.v1","wiki":"enwiki",
              "title":"Main Page","dt":"2026-01-02T03:00:00Z"},"deliveries":[],"children":[
               {"event":{"event_id":"e2","stream":"mediawiki.job.refreshLinks","wiki":"enwiki","title":"Main Page","dt":"2026-01-02T03:00:00.250Z"},
                "deliveries":[{"id":"1:7","rule":"jobs","state":"done","timeline":[
                  {"at":"2026-01-02T03:00:00.260Z","what":"received","status":null,"detail":"matched by rule jobs"},
                  {"at":"2026-01-02T03:00:01.760Z","what":"done","status":200,"detail":"ok"}]}],
                "children":[]}]}]}""";

    public static final String GROUPS = """
            {"total":17,"groups":[{"key":"k 1&","cause":"500 Internal Server Error","type":"refreshLinks","wiki_count":2,"count":17,
             "first":"2026-01-02T01:00:00Z","last":"2026-01-02T03:00:00Z","sample_ids":["1:7"]}]}""";

    public static final String JOB = """
            {"id":"1:7","deliveries":[{"id":"1:7","state":"dead","wiki":"enwiki","type":"refreshLinks","rule":"jobs","event_id":"e2",
             "source":{"topic":"dc.mediawiki.job.refreshLinks","partition":0,"offset":12},
             "timeline":[{"at":"2026-01-02T03:00:00Z","what":"failed","status":500,"detail":"boom"}]}]}""";

    public static final String RULES = """
            {"hash":"h2","since":"2026-01-02T01:00:00Z","refused":[],"rules":[{"name":"jobs","topics":["/^mediawiki\\\\.job\\\\./"],
             "concurrency":8,"retry_limit":3,"exec":[{"kind":"mediawiki"}]}]}""";

    public static final String VERSIONS = """
            {"in_force":2,"newest":2,"versions":[{"version":2,"hash":"h2","at":"2026-01-02T01:00:00Z","by":"ann","reason":"new wiki","is_disk":false,
             "files":[{"name":"rules.yaml","characters":300}]},
             {"version":1,"hash":"h1","at":"2026-01-01T01:00:00Z","by":"bob","reason":"first","is_disk":true,"files":[]}]}""";

    public static final String TOPICS = """
            {"refuses_because":null,"topics":[{"name":"dc.mediawiki.job.refreshLinks","retention_seconds":604800,"retention_bytes":0,
             "partitions":[{"partition":0,"first_offset":0,"next_offset":20,"bytes":4096}],"records":20,"bytes":4096,
             "groups":[{"group":"atoll.admission","lag":0}]}]}""";

    public static final String RECORDS = """
            {"topic":"dc.mediawiki.job.refreshLinks","partition":0,"next":20,"records":[
            {"partition":0,"offset":18,"timestamp":"2026-01-02T03:00:00Z","key":"k","headers":[],"bytes":9,"value":{"a":1,"a":2}},
            {"partition":0,"offset":19,"timestamp":"2026-01-02T03:00:01Z","key":null,"headers":[],"bytes":4,"value_text":"text"}]}""";

    public static final String AUDIT = """
            {"entries":[{"time":"2026-01-02T03:00:00Z","who":"ann","action":"replay","what":"500 Internal Server Error","reason":"fixed",
             "result":"done","count":17}],"next":"2026-01-02T02:00:00Z"}""";
}
