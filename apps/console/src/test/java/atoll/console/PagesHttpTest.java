package atoll.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesHttpTest {
    private final FakeAdminApi api = new FakeAdminApi();
    private final RunningConsole console = new RunningConsole(api.address(), RunningConsole.withAccount("ann"));

    @AfterEach
    void close() {
        console.close();
        api.close();
    }

    @Test
    void leadsFromTheFrontDoorToTheOverview() throws Exception {
        assertThat(console.get("/").header("Location")).isEqualTo("/console/");
        assertThat(console.get("/console").header("Location")).isEqualTo("/console/");
    }

    @Test
    void showsWhatIsLateFirstWithItsReason() throws Exception {
        api.answers("/v1/admin/overview", Samples.OVERVIEW);
        RunningConsole.Reply page = console.get("/console/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("1 type is late, 1 type is held back, 17 dead letters, nothing is missing")
                .contains("<b class=\"mark\">very late</b> 30 min 30 s")
                .contains("12\u202f350")
                .contains("replica lag of section s1 is 9 s")
                .contains("href=\"/console/types/refreshLinks\"");
        assertThat(page.body().indexOf(">refreshLinks<")).isLessThan(page.body().indexOf(">htmlCacheUpdate<"));
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        api.answers(
                "/v1/admin/overview",
                "{\"types\":[],\"balance\":{\"difference\":3,\"streams_differing\":[\"some.stream\"]}}");
        assertThat(console.get("/console/").body())
                .contains("3 missing")
                .contains("The balance of these streams does not come out even: some.stream");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/console/types/refreshLinks | from due to start~12 ms~4.5 s~4 of 8~500 Internal Server Error~Template:Infobox~at its limit of 3 at once~paused: too slow",
                "/console/find?q=x&by=title | Main Page~1 dead, 2 done~/console/find/tree?request=req-1~from=n2",
                "/console/find/tree?request=req-1 | mediawiki.job.refreshLinks~+250 ms~+1.5 s~matched by rule jobs",
                "/console/dead | 17 in all~500 Internal Server Error~/console/dead/group?key=k%201%26",
                "/console/dead/group?key=k%201%26 | boom~dc.mediawiki.job.refreshLinks/0 at 12",
                "/console/dead/letter?id=1:7 | 1:7 is dead~boom",
                "/console/actions/a1 | 17 looked at, 3 tried again",
                "/console/rules | runs the job on its wiki~1\u202f234~new wiki~the configured files",
                "/console/log | dc.mediawiki.job.refreshLinks~4.0 KiB~7 d~atoll.admission 0 behind",
                "/console/log/dc.mediawiki.job.refreshLinks | <code>{\"a\":2}</code>~<code>text</code>",
                "/console/audit | replay~fixed~done (17)~before=2026-01-02T02%3A00%3A00Z",
            })
    void showsWhatTheApiSays(String path, String expected) throws Exception {
        Samples.tellAll(api);
        RunningConsole.Reply page = console.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(expected.split("~"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/types/refreshLinks",
                "/console/find?q=x",
                "/console/find/tree?request=x",
                "/console/dead",
                "/console/rules",
                "/console/log",
                "/console/log/some",
                "/console/audit"
            })
    void saysSoWhenTheApiHasNoSuchPartOrIsDown(String path) throws Exception {
        assertThat(console.get(path).body()).contains("Not available: nothing is at");
        api.close();
        RunningConsole.Reply down = console.get(path);
        assertThat(down.body()).contains("the admin API does not answer").contains("</html>");
    }

    @Test
    void saysSoWhenTheApiTalksNonsense() throws Exception {
        api.saysNonsense("/v1/admin/overview");
        assertThat(console.get("/console/").status()).isEqualTo(502);
        assertThat(console.get("/console/").body()).contains("something that is no JSON");
        api.answers(
                "/v1/admin/overview",
                "{\"types\":[{\"held\":5,\"series\":7,\"waiting\":\"x\",\"type\":{}}],\"balance\":[]}");
        assertThat(console.get("/console/").status()).isEqualTo(200);
    }

    @Test
    void passesTheLiveOverviewOn() throws Exception {
        api.streams("/v1/admin/live", "overview", Samples.OVERVIEW.replace("\n", " "));
        String events = console.get("/console/live").body();
        assertThat(events)
                .contains("event: overview")
                .contains("data: <p class=\"sentence\"")
                .contains("very late");
    }

    @Test
    void tellsItsOwnTimeFromThatOfTheApi() throws Exception {
        api.answers("/v1/admin/overview", Samples.OVERVIEW);
        assertThat(console.get("/console/").header("Server-Timing")).matches("api;dur=[0-9.]+, page;dur=[0-9.]+");
    }

    @Test
    void drawsChartsFromDataWithATableBesideThem() throws Exception {
        api.answers("/v1/admin/overview", Samples.OVERVIEW);
        assertThat(console.get("/console/").body())
                .contains("data-chart=\"{&#34;unit&#34;:&#34;per second&#34;")
                .contains("<summary>As a table</summary>")
                .contains("<th scope=\"row\">2026-01-02 02:07:05</th>");
        assertThat(console.get("/console/charts/overview").body()).contains("\"y\":[10.0,11.0,null,13.0]");
    }

    @Test
    void letsBrowsersKeepAssetsForEver() throws Exception {
        String page = console.get("/console/login").body();
        String css = page.replaceAll("(?s).*href=\"(/console/assets/[0-9a-f]+/console.css)\".*", "$1");
        RunningConsole.Reply asset = console.get(css);
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).contains("immutable");
        assertThat(console.get(css, "If-None-Match", asset.header("ETag")).status())
                .isEqualTo(304);
        RunningConsole.Reply old = console.get("/console/assets/0123/console.css");
        assertThat(old.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(console.get(css, "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(console.get("/console/assets/0/none.js").status()).isEqualTo(404);
        assertThat(console.get("/console/assets/0/..%2Fconsole.css").status()).isEqualTo(404);
        assertThat(page).contains("htmx.js").contains("uplot.js").doesNotContain("://");
    }
}
