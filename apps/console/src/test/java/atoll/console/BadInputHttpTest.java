package atoll.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What hostile events, browsers and operators in a hurry send.
class BadInputHttpTest {
    private static final String MARKUP = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(2)>";
    private final FakeAdminApi api = new FakeAdminApi();
    private final RunningConsole console = new RunningConsole(api.address(), RunningConsole.withAccount("ann"));

    @AfterEach
    void close() {
        console.close();
        api.close();
    }

    /// Every text of every answer is markup.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/types/refreshLinks",
                "/console/find?q=x",
                "/console/find/tree?request=x",
                "/console/dead",
                "/console/dead/group?key=k+1%26",
                "/console/dead/letter?id=1:7",
                "/console/actions/a1",
                "/console/rules",
                "/console/log",
                "/console/log/dc.mediawiki.job.refreshLinks",
                "/console/audit"
            })
    void showsMarkupInAnswersAsText(String path) throws Exception {
        tellAllWithMarkup();
        console.login("ann", RunningConsole.PASSWORD);
        RunningConsole.Reply page = console.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;script>alert(1)".replace(">", "&gt;"))
                .doesNotContain("<script>")
                .doesNotContain("<img")
                .doesNotContain("\"'><");
    }

    private void tellAllWithMarkup() {
        Samples.tellAll(api);
        api.answers("/v1/admin/overview", hostile(Samples.OVERVIEW, "replica lag of section s1 is 9 s"));
        api.answers(
                "/v1/admin/types/refreshLinks", hostile(Samples.TYPE, "500 Internal Server Error", "Template:Infobox"));
        api.answers("/v1/admin/policies", hostile(Samples.POLICIES, "too slow"));
        api.answers("/v1/admin/find", hostile(Samples.FOUND, "Main Page", "e1", "req-1"));
        api.answers("/v1/admin/find/tree", hostile(Samples.TREE, "Main Page", "matched by rule jobs", "req-1"));
        api.answers("/v1/admin/dead-letters", hostile(Samples.GROUPS, "500 Internal Server Error"));
        api.answers("/v1/admin/jobs/1:7", hostile(Samples.JOB, "boom", "enwiki"));
        api.answers(
                "/v1/admin/actions/a1",
                hostile("{\"id\":\"a1\",\"state\":\"running\",\"trouble\":\"boom\"}", "running", "boom"));
        api.answers("/v1/admin/rules", hostile(Samples.RULES, "jobs"));
        api.answers("/v1/admin/topics", hostile(Samples.TOPICS, "dc.mediawiki.job.refreshLinks"));
        api.answers(
                "/v1/admin/topics/dc.mediawiki.job.refreshLinks/records",
                hostile(Samples.RECORDS, "text", "dc.mediawiki.job.refreshLinks"));
        api.answers("/v1/admin/audit", hostile(Samples.AUDIT, "ann", "fixed", "replay"));
    }

    private static String hostile(String json, String... texts) {
        String changed = json;
        for (String text : texts) {
            assertThat(changed).contains("\"" + text + "\"");
            changed = changed.replace("\"" + text + "\"", "\"" + MARKUP + "\"");
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/find?q=%3Cscript%3Ealert(1)%3C/script%3E",
                "/console/dead?type=%3Cscript%3Ealert(1)%3C/script%3E",
                "/console/types/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "/console/actions/%3Cscript%3E",
                "/console/log/%3Cscript%3E",
            })
    void showsMarkupInAddressesAsText(String path) throws Exception {
        api.answers("/v1/admin/find", Samples.FOUND);
        api.answers("/v1/admin/dead-letters", Samples.GROUPS);
        assertThat(console.get(path).body()).doesNotContain("<script>");
    }

    @Test
    void refusesHugeParameters() throws Exception {
        RunningConsole.Reply reply = console.get("/console/find?q=" + "x".repeat(1_001));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("at most 1000").hasSizeLessThan(10_000);
        assertThat(console.get("/console/types/" + "x".repeat(1_001)).status()).isEqualTo(400);
        assertThat(console.get("/console/log/t?partition=99999999999999999999999")
                        .status())
                .isEqualTo(404);
        assertThat(api.asked("/v1/admin/find")).isEmpty();
    }

    @Test
    void refusesHugeAndBrokenForms() throws Exception {
        console.login("ann", RunningConsole.PASSWORD);
        assertThat(console.post("/console/theme", "theme=" + "x".repeat(3 << 20))
                        .status())
                .isEqualTo(413);
        assertThat(console.post("/console/theme", "a=b&".repeat(300)).status()).isEqualTo(400);
        assertThat(console.post("/console/theme", "a=%zz").status()).isEqualTo(400);
        assertThat(console.post("/console/theme", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/console/dead/replay,key=k&reason=r&per_second=0,must be a whole number",
        "/console/dead/replay,key=k&reason=r&per_second=x,must be a whole number",
        "/console/dead/replay,key=k&reason=r&per_second=1e9,must be a whole number",
        "/console/dead/replay,key=k&per_second=5,a reason is needed",
        "/console/dead/replay,reason=r&per_second=5,does not say which",
        "/console/dead/drop,reason=r,does not say which",
        "/console/rules/apply,name=../../etc/passwd&yaml=x&reason=r,must be letters",
        "/console/rules/apply,name=a.yaml&yaml=+&reason=r,must have 1 to",
        "/console/rules/apply,name=a.yaml&yaml=x,a reason is needed",
        "/console/types/refreshLinks/limits,max=-1&reason=r,must be a number",
        "/console/rules/rollback,to=x&reason=r,must be the number",
        "/console/types/refreshLinks/limits,weight=NaN&reason=r,must be a number",
    })
    void refusesFormsThatMakeNoSense(String path, String form, String problem) throws Exception {
        Samples.tellAll(api);
        console.login("ann", RunningConsole.PASSWORD);
        String csrf = console.get("/console/dead").csrf();
        RunningConsole.Reply reply = console.post(path, "csrf=" + csrf + "&" + form);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains(problem);
    }

    @Test
    void tellsWhatTheApiRefused() throws Exception {
        Samples.tellAll(api);
        api.refuses("/v1/admin/policies/remove", 409, "the policies are at version 9 by now");
        api.refuses("/v1/admin/dead-letters/replay", 409, "another replay is under way");
        console.login("ann", RunningConsole.PASSWORD);
        String csrf = console.get("/console/dead").csrf();
        RunningConsole.Reply reply =
                console.post("/console/dead/replay", "csrf=" + csrf + "&key=k&reason=r&per_second=5");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body()).contains("another replay is under way");
    }
}
